import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from "yaml";
import type { Source } from "../../evidence/observed.ts";
import type { ComponentName, Invocation, Mount } from "../../evidence/processes.ts";
import { podPorts } from "./manifest-ports.ts";

/** A container of a static pod: what it starts, and which component that is (undefined: none that is judged). */
export type StaticContainer = { readonly component: ComponentName | undefined; readonly invocation: Invocation };

/** The components that are judged. */
export const componentNames: readonly ComponentName[] = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "etcd",
  "kubelet",
  "kube-proxy",
];

const asComponent = (name: string | undefined): ComponentName | undefined =>
  componentNames.find((component) => component === name);

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const shells = ["sh", "bash", "dash", "ash", "busybox"];

/** The component that a command line starts, by its first word (`hyperkube NAME` by its second), never by a file name. */
export function componentOf(argv: readonly string[]): ComponentName | undefined {
  const name = baseName(argv[0] ?? "");
  return asComponent(name === "hyperkube" ? baseName(argv[1] ?? "") : name);
}

type Word = { readonly text: string; readonly line: number };

const words = (container: YAMLMap, key: string, lines: LineCounter): readonly Word[] => {
  const list = container.get(key);
  if (!isSeq(list)) return [];
  return list.items.map((item) => ({
    text: String(isScalar(item) ? item.value : item),
    line: lines.linePos((item as Node).range?.[0] ?? 0).line,
  }));
};

type PlainContainer = {
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
};
type PlainPod = {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
  };
};

/** All mounts; a subPathExpr is filled in when the container starts, so its host path is not known here. */
function mountsOf(pod: PlainPod, container: PlainContainer): readonly Mount[] {
  const hostPaths = new Map(
    (pod.spec?.volumes ?? []).flatMap(({ name, hostPath }) => (hostPath === undefined ? [] : [[name, hostPath.path]])),
  );
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr }) => {
    const base = hostPaths.get(name);
    if (base === undefined || subPathExpr !== undefined) return { mountPath };
    return { mountPath, hostPath: subPath === undefined ? base : `${base.replace(/\/$/, "")}/${subPath}` };
  });
}

/** $(NAME) of the container's own literal environment, and $$ for $ (Kubernetes' own expansion in command and args). */
const expand = (text: string, env: Readonly<Record<string, string>>): string =>
  text.replace(/\$\$|\$\(([A-Za-z_.-][A-Za-z0-9_.-]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (env[name] ?? whole),
  );

function readContainer(pod: PlainPod, node: YAMLMap, lines: LineCounter, source: Source): StaticContainer {
  const container = node.toJSON() as PlainContainer;
  const env = Object.fromEntries(
    (container.env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
  const written = [...words(node, "command", lines), ...words(node, "args", lines)];
  // Without a command the image's own entry point comes first; its place in argv is kept.
  const start = {
    text: baseName(container.image ?? "").replace(/[:@].*$/, ""),
    line: lines.linePos(node.range?.[0] ?? 0).line,
  };
  const isBare = written.length === 0 || written[0]?.text.startsWith("-") === true;
  const argv = isBare ? [start, ...written] : written;
  const ports = podPorts(pod);
  const invocation: Invocation = {
    argv: argv.map(({ text }) => expand(text, env)),
    env,
    ...(container.image === undefined ? {} : { image: container.image }),
    mounts: mountsOf(pod, container),
    ...(ports === undefined ? {} : { ports }),
    lines: argv.map(({ line }) => line),
    source,
  };
  return { component: componentOf(invocation.argv), invocation };
}

/**
 * The containers of a static pod manifest, YAML or JSON. Of several documents the kubelet reads the first.
 * @throws Error where it is no YAML, or a component is started in a way that its flags cannot be read (through a shell).
 */
export function parseManifest(text: string, source: Source): readonly StaticContainer[] {
  const lines = new LineCounter();
  const [document] = parseAllDocuments(text, { version: "1.1", lineCounter: lines, uniqueKeys: true });
  if (document === undefined || !("errors" in document)) throw new Error("empty");
  const [error] = document.errors;
  if (error !== undefined) throw new Error(error.message.split("\n")[0]);
  const pod = document.toJS({ maxAliasCount: 100 }) as PlainPod | null;
  // The kubelet reports what is no Pod and starts nothing from it.
  if (pod?.kind !== "Pod") return [];
  const found = ["initContainers", "containers"].flatMap((key) => {
    const list = document.getIn(["spec", key]);
    return isSeq(list) ? list.items.filter(isMap).map((node) => readContainer(pod, node, lines, source)) : [];
  });
  return nameByLabel(pod, found);
}

/** A pod whose label or name says which component it is, although no command does. */
function nameByLabel(pod: PlainPod, found: readonly StaticContainer[]): readonly StaticContainer[] {
  const said = asComponent(pod.metadata?.labels?.["component"]) ?? asComponent(pod.metadata?.name);
  if (said === undefined || found.some(({ component }) => component !== undefined)) return found;
  const [only, ...more] = found;
  const isShell = shells.includes(baseName(only?.invocation.argv[0] ?? ""));
  if (only === undefined || more.length > 0 || isShell) {
    throw new Error(`the pod of ${said} starts it in a way whose flags cannot be read`);
  }
  return [{ ...only, component: said }];
}

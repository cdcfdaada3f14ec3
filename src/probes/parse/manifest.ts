import { baseName } from "../../evidence/base-name.ts";
import { withoutCase } from "../../evidence/json-keys.ts";
import type { Source } from "../../evidence/observed.ts";
import { asComponent, type ComponentName, type Invocation } from "../../evidence/processes.ts";
import {
  argumentNamesComponent,
  type ComponentCommand,
  commandOf,
  type PlacedWord,
  scriptMayStartComponent,
} from "./component-command.ts";
import { type Grown, growing } from "./growing-text.ts";
import { podPorts } from "./manifest-ports.ts";
import { entryOf, itemsOf, type Placed, parsePlaced, plainData } from "./placed-yaml.ts";
import { type HostPaths, hostPathsOf, literalEnvironment, mountsOf, readContainer, readPod } from "./pod.ts";

/** A container of a static pod: what it starts, and which component that is (undefined: none that is judged). */
export type StaticContainer = { readonly component: ComponentName | undefined; readonly invocation: Invocation };

/** A container whose words cannot be told, with why, where it may be a component nevertheless. */
type Found = StaticContainer & { readonly unread?: string; readonly mayBeComponent?: boolean };

function words(container: Placed, key: string): readonly PlacedWord[] {
  const list = entryOf(container, key);
  const isNone = list === undefined || (list.kind === "scalar" && list.value === null);
  if (!isNone && list.kind !== "list") throw new Error(`${key} of a container is no list`);
  return itemsOf(list).map((item) => {
    // The kubelet refuses a pod with a number or a boolean among its words.
    if (item.kind !== "scalar" || typeof item.value !== "string") {
      throw new Error(`${key} of a container holds what is no text, in line ${item.line}`);
    }
    return { text: item.value, line: item.line, isBlock: item.isBlock };
  });
}

/** $(NAME) of the container's own literal environment, and $$ for $ (Kubernetes' own expansion in command and args). */
const expand = (text: string, env: Readonly<Record<string, string>>, grown: Grown): string =>
  text.replace(/\$\$|\$\(([A-Za-z_.-][A-Za-z0-9_.-]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : grown((Object.hasOwn(env, name) ? env[name] : undefined) ?? whole),
  );

/** What is kept: of other variables the evidence needs none, and what they hold may be secret. */
const etcdVariables = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("ETCD_")));

type Told = ComponentCommand & Pick<Found, "unread" | "mayBeComponent">;

function tell(argv: readonly PlacedWord[], env: Readonly<Record<string, string>>): Told {
  try {
    const command = commandOf(argv, env);
    if (command.component !== undefined || !argumentNamesComponent(command.words)) return command;
    const unread = `what ${JSON.stringify(command.words[0]?.text)} makes of its arguments is not known`;
    return { ...command, unread, mayBeComponent: true };
  } catch (error) {
    const unread = error instanceof Error ? error.message : String(error);
    return {
      component: undefined,
      words: argv,
      fromShell: false,
      unread,
      mayBeComponent: scriptMayStartComponent(argv),
    };
  }
}

function readOne(placed: Placed, of: { volumes: HostPaths; ports: Invocation["ports"] }, source: Source): Found {
  const { volumes, ports } = of;
  const container = readContainer(plainData(placed));
  const env = literalEnvironment(container);
  const written = [...words(placed, "command"), ...words(placed, "args")];
  // Without a command the image's own entry point comes first; its place in argv is kept.
  const start = { text: baseName(container.image ?? "").replace(/[:@].*$/s, ""), line: placed.line };
  const isBare = written.length === 0 || written[0]?.text.startsWith("-") === true;
  const grown = growing();
  const argv = (isBare ? [start, ...written] : written).map((word) => ({
    ...word,
    text: expand(word.text, env, grown),
  }));
  const { component, words: started, fromShell, ...rest } = tell(argv, env);
  const invocation: Invocation = {
    argv: started.map(({ text }) => text),
    env: etcdVariables(env),
    ...(typeof container.image === "string" ? { image: container.image } : {}),
    mounts: mountsOf(volumes, container),
    ...(ports === undefined ? {} : { ports }),
    lines: started.map(({ line }) => line),
    ...(fromShell ? { fromShell } : {}),
    source,
  };
  return { component, invocation, ...rest };
}

/**
 * The containers of a static pod manifest, YAML or JSON. Of several documents the kubelet reads the first.
 * @throws Error where it is no YAML, or a component is started in a way that its flags cannot be read.
 */
export function parseManifest(text: string, source: Source): readonly StaticContainer[] {
  const document = parsePlaced(text, "first");
  if (document === undefined) throw new Error("empty");
  const kind = entryOf(document, "kind");
  // It finds the kind with encoding/json, to which Kind is the same key (serializer/json/meta.go of apimachinery).
  if (kind === undefined && hasKindInOtherCase(document)) throw new Error("its kind is written in another case");
  // The kubelet reports what is no Pod and starts nothing from it.
  if (kind?.kind !== "scalar" || kind.value !== "Pod") return [];
  const plain = plainData(document);
  const { spec, metadata } = readPod(plain);
  const of = { volumes: hostPathsOf({ spec }), ports: podPorts(plain) };
  const placedSpec = entryOf(document, "spec");
  const found = ["initContainers", "containers"].flatMap((key) =>
    itemsOf(entryOf(placedSpec, key)).map((placed) => readOne(placed, of, source)),
  );
  const said = asComponent(metadata?.labels?.["component"] ?? undefined) ?? asComponent(metadata?.name ?? undefined);
  return named(said, found).map(({ component, invocation }) => ({ component, invocation }));
}

const hasKindInOtherCase = (document: Placed): boolean =>
  document.kind === "map" && [...document.entries.keys()].some((key) => withoutCase(key) === "kind");

const unreadable = (said: ComponentName | undefined, why: string): Error =>
  new Error(`the pod${said === undefined ? "" : ` of ${said}`} starts it in a way whose flags cannot be read: ${why}`);

/** Names the container of a pod whose label or name says which component it is, although no command does. */
function named(said: ComponentName | undefined, found: readonly Found[]): readonly Found[] {
  const isNamed = said === undefined || found.some(({ component }) => component !== undefined);
  const [only, ...more] = found;
  if (!isNamed && only !== undefined && more.length === 0) return [asSaid(said, only)];
  const unread = found.find(({ mayBeComponent }) => mayBeComponent === true);
  if (unread?.unread !== undefined) throw unreadable(said, unread.unread);
  if (!isNamed) throw unreadable(said, "none of its containers is known by its command");
  return found;
}

function asSaid(said: ComponentName, only: Found): Found {
  const { argv, lines } = only.invocation;
  // An image's entry point that gets the component's name: entrypoint.sh kube-apiserver --flag.
  const isSecond = baseName(argv[1] ?? "") === said;
  if (only.invocation.fromShell === true) throw unreadable(said, "its script starts another program");
  if (only.unread === undefined) return { ...only, component: said };
  if (!isSecond || argv.slice(2).includes("--")) throw unreadable(said, only.unread);
  return { ...only, component: said, invocation: { ...only.invocation, argv: argv.slice(1), lines: lines.slice(1) } };
}

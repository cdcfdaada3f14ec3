import { flagReadings } from "../../evidence/go-flags.ts";
import type { NodeLayout } from "../../evidence/layout.ts";
import { entriesSeen, type Observed, present, unknown } from "../../evidence/observed.ts";
import { type ComponentName, componentNames, type HostProcess, type Invocation } from "../../evidence/processes.ts";
import { type Ask, asText } from "../ask.ts";
import type { ArgumentFiles, Embedding } from "../distributions/distribution.ts";
import { startsWith } from "../distributions/signs.ts";
import { parseArgumentsFile } from "../parse/arguments-file.ts";
import { componentProcesses, mountsOf } from "./processes.ts";

/** A way to ask for the command lines of a component. */
export type Running = (component: ComponentName) => Observed<readonly Invocation[]>;

// snapd(8): SNAP_DATA is the directory of the revision, which `current` leads to unless the file itself says which it is.
function variablesFor(file: string) {
  const revision = /^\/var\/snap\/microk8s\/([^/]+)\//.exec(file)?.[1] ?? "current";
  return {
    SNAP: `/snap/microk8s/${revision}`,
    SNAP_DATA: `/var/snap/microk8s/${revision}`,
    SNAP_COMMON: "/var/snap/microk8s/common",
  };
}

type Embedded = {
  readonly embedding: Embedding;
  readonly layout: Observed<NodeLayout>;
  readonly processes: Observed<readonly HostProcess[]>;
};

const partOf = (layout: Observed<NodeLayout>): NodeLayout["part"] =>
  layout.state === "present" ? layout.value.part : undefined;

/** The files that the process may have been told to take a component's arguments from: one, if it is known which. */
const argumentsFiles = (
  { directory, flags }: ArgumentFiles,
  component: ComponentName,
  process: HostProcess,
): readonly string[] => [
  ...new Set(flagReadings(process).map((given) => given.text(flags[component] ?? "") ?? `${directory}/${component}`)),
];

/** The arguments of a component as the file gives them from which the process took them. */
async function fromFile(
  ask: Ask,
  component: ComponentName,
  file: string,
  process: HostProcess,
): Promise<Observed<readonly Invocation[]>> {
  const words = await ask({ verb: "read", argument: file }, (payload) =>
    parseArgumentsFile(asText(payload), variablesFor(file)),
  );
  if (words.state === "absent") return unknown("unparseable", "there is no file of its arguments", words.source);
  if (words.state === "unknown") return words;
  const invocation: Invocation = {
    argv: [component, ...words.value.map(({ text }) => text)],
    env: {},
    uid: process.uid,
    mounts: mountsOf(process),
    lines: [1, ...words.value.map(({ line }) => line)],
    source: { ...words.source, file, pid: process.pid },
  };
  return present([invocation], words.source);
}

/** What is known of a component that is no process of its own: its arguments where a file has them, else nothing. */
function ofEmbedded(
  ask: Ask,
  component: ComponentName,
  { embedding, layout, processes }: Embedded,
): Promise<Observed<readonly Invocation[]>> {
  const [process, ...more] = entriesSeen(processes).filter((one) => startsWith(one, embedding.process));
  // The files of a control plane lie on workers too, where nothing reads them.
  const isRead = embedding.onWorkers.includes(component) || partOf(layout) !== undefined;
  if (embedding.argumentFiles !== undefined && process !== undefined && more.length === 0 && isRead) {
    const [file = "", ...others] = argumentsFiles(embedding.argumentFiles, component, process);
    if (others.length === 0) return fromFile(ask, component, file, process);
    const named = [file, ...others].join(" and ");
    const message = `the command line of ${embedding.process} can be read in ways that name ${named}`;
    return Promise.resolve(unknown("unsupported", message, processes.source));
  }
  const request = `the command line of ${component}, which is embedded in the process ${embedding.process} and has none`;
  const message = `${component} is a part of ${embedding.process}, whose command line does not carry its flags`;
  return Promise.resolve(unknown("unsupported", message, { ...processes.source, request }));
}

/** The components of a node where a distribution embeds them: all, but on a worker those of a control plane. */
function embeddedComponents({ embedding, layout }: Embedded): readonly ComponentName[] {
  if (partOf(layout)?.controlPlane === false) return embedding.onWorkers;
  const hasDatastore = layout.state === "present" && layout.value.datastore !== undefined;
  return embedding.components.filter((component) => component !== "etcd" || !hasDatastore);
}

/** The components that run on a node: processes of their own, or within one process where the distribution does so. */
export async function runningComponents(
  ask: Ask,
  processes: Observed<readonly HostProcess[]>,
  layout: Observed<NodeLayout>,
  embedding: Embedding | undefined,
): Promise<Running> {
  const own = new Map(componentNames.map((component) => [component, componentProcesses(processes, component)]));
  const embedded = embedding === undefined ? undefined : { embedding, layout, processes };
  // A component with a process of its own is not embedded, whatever the distribution usually does.
  const within =
    embedded === undefined
      ? []
      : embeddedComponents(embedded).filter((component) => own.get(component)?.state === "absent");
  const seen = await Promise.all(
    within.map(async (component) => [component, await ofEmbedded(ask, component, embedded as Embedded)] as const),
  );
  const all = new Map([...own, ...seen]);
  return (component) => all.get(component) ?? componentProcesses(processes, component);
}

import type { NodeLayout } from "../../evidence/layout.ts";
import { absent, entriesSeen, type Observed, present } from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import { type Ask, asText } from "../ask.ts";
import { detect } from "../distributions/detect.ts";
import type { Distribution, DistributionPaths, Signs } from "../distributions/distribution.ts";
import { bottlerocketHost } from "../distributions/provider-run.ts";
import type { Looked } from "../distributions/signs.ts";
import { table } from "../distributions/table.ts";
import { osReleaseId } from "../parse/os-release.ts";
import { unitStates } from "../parse/systemctl-show.ts";
import { probeK3sDatastore } from "./k3s-datastore.ts";
import { statPath } from "./stat.ts";

/** A node's distribution, and the row of the table that says where it keeps its files. */
export type LayoutSeen = {
  readonly layout: Observed<NodeLayout>;
  /** Undefined where no row holds: no known distribution, or an unknown one. */
  readonly row: Distribution | undefined;
  readonly paths: DistributionPaths;
  /** The shell is in a container of the host's, whose paths are not the host's. */
  readonly inContainer: boolean;
};

const everySign: readonly Signs[] = [...table.values()].flatMap(({ decisive, supporting = {} }) => [
  decisive,
  supporting,
]);
const programSigns: readonly Signs[] = [...table.values()].flatMap(({ program }) =>
  program === undefined ? [] : [program.server, program.agent],
);
const paths = [...new Set(everySign.flatMap((signs) => signs.paths ?? []))];
const units = [...new Set([...everySign, ...programSigns].flatMap((signs) => signs.units ?? []))];

const osId = async (ask: Ask): Promise<Observed<string>> => {
  const file = await ask({ verb: "read", argument: "/etc/os-release" }, asText);
  if (file.state !== "present") return file;
  const id = osReleaseId(file.value);
  return id === undefined ? absent(file.source) : present(id, file.source);
};

/** The directory that the distribution's programs run from, `<data>/data/<version>/bin/k3s`; undefined: not seen. */
function dataDirectory(processes: Observed<readonly HostProcess[]>, usual: string): string | undefined {
  const running = entriesSeen(processes).filter(({ hostNetwork }) => hostNetwork);
  const found = running.flatMap(({ exe }) => /^(\/.+)\/data\/[^/]+\/bin\/(k3s|rke2|kubelet)$/.exec(exe)?.[1] ?? []);
  return found.includes(usual) ? usual : found[0];
}

/** The paths of a row, below the data directory that the operator chose where the processes show it. */
function pathsOf(row: Distribution | undefined, processes: Observed<readonly HostProcess[]>): DistributionPaths {
  const usual = row?.paths.dataDirectory;
  if (row === undefined || usual === undefined) return row?.paths ?? {};
  const shown = dataDirectory(processes, usual);
  const moved = shown ?? usual;
  const move = (path: string) => (path.startsWith(`${usual}/`) ? moved + path.slice(usual.length) : path);
  const { staticPods = [], pki = [], kubeconfigs = [], otherKubeconfigs = [], kubectl = [] } = row.paths;
  return {
    staticPods: staticPods.map(move),
    pki: pki.map(move),
    kubeconfigs: kubeconfigs.map(move),
    otherKubeconfigs: otherKubeconfigs.map(move),
    kubectl: kubectl.map(move),
    ...(shown === undefined ? {} : { dataDirectory: shown }),
  };
}

/** Looks for the signs of every distribution in the table, all in one turn. */
export async function probeLayout(ask: Ask, asked: Promise<Observed<readonly HostProcess[]>>): Promise<LayoutSeen> {
  const [processes, id, states, ...stats] = await Promise.all([
    asked,
    osId(ask),
    ask({ verb: "unit", argument: units.join(" ") }, (payload) => unitStates(payload.toString("utf8"), units)),
    ...paths.map((path) => statPath(ask, path)),
  ]);
  const byPath = new Map(stats.map((stat, index) => [paths[index] ?? "", stat]));
  const looked: Looked = { paths: byPath, processes, units: states, osId: id };
  const source = { host: processes.source.host, request: "signs of distributions" };
  const layout = detect(looked, source);
  const name = layout.state === "present" ? layout.value.distribution : "plain";
  const row = name === "plain" ? undefined : table.get(name);
  const found = pathsOf(row, processes);
  const datastore = await probeK3sDatastore(ask, layout, processes, found.dataDirectory);
  return {
    layout:
      layout.state === "present" && datastore !== undefined
        ? present({ ...layout.value, datastore }, layout.source)
        : layout,
    row,
    paths: found,
    inContainer: byPath.get(bottlerocketHost)?.state === "present",
  };
}

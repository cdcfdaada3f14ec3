import { hostPathOf } from "../../evidence/container-paths.ts";
import type { Walk } from "../../evidence/files.ts";
import { readFlags } from "../../evidence/go-flags.ts";
import { absent, entriesSeen, type Observed, type Source } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { parseWalk } from "../parse/stat-lines.ts";

/** etcd's data directory on the host: `--data-dir`, else ETCD_DATA_DIR. Undefined: neither is set, or not on the host. */
function etcdDataDirectory(invocation: Invocation): string | undefined {
  const named = readFlags(invocation, "go-flag").text("data-dir") ?? invocation.env["ETCD_DATA_DIR"];
  const path = named?.replace(/\/+$/, "");
  if (path === undefined || !canAskFor(path)) return undefined;
  return invocation.lines.length === 0 ? path : hostPathOf(invocation, path);
}

/** Everything below etcd's data directory. Absent: no etcd on this node. */
export async function probeEtcdData(
  ask: Ask,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
): Promise<Observed<Walk>> {
  const [configured] = entriesSeen(manifest);
  const [running] = entriesSeen(process);
  const directory = configured === undefined ? running && etcdDataDirectory(running) : etcdDataDirectory(configured);
  if (directory === undefined) {
    if (manifest.state === "unknown") return manifest;
    if (process.state === "unknown") return process;
    return (configured ?? running) ? unresolved(process.source) : absent(process.source);
  }
  return ask({ verb: "list", argument: directory }, (payload) => parseWalk(payload, directory));
}

const unresolved = (source: Source): Observed<never> => ({
  state: "unknown",
  reason: "unsupported",
  message: "etcd's data directory is not named by a flag, or is not a path of the host",
  source,
});

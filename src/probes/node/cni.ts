import type { CniConfiguration } from "../../evidence/host-state.ts";
import { type Observed, present, unknown } from "../../evidence/observed.ts";
import { type Ask, askToKeep, asText, canAskFor } from "../ask.ts";
import { onlyNetworkConfiguration } from "../meant-paths.ts";
import { parseCniConfiguration } from "../parse/cni-configuration.ts";
import { listPath } from "./stat.ts";

const directory = "/etc/cni/net.d";
const filesAtMost = 20;

const isConfiguration = (path: string): boolean =>
  /\.(conf|conflist|json)$/.test(path) && !path.slice(directory.length + 1).includes("/");

/** Asks ahead of time for the only configuration, for most nodes have one; the answers are kept. */
export const askOnlyCni = (ask: Ask): Promise<unknown> =>
  askToKeep(
    ask,
    { verb: "stat", argument: onlyNetworkConfiguration },
    { verb: "read", argument: onlyNetworkConfiguration },
  );

/** The network configurations of a node, in the order in which libcni takes them: by their names, not below. */
export async function probeCni(ask: Ask): Promise<Observed<readonly CniConfiguration[]>> {
  const walk = await listPath(ask, directory);
  if (walk.state !== "present") return walk;
  const files = walk.value.entries.flatMap(({ path, type }) =>
    type !== "directory" && isConfiguration(path) ? [path] : [],
  );
  if (files.length > filesAtMost || !files.every(canAskFor)) {
    return unknown("unsupported", `more than ${filesAtMost} configurations, or names that are no text`, walk.source);
  }
  const read = files.map(async (file): Promise<CniConfiguration> => {
    const plugins = await ask({ verb: "read", argument: file }, (payload) => parseCniConfiguration(asText(payload)));
    return { file, plugins };
  });
  return present(await Promise.all(read), walk.source);
}

import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readerSha256 } from "../../connect/reader.ts";
import { type DecisionsFile, parseDecisions } from "../../decisions/load.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { type Shard, shardName } from "../../inventory/shard.ts";
import { keptPrevious, type Previous } from "../../previous.ts";
import { type EarlierSessions, filledInSince, readEarlierSessions } from "../../run-folder/earlier-sessions.ts";
import { type BegunRun, decisionsCopy } from "../../run-folder/manifest.ts";
import { readVerified } from "../../run-folder/read-run.ts";
import { toolVersion } from "../../tool-version.ts";
import { UsageError } from "../usage-error.ts";

/** What the command line says of a run that is to be gone on with; without a shard it keeps its own. */
type Asked = {
  readonly inventoryFile: BegunRun["inventory"];
  readonly fips: boolean;
  readonly shard: Shard | undefined;
};

/** Which part of its inventory a run is; undefined where it is all of it. */
export const shardOfRun = ({ shard }: Pick<BegunRun, "shard">): Shard | undefined =>
  shard && { index: shard.index, of: shard.of };

/**
 * A run that is to be gone on with: it must be of this inventory, and made by this very plimsoll, or its evidence would not
 * mean the same throughout.
 * @throws UsageError where it is another's, RunFolderError where there is none.
 */
export async function resumedRun(
  folder: string,
  { cluster }: Inventory,
  { inventoryFile, fips, shard }: Asked,
): Promise<EarlierSessions> {
  const earlier = await readEarlierSessions(folder);
  const { run } = earlier;
  const refuse = (why: string): never => {
    throw new UsageError(`${folder} cannot be gone on with: ${why}`);
  };
  if (run.cluster !== cluster) refuse(`it is of the cluster ${run.cluster}, the inventory of ${cluster}`);
  if (run.inventory.sha256 !== inventoryFile.sha256) {
    refuse(
      `${inventoryFile.file} is not the inventory that it was begun with (${run.inventory.file}), or was changed since`,
    );
  }
  if (fips !== (run.fips === true))
    refuse(fips ? "it was begun without --fips" : "it was begun with --fips, so say it again");
  if (shard !== undefined && !isDeepStrictEqual(shard, shardOfRun(run))) {
    refuse(`it is ${run.shard === undefined ? "no shard" : `shard ${shardName(run.shard)}`}, not ${shardName(shard)}`);
  }
  if (run.tool.version !== toolVersion) refuse(`plimsoll ${run.tool.version} began it, this is ${toolVersion}`);
  if (run.tool.readerSha256 !== readerSha256) refuse("another reader than this plimsoll's ran on its hosts");
  const [filledIn] = filledInSince(folder);
  if (filledIn !== undefined) {
    refuse(
      `${join(folder, filledIn)} was changed since plimsoll wrote it; move it out of the run, and give it with --previous to have its words carried over`,
    );
  }
  return earlier;
}

/** What a run keeps of the files that it was given: its decisions, and earlier checklists. */
export async function keptOf(
  folder: string,
  { run, files }: EarlierSessions,
): Promise<{ readonly decisions?: DecisionsFile; readonly previous: Previous }> {
  const copy = join(folder, decisionsCopy);
  const decisions =
    run.decisions !== undefined && decisionsCopy in files
      ? parseDecisions(readVerified(folder, decisionsCopy, { files }).toString("utf8"), copy)
      : undefined;
  return {
    ...(decisions && run.decisions && { decisions: { ...decisions, file: run.decisions.file } }),
    previous: await keptPrevious(folder, { files }),
  };
}

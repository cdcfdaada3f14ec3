import { shardName } from "../../inventory/shard.ts";
import { apiSummary, nodesSummary } from "../../reports/run-summary.ts";
import { type JsonFlag, jsonOf, printResult } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Collected } from "./collect.ts";

/** What a person is told of a shard, which nobody judges by itself. */
function tellOfShard({ shard }: Pick<Collected, "shard">, terminal: Terminal): void {
  if (shard === undefined) return;
  terminal.talk(`Shard ${shardName(shard)} is collected; plimsoll merge judges the run once it has every shard.\n`);
}

/** Prints where a run is that is not judged, for programs with what was read. */
export function printCollected(
  flags: JsonFlag,
  collected: Collected & { readonly status: number },
  terminal: Terminal,
): void {
  const { folder, cluster, shard, whole, hosts, unread, api, status } = collected;
  tellOfShard(collected, terminal);
  const json = () =>
    jsonOf({
      run: folder,
      exitStatus: status,
      cluster,
      ...(shard && { shard: shardName(shard) }),
      complete: whole,
      nodes: nodesSummary(hosts, unread),
      api: apiSummary(api),
    });
  printResult(flags, { text: () => [folder], json }, terminal);
}

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import type { HostSession } from "../../../src/connect/session.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";

/** How often a node of the demo is asked: what is asked in one turn of the event loop travels together. */
async function turnsOf(node: string): Promise<number> {
  const file = new URL(`../../../src/demo/recordings/${node}.json`, import.meta.url);
  const answers = replaySession(JSON.parse(readFileSync(file, "utf8")) as Recording);
  let turns = 0;
  let waiting: (() => void)[] = [];
  const leave = (): void => {
    const batch = waiting;
    waiting = [];
    turns += 1;
    setImmediate(() => {
      for (const answer of batch) answer();
    });
  };
  const ask: HostSession["ask"] = (request) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(leave);
      waiting.push(() => answers.ask(request).then(resolve, reject));
    });
  await collectNode({ ...answers, ask }, node);
  return turns;
}

// Over a slow line each is a wait of its own.
it.each([
  ["cp1", 3],
  ["w1", 1],
  ["w2", 1],
])("a node is read in few round trips: %s in %d", async (node, turns) => {
  expect(await turnsOf(node)).toBe(turns);
});

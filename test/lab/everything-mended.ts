import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Status } from "../../src/findings/verdict.ts";
import { askCluster, auditNode, type Statuses } from "./audited-node.ts";
import { atConsole, startServices } from "./services.mjs";

/** What it changes is not put back: the suite after it builds on it. */
export function everythingMended(): void {
  const script = (name: string): string => readFileSync(new URL(`node/${name}`, import.meta.url), "utf8");
  const inStatus = (statuses: Statuses, wanted: Status): readonly string[] =>
    Object.entries(statuses).flatMap(([id, { literal, effective }]) =>
      literal === wanted || effective === wanted ? [id] : [],
    );

  let stopServices: () => Promise<void>;
  beforeAll(async () => {
    stopServices = await startServices();
  });
  afterAll(() => stopServices?.());

  it("leaves nothing open on the control plane", async () => {
    atConsole("cp1", "sh -s", script("harden-control-plane"));
    const statuses = await auditNode("cp1", await askCluster());
    expect({ open: inStatus(statuses, "open"), unseen: inStatus(statuses, "not_reviewed") }).toEqual({
      open: [],
      unseen: [],
    });
    // What no file of a node decides alone: an old program, and the ports that the site approved.
    const passes = { literal: "not_a_finding", effective: "not_a_finding" };
    for (const id of ["V-242396", "V-242410", "V-242411", "V-242412", "V-242413"]) {
      expect(statuses[id], id).toMatchObject(passes);
    }
  });

  // V-242393, V-242394: sshd runs and is enabled, or nobody could have asked.
  it.each([
    ["w1", ["V-242393", "V-242394"]],
    ["w3", []],
  ] as const)("leaves nothing open on %s but that it is reached over SSH", async (node, reached) => {
    atConsole(node, "sh -s", script("harden-worker"));
    const statuses = await auditNode(node, await askCluster());
    expect({ open: inStatus(statuses, "open"), unseen: inStatus(statuses, "not_reviewed") }).toEqual({
      open: reached,
      unseen: [],
    });
  });
}

import { afterAll, beforeAll, expect, it } from "vitest";
import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import { askCluster, auditNode, type LabNode, type Statuses } from "./audited-node.ts";
import { type ApiAnswers, type Changes, type Mutation, scriptsOf } from "./mutations/mutation.ts";
import { atConsole, labAnswers, startServices } from "./services.mjs";

/** Breaks one thing after the other and puts it back; only the rules concerned may change. */
export function breakOneByOne(mutations: readonly Mutation[]): void {
  const nodes = [...new Set(mutations.map(({ node }) => node))];
  const before = new Map<LabNode, Statuses>();
  const answers: Record<string, unknown> = { ...labAnswers };
  const answering = (wanted: ApiAnswers): void => {
    for (const path of Object.keys(answers)) delete answers[path];
    Object.assign(answers, wanted);
  };
  let stopServices: () => Promise<void>;
  // Asked again only where a mutation changes what it says: the nodes are what is broken here.
  let cluster: ClusterEvidence;
  beforeAll(async () => {
    stopServices = await startServices(answers);
    cluster = await askCluster();
    for (const node of nodes) before.set(node, await auditNode(node, cluster));
  });
  afterAll(() => stopServices?.());

  const changed = (node: LabNode, after: Statuses, reading: "literal" | "effective"): Changes =>
    Object.fromEntries(
      Object.entries(after).flatMap(([id, status]) =>
        status[reading] === before.get(node)?.[id]?.[reading] ? [] : [[id, status[reading]]],
      ),
    );

  const cases = mutations.map((mutation) => [`${mutation.node}: ${mutation.what}`, mutation] as const);
  it.each(cases)("%s", async (_what, mutation) => {
    const { node, api, literal, effective = literal, says = {} } = mutation;
    const { breaks, mends } = scriptsOf(mutation);
    atConsole(node, "sh -s", breaks);
    if (api !== undefined) answering(api(labAnswers));
    const after = await (api === undefined ? Promise.resolve(cluster) : askCluster())
      .then((shown) => auditNode(node, shown))
      .finally(() => {
        answering(labAnswers);
        atConsole(node, "sh -s", mends);
      });
    expect({ literal: changed(node, after, "literal"), effective: changed(node, after, "effective") }).toEqual({
      literal,
      effective,
    });
    for (const [id, words] of Object.entries(says)) expect(after[id]?.reasons).toMatch(words);
  });

  it("is as it was, once everything is put back", async () => {
    const now = await askCluster();
    for (const node of nodes) expect(await auditNode(node, now)).toEqual(before.get(node));
  });
}

import { describe, expect, it } from "vitest";
import { authorizerFacts } from "../../../src/assess/authorizers.ts";
import { keeping } from "../../../src/assess/kept-facts.ts";
import { likenesses } from "../../../src/assess/likeness.ts";
import { concludeFacts } from "../../../src/assess/roles.ts";
import type { NodeEvidence, ObservedFacts } from "../../../src/evidence/node.ts";
import { hostFacts } from "../../../src/evidence/run.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { fleetApi, fleetEvidence } from "../../support/fleet-evidence.ts";

const size = { nodes: 12, configurations: 3 };
const fleet: readonly NodeEvidence[] = [...(await fleetEvidence(size))];
const api = await fleetApi(size);
const names = [...new Set([...hostFacts, ...authorizerFacts])];
const shown = fleet.map((evidence) => ({
  host: evidence.node,
  facts: concludeFacts(evidence, api, undecided, fleet) as ObservedFacts,
}));

/** Facts as they are kept when nodes are judged: told apart by their texts. */
function keepingAlike(): (host: string, facts: ObservedFacts) => ReturnType<ReturnType<typeof keeping>> {
  const [keep, likenessOf] = [keeping(), likenesses()];
  return (host, facts) => keep(host, facts, (name) => likenessOf(host)(name, facts));
}

describe("what is kept of hosts", () => {
  it("is said of each as it was, in the same order of words", () => {
    const keep = keepingAlike();
    const kept = shown.map(({ host, facts }) => ({ facts, again: keep(host, facts) }));
    for (const { facts, again } of kept) {
      for (const name of names) expect(JSON.stringify(again[name]), name).toBe(JSON.stringify(facts[name]));
    }
    expect(names.length).toBeGreaterThan(15);
  });

  it("has the hosts that sources have of their own, and each host's name in the others", () => {
    const [first, second] = shown as [(typeof shown)[0], (typeof shown)[0]];
    const elsewhere = { state: "absent" as const, source: { host: "https://api:6443", request: "GET /api/v1/nodes" } };
    const here = (host: string) => ({ state: "absent" as const, source: { host, request: "stat /etc" } });
    const call = (host: string) => ({
      ...first.facts["process.kubelet"],
      state: "present" as const,
      value: [{ ...calls(first.facts)[0], source: { host, request: "processes", pid: 7 } }],
      source: { host: "of another", request: "processes" },
    });
    const keep = keepingAlike();
    const factsOf = (host: string) =>
      ({
        ...first.facts,
        "node.api": elsewhere,
        "host.kubectl": here(host),
        "process.kubelet": call(host),
      }) as ObservedFacts;
    const one = keep(first.host, factsOf(first.host));
    const other = keep(second.host, factsOf(second.host));
    expect(other["node.api"]).toEqual(elsewhere);
    expect(one["host.kubectl"]).toEqual(here(first.host));
    expect(other["host.kubectl"]).toEqual(here(second.host));
    expect(one["process.kubelet"]).toEqual(call(first.host));
    expect(other["process.kubelet"]).toEqual(call(second.host));
  });
});

const calls = (facts: ObservedFacts) =>
  facts["process.kubelet"].state === "present" ? facts["process.kubelet"].value : [];

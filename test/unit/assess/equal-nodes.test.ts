import { beforeAll, describe, expect, it } from "vitest";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import { rules } from "../../../src/rules/index.ts";
import { assessedWorkers, equalWorker } from "../../support/equal-workers.ts";
import { connected, nodeEvidence } from "../../support/evidence.ts";

// What is judged once, on the cluster, has no groups of nodes.
const isOnNodes = ({ id }: Finding): boolean => rules.some((rule) => rule.id === id && rule.kind !== "cluster");

const assessed = (nodes: readonly NodeEvidence[]): readonly Finding[] =>
  assessedWorkers(nodes).findings.filter(isOnNodes);

const targetsOf = (findings: readonly Finding[]) =>
  findings.flatMap(({ id, groups }) => groups.map(({ targets }) => `${id} ${targets.join(" ")}`));
const one = (findings: readonly Finding[], names: string) =>
  findings.flatMap(({ id, automatic }) => (automatic ? [`${id} ${names}`] : []));

describe("three equal workers", () => {
  let findings: readonly Finding[];
  beforeAll(async () => {
    findings = assessed(await Promise.all([1, 2, 3].map(equalWorker)));
  });

  it("are one group for every rule", () => {
    expect(findings.length).toBeGreaterThan(80);
    expect(targetsOf(findings)).toEqual(one(findings, "w1 w2 w3"));
  });

  it("show what each has of its own, by the day", () => {
    const [group] = findings.find(({ id }) => id === "V-242425")?.groups ?? [];
    const shown = group?.effective.seen.filter(({ what }) => what.startsWith("certificate in"));
    expect(shown?.map(({ value }) => value)).toEqual(
      [1, 2, 3].map((n) => `subject CN=system:node:w${n}; issuer CN=kubernetes; not after 2027-11-2${n}`),
    );
    expect(shown?.map(({ isOwn, ownOf }) => [isOwn, ownOf])).toEqual(["w1", "w2", "w3"].map((name) => [true, [name]]));
  });
});

describe("three workers that nobody could read for the same reason", () => {
  const unread = (number: number): NodeEvidence => {
    const address = `10.0.0.${number}`;
    const attempt = { ...connected, address, stage: "tcp", outcome: "timed-out", message: "nothing answered" };
    const read = { state: "unread", cause: "timed-out", message: attempt.message } as const;
    const facts = unreadFacts(`w${number}`, "timed-out", attempt.message, attempt);
    return nodeEvidence(`w${number}`, facts, { address, read });
  };

  it("are one group for every rule", () => {
    const findings = assessed([1, 2, 3].map(unread));
    expect(targetsOf(findings)).toEqual(one(findings, "w1 w2 w3"));
  });
});

import { expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../../src/benchmark/nsa-cisa/guidance.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import type { Attestation } from "../../../src/evidence/waivers.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { reviewed } from "../../../src/review/reviewed.ts";
import { recordedFacts } from "../../support/base-states.ts";
import { assessInput, nodeEvidence } from "../../support/evidence.ts";
import { recordedApi } from "../../support/recorded-cluster.ts";

const roles = { cp1: "control-plane", w1: "worker", w2: "worker" } as const;
type Name = keyof typeof roles;
const names = Object.keys(roles) as Name[];

/** The recorded cluster, of which one host was perhaps not read. */
async function assessed(lost?: Name): Promise<Assessment> {
  const nodes = names.map(async (name) => {
    const isRead = name !== lost;
    const own = isRead
      ? await recordedFacts(name === "cp1" ? "cp1" : "w1")
      : unreadFacts(name, "timed-out", "no answer");
    const read = { state: "unread", cause: "timed-out", message: "no answer" } as const;
    return nodeEvidence(name, own, { declaredRole: roles[name], ...(!isRead && { read }) });
  });
  const collected = { from: "2026-11-21T13:00:00.000Z", to: "2026-11-21T13:05:00.000Z" };
  const benchmarks = [releases.v2r6, nsaCisa];
  return assess(assessInput(await Promise.all(nodes), await recordedApi(), { benchmarks, collected }));
}

const said = (rule: string, index: number): Attestation => ({
  ...{ rule, status: "not_a_finding", statement: "It is so.", by: "J. Doe", line: index + 1 },
  ...{ date: "2026-01-01", expires: "2099-01-01" },
});

const passes = ({ findings }: Assessment): readonly string[] =>
  findings.filter(({ status }) => status === "not_a_finding").map(({ id }) => id);

it.each(names)("what was judged with %s, and is not without it, no person's word makes a pass of", async (lost) => {
  const whole = await assessed();
  const rest = await assessed(lost);
  const judged = whole.findings.filter(({ status }) => status !== "not_reviewed").map(({ id }) => id);
  const unseen = rest.findings.filter(({ id, status }) => status === "not_reviewed" && judged.includes(id));
  expect(unseen.length).toBeGreaterThan(3);
  const attestations = unseen.map(({ id }, index) => said(id, index));
  expect(passes(reviewed(rest, { attestations }))).toEqual(passes(rest));
});

it.each<[Name, string, string]>([
  ["cp1", "seccomp-profile", "whether the kubelet gives the runtime's (seccompDefault) is not known"],
  ["cp1", "unused-components", "the feature gates of components on cp1 were not seen"],
  ["w2", "unused-components", "the feature gates of components on w2 were not seen"],
  ["cp1", "V-242443", "ssh was not seen"],
])("without %s nobody decides %s", async (lost, rule, why) => {
  const attestations = [said(rule, 0)];
  const found = reviewed(await assessed(lost), { attestations }).findings.find(({ id }) => id === rule);
  expect(found?.status).toBe("not_reviewed");
  expect(found?.review?.attestation?.why).toContain(why);
});

it("without a worker a person decides what its control planes alone are asked", async () => {
  const attestations = [said("V-242410", 0)];
  const found = reviewed(await assessed("w2"), { attestations }).findings.find(({ id }) => id === "V-242410");
  expect(found?.status).toBe("not_a_finding");
});

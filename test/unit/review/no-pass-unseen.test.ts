import fc from "fast-check";
import { expect, it } from "vitest";
import type { Attestation, Waiver } from "../../../src/evidence/waivers.ts";
import type { Finding, FindingGroup } from "../../../src/findings/assessment.ts";
import { type Verdict, worstStatus } from "../../../src/findings/verdict.ts";
import { reviewed } from "../../../src/review/reviewed.ts";
import { sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

const names = ["n1", "n2", "n3", "n4"] as const;

const verdict = fc
  .record({
    status: fc.constantFrom("open", "not_reviewed", "not_a_finding", "not_applicable"),
    isUnseen: fc.boolean(),
    isLeft: fc.boolean(),
    alsoUnreviewed: fc.boolean(),
  })
  .map(
    ({ status, isUnseen, isLeft, alsoUnreviewed }): Verdict => ({
      status,
      reason: status,
      seen: isUnseen ? [{ ...seenInFile("n1", "x", "y"), unseen: "refused" }] : [],
      ...(status === "open" && alsoUnreviewed && { alsoUnreviewed: true }),
      ...(status === "not_reviewed" && isLeft && { leftUnseen: "x was not seen" }),
    }),
  );

const group = (target: string) =>
  fc
    .record({ literal: verdict, effective: verdict, beyondText: fc.boolean() })
    .map((one): FindingGroup => ({ targets: [target], ...one }));

const findings = fc
  .tuple(fc.subarray([...names], { minLength: 1 }), fc.boolean())
  .chain(([targets, automatic]) => fc.tuple(fc.tuple(...targets.map(group)), fc.constant(automatic)))
  .map(([groups, automatic]): Finding => {
    const finding = sampleFinding({ groups, automatic });
    const status = worstStatus(groups.filter(({ beyondText }) => !beyondText).map(({ literal }) => literal.status));
    return { ...finding, status: status ?? "not_reviewed" };
  });

const status = fc.constantFrom("open", "not_a_finding", "not_applicable");
const scope = fc.oneof(
  fc.constant({ cluster: true as const }),
  fc.subarray([...names, "*"]).map((nodes) => ({ nodes })),
  fc.constant({ roles: ["worker"] }),
);
const waivers = fc.array(
  fc
    .record({ scope, status })
    .map((one): Waiver => ({ rule: "V-242387", reason: "r", approver: "a", expires: "2099-01-01", line: 1, ...one })),
  { maxLength: 3 },
);
const attestations = fc.array(
  status.map(
    (one): Attestation => ({
      rule: "V-242387",
      status: one,
      statement: "s",
      by: "b",
      date: "2026-01-01",
      expires: "2099-01-01",
      line: 1,
    }),
  ),
  { maxLength: 1 },
);

it("no person's word makes a pass of a finding with a target that was not read, or a look that failed", () => {
  const run = fc.record({ finding: findings, unread: fc.subarray([...names]), waivers, attestations });
  fc.assert(
    fc.property(run, ({ finding, unread, ...words }) => {
      const nodes = names.map(
        (name) => ({ name, address: name, role: "worker", state: unread.includes(name) ? "unread" : "read" }) as const,
      );
      const coverage = { nodes, api: { state: "read" }, complete: unread.length === 0 } as const;
      const [after] = reviewed(sampleAssessment({ coverage, findings: [finding] }), words).findings;
      const concerned = finding.groups.filter(({ literal, effective }) =>
        [literal, effective].some((one) => one.status !== "not_applicable"),
      );
      const isUnseen =
        concerned.some(({ targets }) => targets.some((target) => unread.includes(target as (typeof names)[number]))) ||
        concerned.some(({ literal, effective }) =>
          [literal, effective].some(({ seen, leftUnseen }) => seen.length > 0 || leftUnseen !== undefined),
        );
      const isPass = after?.status === "not_a_finding" || after?.status === "not_applicable";
      if (isUnseen && isPass) expect(after?.status).toBe(finding.status);
      // What the evidence says is never lost, and the running configuration never spoken well of.
      expect(after?.review?.concluded?.status ?? after?.status).toBe(finding.status);
      expect(after?.effectiveStatus).toBe(finding.effectiveStatus);
      if (after?.review?.waived) expect(after.status).toBe("open");
    }),
    { numRuns: 3000 },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assessment, Coverage, FindingGroup } from "../../../src/findings/assessment.ts";
import type { FindingDiff, Way } from "../../../src/findings/finding-diff.ts";
import { statuses } from "../../../src/findings/verdict.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { diffOf } from "../../support/sample-diff.ts";

const names = ["a", "b", "c", "d"] as const;
const status = fc.constantFrom(...statuses);
const verdict = fc
  .record({ status, reason: fc.constantFrom("R.", "S."), value: fc.constantFrom("1", "2") })
  .map(({ status: of, reason, value }) => ({ status: of, reason, seen: [seenInFile("a", "value", value)] }));

/** Each node read, unread or not there; of each that is there something said. */
const assessments: fc.Arbitrary<Assessment> = fc
  .record({
    nodes: fc.tuple(...names.map(() => fc.constantFrom("read", "unread", undefined))),
    findings: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom("V-1", "V-2", "V-3"),
        said: fc.tuple(...names.map(() => fc.tuple(verdict, verdict, fc.boolean()))),
      }),
      { selector: ({ id }) => id },
    ),
    asked: fc.option(fc.subarray(["GET /a", "GET /b", "GET /c"])),
  })
  .map(({ nodes, findings, asked }) => {
    const there = names.filter((_, index) => nodes[index] !== undefined);
    const unread = (asked ?? []).map((request) => ({ request, cause: "refused", message: "no", rules: [] }));
    const api: Coverage["api"] =
      asked === null ? { state: "unread" } : { state: unread.length === 0 ? "read" : "partly-read", unread };
    return sampleAssessment({
      coverage: {
        nodes: there.map((name) => ({
          name,
          address: "",
          role: "worker",
          state: nodes[names.indexOf(name)] ?? "read",
        })),
        api,
        complete: false,
      },
      findings: findings.map(({ id, said }) =>
        sampleFinding({
          id,
          groups: there.map((name): FindingGroup => {
            const [literal, effective, beyondText] = said[names.indexOf(name)] ?? [];
            if (literal === undefined || effective === undefined) throw new Error("a verdict for each name");
            return groupOf([name], literal, effective, beyondText);
          }),
        }),
      ),
    });
  });

/** What becomes of each target, without the order and without the reason, which is of the status after. */
const steps = (ways: readonly Way[], back: boolean): readonly string[] =>
  ways
    .flatMap(({ from, to, targets }) =>
      targets.map((target) => `${target} ${back ? `${to} ${from}` : `${from} ${to}`}`),
    )
    .sort();

const lines = ({ evidence }: FindingDiff, back: boolean): readonly string[] =>
  evidence
    .flatMap(({ targets, went, came }) =>
      targets.map((target) => JSON.stringify([target, ...(back ? [came, went] : [went, came])])),
    )
    .sort();

describe("a difference", () => {
  it("of a run and itself is none", () => {
    fc.assert(
      fc.property(assessments, (one) => {
        const { same, findings, rules, decisions, coverage } = diffOf(one, one);
        expect([same, findings, rules.changed, rules.removed, decisions]).toEqual([true, [], [], [], []]);
        expect(coverage.lost).toBe(false);
      }),
    );
  });

  it("the other way round is the same difference", () => {
    fc.assert(
      fc.property(assessments, assessments, (one, other) => {
        const [there, back] = [diffOf(one, other), diffOf(other, one)];
        expect(there.same).toBe(back.same);
        const named = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => name);
        expect(named(there.coverage.nodes.added)).toEqual(named(back.coverage.nodes.removed));
        expect(named(there.coverage.nodes.lost)).toEqual(named(back.coverage.nodes.gained));
        expect(there.coverage.api.lost).toEqual(back.coverage.api.gained);
        const added = there.findings.filter(({ change }) => change === "added");
        expect(added.map(({ id }) => id).sort()).toEqual(back.rules.removed.map(({ id }) => id).sort());
        for (const finding of there.findings) {
          if (finding.change === "added") continue;
          const mirrored = back.findings.find(({ id }) => id === finding.id);
          expect(mirrored).toMatchObject({ before: finding.after, after: finding.before });
          if (mirrored === undefined) continue;
          expect(steps(mirrored.moved, true)).toEqual(steps(finding.moved, false));
          expect(steps(mirrored.effective, true)).toEqual(steps(finding.effective, false));
          expect(lines(mirrored, true)).toEqual(lines(finding, false));
        }
      }),
    );
  });

  it("says fixed only of what was open, was looked at again, and passes; it is newly open the other way round", () => {
    fc.assert(
      fc.property(assessments, assessments, (one, other) => {
        for (const finding of diffOf(one, other).findings) {
          const wasOpen = finding.moved.filter(({ from }) => from === "open");
          const passes = wasOpen.every(({ to }) => to === "not_a_finding" || to === "not_applicable");
          if (finding.change !== "fixed") continue;
          expect([finding.before?.status, passes, wasOpen.length > 0]).toEqual(["open", true, true]);
          expect(["not_a_finding", "not_applicable"]).toContain(finding.after.status);
          const back = diffOf(other, one).findings.find(({ id }) => id === finding.id);
          expect(back).toMatchObject({ change: "opened", new: true });
        }
      }),
    );
  });

  it("is new exactly where a target is open that was not", () => {
    fc.assert(
      fc.property(assessments, assessments, (one, other) => {
        for (const { moved, after, new: isNew } of diffOf(one, other).findings) {
          expect(isNew).toBe(after.status === "open" && moved.some(({ to }) => to === "open"));
        }
      }),
    );
  });
});

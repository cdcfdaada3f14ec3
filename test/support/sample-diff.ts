import { runDiff } from "../../src/compare/run-diff.ts";
import type { Assessment, Coverage, Finding } from "../../src/findings/assessment.ts";
import type { RunDiff } from "../../src/findings/run-diff.ts";
import { notAFinding, notReviewed, open } from "../../src/findings/verdict.ts";
import { covered } from "./coverage.ts";
import {
  byEarlierRelease,
  groupOf,
  sampleAssessment,
  sampleFinding,
  sampleOfBoth,
  seenInFile,
} from "./sample-assessment.ts";

/** The difference between two assessments whose check texts are not known. */
export const diffOf = (before: Assessment, after: Assessment): RunDiff =>
  runDiff({ assessment: before, checkTexts: new Map() }, { assessment: after, checkTexts: new Map() }, "0.1.0");

const rule = (id: string, groups: Finding["groups"]): Finding =>
  sampleFinding({ id, ruleId: `S${id}r1_rule`, stigId: id, title: `Title of ${id}.`, groups });

const nodes = (...states: readonly (readonly [string, "read" | "unread"])[]): Coverage["nodes"] =>
  states.map(([name, state]) =>
    covered(name, state === "read" ? {} : { state, cause: "refused", message: "connect ECONNREFUSED 192.0.2.13:22" }),
  );

const [bad, good, unseen] = [
  open("It is set."),
  notAFinding("It is not set."),
  notReviewed("Not seen (refused): read x."),
];
const readOnlyPort = (value: string) => open("It is set.", [seenInFile("w1", "readOnlyPort", value)]);

/** The earlier of two runs of the sample's cluster. */
export const sampleBefore = (): Assessment =>
  sampleAssessment({
    collected: { from: "2026-11-20T06:00:00Z", to: "2026-11-20T06:02:00Z" },
    tool: { name: "plimsoll", version: "0.0.9", readerSha256: "a0".repeat(32) },
    ...byEarlierRelease,
    coverage: {
      nodes: nodes(["w1", "read"], ["w2", "read"], ["w3", "unread"], ["w4", "read"]),
      api: { state: "read" },
      complete: false,
    },
    findings: [
      rule("V-1", [groupOf(["w1", "w2"], good)]),
      rule("V-2", [groupOf(["w1"], bad), groupOf(["w2"], good)]),
      rule("V-3", [groupOf(["w1", "w2"], bad)]),
      rule("V-4", [groupOf(["w1", "w2"], bad)]),
      rule("V-5", [groupOf(["w1"], good), groupOf(["w4"], bad)]),
      rule("V-6", [groupOf(["w3"], unseen)]),
      rule("V-7", [groupOf(["w1"], readOnlyPort("1"))]),
      rule("V-8", [groupOf(["w1"], good)]),
      rule("V-9", [groupOf(["w1"], good)]),
    ],
  });

/** The later one: one finding of every kind of difference. */
export const sampleAfter = (): Assessment => ({
  ...sampleOfBoth(),
  decisions: { file: "decisions.yaml", sha256: "d0".repeat(32), options: {} },
  coverage: {
    nodes: nodes(["w1", "read"], ["w2", "unread"], ["w3", "read"], ["w5", "read"]),
    api: {
      state: "partly-read",
      unread: [{ request: "GET /api/v1/pods", cause: "permission-denied", message: "list pods: forbidden", rules: [] }],
    },
    complete: false,
  },
  findings: [
    { ...rule("V-1", [groupOf(["w1"], bad), groupOf(["w2"], unseen)]) },
    rule("V-2", [groupOf(["w1", "w5"], bad), groupOf(["w2"], unseen)]),
    rule("V-3", [groupOf(["w1", "w2"], good)]),
    rule("V-4", [groupOf(["w1"], good), groupOf(["w2"], unseen)]),
    rule("V-5", [groupOf(["w1"], good)]),
    rule("V-6", [groupOf(["w3"], good)]),
    {
      ...rule("V-7", [groupOf(["w1"], readOnlyPort("2"))]),
      severity: "medium",
      review: {
        waivers: [
          {
            status: "open",
            reason: "Replaced in May.",
            approver: "J. Doe",
            scope: "nodes w*",
            expires: "2026-12-31",
            covers: ["w1"],
            counts: true,
          },
        ],
      },
    },
    rule("V-8", [groupOf(["w1"], good, bad)]),
    rule("V-10", [groupOf(["w1"], good)]),
    rule("V-11", [groupOf(["w1"], bad)]),
  ],
});

/** What is different between them. */
export const sampleDiff = (): RunDiff => diffOf(sampleBefore(), sampleAfter());

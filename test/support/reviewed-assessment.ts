import type { Assessment, Finding } from "../../src/findings/assessment.ts";
import { notReviewed, open } from "../../src/findings/verdict.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "./sample-assessment.ts";

type Waiver = NonNullable<NonNullable<Finding["review"]>["waivers"]>[number];

/** A waiver that counts, of nothing unless told otherwise. */
const waiverOf = (given: Partial<Waiver> = {}): Waiver => ({
  status: "open",
  scope: "nodes w*",
  reason: "Replaced in March.",
  approver: "J. Doe, ISSM",
  ticket: "SEC-1",
  expires: "2027-03-31",
  covers: [],
  counts: true,
  ...given,
});

const openOn = (...targets: readonly string[]) =>
  groupOf(targets, open("readOnlyPort is 10255.", [seenInFile(targets[0] ?? "", "readOnlyPort", "10255")]));

const waivedWhole = sampleFinding({
  id: "V-242387",
  groups: [openOn("w1", "w2")],
  review: { waived: true, waivers: [waiverOf({ covers: ["w1", "w2"] })] },
});

const waivedInPart = sampleFinding({
  id: "V-242388",
  groups: [openOn("cp1", "w1", "w2")],
  review: { waivers: [waiverOf({ covers: ["w1"] }), waiverOf({ covers: ["w2"], counts: false, why: "It expired." })] },
});

const calledNotAFinding = sampleFinding({
  id: "V-242389",
  groups: [openOn("w1"), groupOf(["w2"], notReviewed("Not seen."))],
  status: "not_a_finding",
  review: {
    concluded: { status: "open", summary: "readOnlyPort is 10255." },
    waived: true,
    waivers: [waiverOf({ status: "not_a_finding", covers: ["w1"] })],
  },
});

const attested = (id: string, status: "not_a_finding" | "open" | "not_applicable"): Finding =>
  sampleFinding({
    id,
    groups: [groupOf(["sample"], notReviewed("A person has to look."))],
    status,
    summary: "Attested by J. Doe.",
    review: {
      concluded: { status: "not_reviewed", summary: "A person has to look." },
      attestation: {
        status,
        statement: "Looked at [all](http://x) of it.",
        by: "J. Doe",
        date: "2026-11-01",
        expires: "2027-11-01",
        counts: true,
      },
    },
  });

/** Findings that people have spoken of: waived, waived in part, waived and called otherwise, attested. */
export const reviewedAssessment = (): Assessment =>
  sampleAssessment({
    findings: [
      waivedWhole,
      waivedInPart,
      calledNotAFinding,
      attested("V-242410", "not_a_finding"),
      attested("V-242411", "open"),
      attested("V-242412", "not_applicable"),
    ],
  });

import type { Finding, StigFinding } from "../../src/findings/assessment.ts";
import { notAFinding, notApplicable, notReviewed, open } from "../../src/findings/verdict.ts";
import { groupOf, sampleFinding, seenInFile } from "./sample-assessment.ts";

type Review = NonNullable<Finding["review"]>;

const isOpen = groupOf(["w1"], open("readOnlyPort is 10255.", [seenInFile("w1", "readOnlyPort", "10255")]));
const passes = groupOf(["cp1"], notAFinding("readOnlyPort is 0.", [seenInFile("cp1", "readOnlyPort", "0")]));
const unseen = groupOf(["w2"], notReviewed("Not seen (refused): read /var/lib/kubelet/config.yaml."));
const does = groupOf(["w3"], notApplicable("Runs no kubelet."));
const beyond = groupOf(["lb1"], open("Listens.", [seenInFile("lb1", "port", "10255")]), undefined, true);

const named = (id: string, given: Partial<StigFinding>): StigFinding =>
  sampleFinding({ id, ruleId: `S${id}r1_rule`, stigId: id.replace("V-", "CNTR-"), ...given });

/** Every mixture of groups that a status can have, and a status without any. */
export const mixedFindings: readonly StigFinding[] = [
  named("V-1", { groups: [passes, isOpen, unseen, does, beyond] }),
  named("V-2", { groups: [passes, unseen, does, beyond] }),
  named("V-3", { groups: [passes, does, beyond] }),
  named("V-4", { groups: [does, beyond] }),
  named("V-5", { groups: [unseen, does] }),
  named("V-6", { groups: [beyond] }),
  named("V-7", { groups: [] }),
  named("V-8", { groups: [], status: "not_applicable" }),
  named("V-9", { groups: [], status: "not_a_finding" }),
  named("V-10", { groups: [], status: "open" }),
  named("V-11", {
    groups: [
      ...Array.from({ length: 400 }, (_, index) =>
        groupOf([`node-${index}`], notAFinding(`Port ${index}.`, [seenInFile("w1", "x".repeat(900), "y".repeat(900))])),
      ),
      isOpen,
    ],
  }),
  named("V-12", {
    groups: Array.from({ length: 400 }, (_, index) => groupOf([`node-${index}`], notAFinding(`Port ${index}.`))),
  }),
];

const waiver = {
  status: "open",
  scope: "nodes w1",
  reason: "Behind a firewall & <watched>.\nSee :: the ticket",
  approver: "A. Uthority",
  ticket: "RISK-1",
  expires: "2027-01-31",
  covers: ["w1"],
  counts: true,
} as const satisfies NonNullable<Review["waivers"]>[number];

const attestation = {
  status: "not_a_finding",
  statement: "The site's list was compared.",
  by: "A. Dministrator",
  date: "2026-11-01",
  document: "Review 7",
  expires: "2027-11-01",
  counts: true,
} as const satisfies Review["attestation"];

const seenAs = (status: Finding["status"]) => ({ concluded: { status, summary: "As the evidence has it." } });

/** What people may say of a finding, and every status that it can have by their word. */
export const reviewedFindings: readonly StigFinding[] = [
  named("V-20", { groups: [isOpen, passes], review: { waived: true, waivers: [waiver] } }),
  named("V-21", { groups: [isOpen, passes], review: { waivers: [{ ...waiver, counts: false, why: "expired" }] } }),
  named("V-22", {
    groups: [isOpen, passes],
    status: "not_applicable",
    review: { ...seenAs("open"), waived: true, waivers: [{ ...waiver, status: "not_applicable" }] },
  }),
  named("V-23", {
    groups: [isOpen, passes],
    status: "not_a_finding",
    review: { ...seenAs("open"), waived: true, waivers: [{ ...waiver, status: "not_a_finding" }] },
  }),
  named("V-24", {
    groups: [isOpen, passes],
    status: "not_reviewed",
    review: { ...seenAs("open"), waived: true, waivers: [{ ...waiver, status: "not_reviewed" }] },
  }),
  named("V-25", { groups: [unseen], status: "not_a_finding", review: { ...seenAs("not_reviewed"), attestation } }),
  named("V-26", {
    groups: [unseen],
    status: "open",
    review: { ...seenAs("not_reviewed"), attestation: { ...attestation, status: "open" } },
  }),
  named("V-27", {
    groups: [unseen],
    status: "not_applicable",
    review: { ...seenAs("not_reviewed"), attestation: { ...attestation, status: "not_applicable" } },
  }),
  named("V-28", {
    groups: [isOpen],
    review: { attestation: { ...attestation, counts: false, why: "the evidence says otherwise" } },
  }),
];

import type { Assessment, Finding } from "../../findings/assessment.ts";
import { evidenceLine } from "../evidence-line.ts";
import { firstOf } from "../first-of.ts";
import { type Outcome, outcomesOf } from "../outcomes.ts";
import { statusWords } from "../status-words.ts";
import { visible } from "../visible-text.ts";
import { nameBasedUuid } from "./name-based-uuid.ts";
import { dayOf, line, paragraphs, properties } from "./oscal-text.ts";
import { clusterUuid, nodeUuid, originsOf } from "./system.ts";

/** Of one finding: groups with an observation of their own, subjects and pieces of evidence of one observation. */
const most = { groups: 60, subjects: 50, seen: 20, names: 20 };

/** What was seen for one finding: an observation for each group of targets, and one for a person's word. */
export function observationsOf(finding: Finding, assessment: Assessment, nodes: ReadonlySet<string>) {
  const outcomes = outcomesOf(finding, assessment.cluster, most.groups);
  const seen = outcomes.map((outcome, index) => observationOf(outcome, index, { finding, assessment, nodes }));
  return [...seen, ...attestationOf(finding, assessment)];
}

type Context = { readonly finding: Finding; readonly assessment: Assessment; readonly nodes: ReadonlySet<string> };

const uuidOf = ({ finding, assessment }: Omit<Context, "nodes">, ...which: readonly string[]): string =>
  nameBasedUuid("observation", assessment.cluster, assessment.collected.to, finding.benchmark, finding.id, ...which);

function observationOf(outcome: Outcome, index: number, context: Context) {
  const { finding, assessment } = context;
  const { status, targets, group, folded } = outcome;
  const evidence = (group?.literal.seen ?? []).slice(0, most.seen);
  return {
    uuid: uuidOf(context, String(index)),
    title: line(`${finding.id}: ${statusWords[status]}, ${firstOf(targets.map(visible), 3)}`),
    description: paragraphs([
      group?.literal.reason ?? finding.summary,
      ...(folded === undefined ? [] : [`${folded} groups of targets, each with its own evidence in assessment.json.`]),
    ]),
    props: properties({ status: statusWords[status], targets: String(targets.length) }),
    methods: ["EXAMINE"],
    types: ["control-objective"],
    origins: originsOf(assessment),
    subjects: subjectsOf(targets, context),
    "relevant-evidence": [
      { href: "assessment.json", description: paragraphs([`Everything that was seen for ${finding.id}.`]) },
      ...evidence.map((item) => ({ description: paragraphs([evidenceLine(item)]) })),
    ],
    collected: assessment.collected.to,
    ...(targets.length > most.subjects && {
      remarks: paragraphs([
        `Of ${targets.length} targets the first ${most.subjects} are subjects; all are in assessment.json.`,
      ]),
    }),
  };
}

/** A node is its inventory item; of whatever else is judged the cluster is the subject. */
function subjectsOf(targets: readonly string[], { assessment: { cluster }, nodes }: Context) {
  const ofNodes = targets.filter((target) => nodes.has(target));
  const others = targets.filter((target) => !nodes.has(target));
  const subject = (type: string, uuid: string) => ({ "subject-uuid": uuid, type });
  return [
    ...ofNodes.slice(0, most.subjects).map((node) => subject("inventory-item", nodeUuid(cluster, node))),
    ...(others.length === 0
      ? []
      : [
          {
            ...subject("component", clusterUuid(cluster)),
            ...(others.some((name) => name !== cluster) && {
              remarks: paragraphs([firstOf(others.map(visible), most.names)]),
            }),
          },
        ]),
  ];
}

function attestationOf(finding: Finding, assessment: Assessment) {
  const attestation = finding.review?.attestation;
  if (attestation === undefined) return [];
  const { statement, by, date, document, ticket, expires, counts, why } = attestation;
  const day = dayOf(expires);
  return [
    {
      uuid: uuidOf({ finding, assessment }, "attestation"),
      title: line(`${finding.id}: attested ${statusWords[attestation.status]}`),
      description: paragraphs([
        statement,
        `By ${by}, ${date}.`,
        ...(counts ? [] : [`Does not count: ${why ?? "no cause given"}`]),
      ]),
      props: properties({
        status: statusWords[attestation.status],
        by,
        date,
        document,
        ticket,
        counts: counts ? "yes" : "no",
      }),
      methods: ["INTERVIEW"],
      types: ["control-objective"],
      subjects: [{ "subject-uuid": clusterUuid(assessment.cluster), type: "component" }],
      collected: dayOf(date) ?? assessment.collected.to,
      ...(day !== undefined && { expires: day }),
    },
  ];
}

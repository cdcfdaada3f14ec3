import { releaseName } from "../benchmark/requirement.ts";
import { type Assessment, type Finding, readNodes } from "../findings/assessment.ts";
import { effectiveEvidenceStatus, evidenceStatus } from "../findings/evidence-status.ts";
import type { FindingDiff, Way } from "../findings/finding-diff.ts";
import { changes } from "../findings/history.ts";
import { type ComparedRun, type RunDiff, runDiffSchema } from "../findings/run-diff.ts";
import { changeOf, type FindingChange } from "./change-of.ts";
import { coverageBetween } from "./coverage-between.ts";
import { decisionsBetween } from "./decisions-between.ts";
import { folded } from "./folded.ts";
import { type JudgedRun, rulesBetween } from "./rules-between.ts";
import { type Said, saidOf } from "./said-of.ts";

/** What is different between two runs of the same cluster, in the order in which they are given. */
export function runDiff(before: JudgedRun, after: JudgedRun, toolVersion: string): RunDiff {
  const [one, other] = [before.assessment, after.assessment];
  const coverage = coverageBetween(one.coverage, other.coverage);
  const earlier = new Map(one.findings.map((finding) => [finding.id, finding]));
  const nodes = nodeWords(coverage.nodes);
  const all = other.findings.map((finding) => findingDiff(earlier.get(finding.id), finding, nodes));
  const parts = {
    before: describeRun(one),
    after: describeRun(other),
    coverage,
    rules: rulesBetween(before, after),
    decisions: decisionsBetween(one, other),
    findings: all.filter(({ change }) => change !== "same"),
  };
  const count = (name: string): number => all.filter(({ change }) => change === name).length;
  // Parsed by its own schema: what is shown is valid, and its keys have one order.
  return runDiffSchema.parse({
    schemaVersion: 1,
    tool: { name: "plimsoll", version: toolVersion },
    cluster: other.cluster,
    reversed: one.collected.to > other.collected.to,
    same: isSame(parts),
    counts: Object.fromEntries(changes.map((name) => [name, count(name)])),
    ...parts,
  });
}

type Parts = Pick<RunDiff, "before" | "after" | "coverage" | "rules" | "decisions" | "findings">;

function isSame({ before, after, coverage: { nodes, api }, rules, decisions, findings }: Parts): boolean {
  const { collected: _then, ...was } = before;
  const { collected: _now, ...is } = after;
  const lists = [...Object.values(nodes), api.lost, api.gained, rules.removed, rules.changed, decisions, findings];
  return (
    JSON.stringify(was) === JSON.stringify(is) && api.before === api.after && lists.every(({ length }) => length === 0)
  );
}

function describeRun({ collected, tool, benchmarks, coverage, decisions }: Assessment): ComparedRun {
  const { stig, "nsa-cisa": guidance } = benchmarks;
  return {
    collected,
    tool: { version: tool.version, readerSha256: tool.readerSha256 },
    ...(stig && {
      stig: {
        id: stig.id,
        release: releaseName(stig),
        releaseInfo: stig.releaseInfo,
        ...(stig.file && { file: stig.file }),
      },
    }),
    ...(guidance && { guidance: `v${guidance.version}` }),
    nodes: readNodes(coverage),
    complete: coverage.complete,
    ...(decisions && { decisions: { name: decisions.file, sha256: decisions.sha256 } }),
  };
}

type NodeWord = NonNullable<Way["node"]>;

/** What became of each node that is not as it was. */
const nodeWords = (nodes: RunDiff["coverage"]["nodes"]): ReadonlyMap<string, NodeWord> =>
  new Map(
    (["added", "removed", "lost", "gained"] as const).flatMap((word) =>
      nodes[word].map(({ name }) => [name, word] as const),
    ),
  );

function findingDiff(before: Finding | undefined, after: Finding, nodes: ReadonlyMap<string, NodeWord>): FindingDiff {
  const compared = before === undefined ? notJudgedBefore(after) : changeOf(before, after);
  const { benchmark, id, title, severity } = after;
  return {
    benchmark,
    id,
    title,
    severity,
    change: compared.change,
    new: isNew(compared, after),
    lost: isLost(compared),
    ...(before && { before: sideOf(before) }),
    after: sideOf(after),
    moved: waysOf(compared, "status", nodes),
    effective: waysOf(compared, "effective", nodes),
    evidence: compared.evidence,
  };
}

function notJudgedBefore(after: Finding): FindingChange {
  const is = saidOf(after);
  return { change: "added", targets: [...is.keys()], was: new Map(), is, evidence: [] };
}

const sideOf = (finding: Finding) => ({
  status: evidenceStatus(finding),
  effectiveStatus: effectiveEvidenceStatus(finding),
  summary: finding.review?.concluded?.summary ?? finding.summary,
});

/** Open where it was not, and no waiver that counts covers it. */
function isNew({ targets, was, is }: FindingChange, after: Finding): boolean {
  const { waived = false, waivers = [] } = after.review ?? {};
  if (waived || evidenceStatus(after) !== "open") return false;
  const covered = new Set(waivers.flatMap(({ counts, covers }) => (counts ? covers : [])));
  const isOpen = (said: FindingChange["is"], target: string): boolean => said.get(target)?.status === "open";
  return targets.some((target) => isOpen(is, target) && !isOpen(was, target) && !covered.has(target));
}

/** Something was judged and is not any more, though it is there to be looked at. */
const isLost = ({ targets, was, is, change }: FindingChange): boolean =>
  change === "unseen" ||
  targets.some((target) => {
    const [from, to] = [was.get(target)?.status, is.get(target)?.status];
    return from !== undefined && from !== "not_reviewed" && to === "not_reviewed";
  });

/** How targets went by one reading, those alike in one; by the effective one those that the literal one leaves where they were. */
function waysOf(
  { targets, was, is }: FindingChange,
  reading: "status" | "effective",
  nodes: ReadonlyMap<string, NodeWord>,
): readonly Way[] {
  return folded(targets, (target) => {
    const [before, after] = [was.get(target), is.get(target)];
    const [from, to] = [before?.[reading], after?.[reading]];
    if (from === to || (reading === "effective" && !isLeft(before, after))) return undefined;
    const node = nodes.get(target);
    const reason = after?.reasons[reading === "status" ? 0 : 1];
    return {
      ...(from && { from }),
      ...(to && { to }),
      ...(node && { node }),
      ...(to !== undefined && reason !== undefined && { reason }),
    };
  });
}

/** Both runs looked at it, and the literal reading says the same. */
const isLeft = (before: Said | undefined, after: Said | undefined): boolean =>
  before !== undefined && after !== undefined && before.status === after.status;

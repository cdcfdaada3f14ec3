import { releaseName } from "../benchmark/requirement.ts";
import type { Assessment, Finding } from "../findings/assessment.ts";
import { effectiveEvidenceStatus, evidenceStatus } from "../findings/evidence-status.ts";
import type { ComparedWith, History } from "../findings/history.ts";
import { changeOf, type FindingChange } from "./change-of.ts";
import { nodesBetween } from "./coverage-between.ts";
import { folded } from "./folded.ts";
import { sightingsSince, trendsSince } from "./trends-since.ts";

/** An assessment with what became of its findings and its coverage since an earlier one of the same cluster. */
export function comparedWith(before: Assessment, now: Assessment): Assessment {
  const earlier = new Map(before.findings.map((finding) => [finding.id, finding]));
  const judged = new Set(now.findings.map(({ id }) => id));
  const nodes = nodesBetween(before.coverage.nodes, now.coverage.nodes);
  const namesOf = (list: Assessment["coverage"]["nodes"]): readonly string[] => list.map(({ name }) => name);
  const findings = now.findings.map((finding) => ({
    ...finding,
    history: historyOf(finding, earlier.get(finding.id), before.collected.to, now.collected.to),
  }));
  const trends = trendsSince(before, { ...now, findings });
  return {
    ...now,
    comparedWith: {
      collected: before.collected,
      tool: { version: before.tool.version, readerSha256: before.tool.readerSha256 },
      ...releasesOf(before),
      nodes: {
        added: namesOf(nodes.added),
        removed: namesOf(nodes.removed),
        lost: namesOf(nodes.lost),
        gained: namesOf(nodes.gained),
      },
      api: { before: before.coverage.api.state, now: now.coverage.api.state },
      removed: before.findings
        .filter(({ id }) => !judged.has(id))
        .map(({ id, title, status }) => ({ id, title, status })),
      ...(trends.length > 0 && { trends }),
    },
    findings,
  };
}

function historyOf(now: Finding, before: Finding | undefined, then: string, today: string): History {
  const open = sightingsSince(before, now, then, today);
  const seen = open === undefined ? {} : { open };
  if (before === undefined) return { change: "added", since: today, ...seen, moved: [] };
  const status = evidenceStatus(before);
  const since = status === evidenceStatus(now) ? (before.history?.since ?? then) : today;
  const compared = changeOf(before, now);
  return {
    change: compared.change,
    before: { status, effectiveStatus: effectiveEvidenceStatus(before) },
    since,
    ...seen,
    moved: movedOf(compared),
  };
}

const movedOf = ({ targets, was, is }: FindingChange): History["moved"] =>
  folded(targets, (target) => {
    const [from, to] = [was.get(target)?.status, is.get(target)?.status];
    return from === to ? undefined : { ...(from && { from }), ...(to && { to }) };
  });

function releasesOf({ benchmarks: { stig, "nsa-cisa": guidance } }: Assessment): Partial<ComparedWith> {
  return {
    ...(stig && { stig: releaseName(stig) }),
    ...(guidance && { guidance: `v${guidance.version}` }),
  };
}

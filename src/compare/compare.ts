import { releaseName } from "../benchmark/requirement.ts";
import type { Assessment, Coverage, Finding } from "../findings/assessment.ts";
import type { ComparedWith, History } from "../findings/history.ts";
import { statusByEvidence } from "../findings/review.ts";
import { changeOf } from "./change-of.ts";

/** An assessment with what became of its findings and its coverage since an earlier one of the same cluster. */
export function comparedWith(before: Assessment, now: Assessment): Assessment {
  const earlier = new Map(before.findings.map((finding) => [finding.id, finding]));
  const judged = new Set(now.findings.map(({ id }) => id));
  return {
    ...now,
    comparedWith: {
      collected: before.collected,
      tool: { version: before.tool.version, readerSha256: before.tool.readerSha256 },
      ...releasesOf(before),
      nodes: nodesBetween(before.coverage.nodes, now.coverage.nodes),
      api: { before: before.coverage.api.state, now: now.coverage.api.state },
      removed: before.findings
        .filter(({ id }) => !judged.has(id))
        .map(({ id, title, status }) => ({ id, title, status })),
    },
    findings: now.findings.map((finding) => ({
      ...finding,
      history: historyOf(finding, earlier.get(finding.id), before.collected.to, now.collected.to),
    })),
  };
}

function historyOf(now: Finding, before: Finding | undefined, then: string, today: string): History {
  if (before === undefined) return { change: "added", since: today, moved: [] };
  const { effectiveStatus, history } = before;
  // What people say of it changes nothing of the cluster: a new waiver has fixed nothing.
  const status = statusByEvidence(before);
  const since = status === statusByEvidence(now) ? (history?.since ?? then) : today;
  return { ...changeOf(before, now), before: { status, effectiveStatus }, since };
}

function releasesOf({ benchmarks: { stig, "nsa-cisa": guidance } }: Assessment): Partial<ComparedWith> {
  return {
    ...(stig && { stig: releaseName(stig) }),
    ...(guidance && { guidance: `v${guidance.version}` }),
  };
}

type CoveredNodes = Coverage["nodes"];

function nodesBetween(before: CoveredNodes, now: CoveredNodes): ComparedWith["nodes"] {
  const was = new Map(before.map(({ name, state }) => [name, state === "read"]));
  const is = new Map(now.map(({ name, state }) => [name, state === "read"]));
  const names = (nodes: CoveredNodes, wanted: (name: string) => boolean): readonly string[] =>
    nodes.map(({ name }) => name).filter(wanted);
  return {
    added: names(now, (name) => !was.has(name)),
    removed: names(before, (name) => !is.has(name)),
    lost: names(now, (name) => was.get(name) === true && is.get(name) === false),
    gained: names(now, (name) => was.get(name) === false && is.get(name) === true),
  };
}

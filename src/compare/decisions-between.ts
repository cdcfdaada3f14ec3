import type { Assessment, Finding } from "../findings/assessment.ts";
import type { Decided, Decision } from "../findings/run-diff.ts";

/** A decision, and what tells it from others: whom it covers too. */
type Known = readonly [key: string, decision: Decision];

/** What people say of rules otherwise than before; rules of which they say the same are left out. */
export function decisionsBetween(before: Assessment, after: Assessment): readonly Decided[] {
  const earlier = new Map(before.findings.map((finding) => [finding.id, finding]));
  const later = new Map(after.findings.map((finding) => [finding.id, finding]));
  const all = [...after.findings, ...before.findings.filter(({ id }) => !later.has(id))];
  return all.flatMap(({ id, title }) => {
    const [was, is] = [earlier.get(id), later.get(id)];
    const [then, now] = [decisionsOf(was), decisionsOf(is)];
    const came = missingIn(then, now);
    const went = missingIn(now, then);
    if (came.length + went.length === 0) return [];
    return [{ id, title, ...(was && { before: was.status }), ...(is && { after: is.status }), came, went }];
  });
}

function missingIn(others: readonly Known[], decisions: readonly Known[]): readonly Decision[] {
  const keys = new Set(others.map(([key]) => key));
  return decisions.filter(([key]) => !keys.has(key)).map(([, decision]) => decision);
}

function decisionsOf(finding: Finding | undefined): readonly Known[] {
  const { waivers = [], attestation, carried = [] } = finding?.review ?? {};
  const provider = finding?.responsibility?.attestation;
  return [
    ...waivers.map((waiver): Known => {
      const { status, reason: said, approver: by, expires, counts, why, covers } = waiver;
      return [
        JSON.stringify(waiver),
        { kind: "waiver", status, counts, said, by, ...more(expires, why), covers: covers.length },
      ];
    }),
    ...(attestation === undefined ? [] : [attested(attestation)]),
    ...(provider === undefined
      ? []
      : [
          keyed({
            kind: "provider",
            counts: provider.counts,
            said: provider.statement,
            ...more(undefined, provider.why),
          }),
        ]),
    ...carried.map(({ status, asset: by, comments: said = "", again: why }) =>
      keyed({
        kind: "checklist",
        ...(status && { status }),
        // Comments are there to be read: only an answer can fail to hold.
        counts: status !== undefined || why === undefined,
        said,
        by,
        ...more(undefined, why),
      }),
    ),
  ];
}

function attested(given: NonNullable<NonNullable<Finding["review"]>["attestation"]>): Known {
  const { status, statement: said, by, expires, counts, why } = given;
  return keyed({ kind: "attestation", status, counts, said, by, ...more(expires, why) });
}

const keyed = (decision: Decision): Known => [JSON.stringify(decision), decision];

const more = (expires: string | undefined, why: string | undefined): Pick<Decision, "expires" | "why"> => ({
  ...(expires !== undefined && { expires }),
  ...(why !== undefined && { why }),
});

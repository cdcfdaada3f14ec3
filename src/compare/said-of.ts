import type { Finding, FindingGroup } from "../findings/assessment.ts";
import { evidenceGroups } from "../findings/evidence-status.ts";
import type { Seen, Status } from "../findings/verdict.ts";

/** Rows of what was seen, each under what tells it from others. */
export type Rows = ReadonlyMap<string, Seen>;

/** What a group's targets are said. */
export type Said = {
  /** Of the literal reading. */
  readonly literal: Status;
  /** The same where it counts, else undefined. */
  readonly status: Status | undefined;
  readonly effective: Status;
  /** Of the literal and of the effective reading. */
  readonly reasons: readonly [string, string];
  /** What was seen of every target alike. */
  readonly common: Rows;
  /** What a target has of its own, as the subject of its certificate. */
  readonly own: ReadonlyMap<string, Rows>;
};

/** What each target of a finding is said by what was seen there. */
export const saidOf = (finding: Finding): ReadonlyMap<string, Said> =>
  new Map(
    evidenceGroups(finding).flatMap((group) => {
      const said = saidOfGroup(group);
      return group.targets.map((target) => [target, said] as const);
    }),
  );

function saidOfGroup({ literal, effective, beyondText, targets }: FindingGroup): Said {
  const rows = [...literal.seen, ...effective.seen];
  const ownerOf = owners(rows, targets);
  const common = new Map<string, Seen>();
  const own = new Map<string, Map<string, Seen>>();
  for (const row of rows) {
    const owner = ownerOf(row);
    const list = owner === undefined ? common : (own.get(owner) ?? new Map<string, Seen>());
    if (owner !== undefined) own.set(owner, list);
    list.set(keyOf(row), row);
  }
  return {
    literal: literal.status,
    status: beyondText ? undefined : literal.status,
    effective: effective.status,
    reasons: [literal.reason, effective.reason],
    common,
    own,
  };
}

/**
 * Whose a row is; undefined where it stands for every target. A group shows what its first target does and what each of
 * the others has of its own: of that the first target's is its own too.
 */
function owners(rows: readonly Seen[], [first, ...others]: readonly string[]): (row: Seen) => string | undefined {
  const named = new Set(others);
  const kinds = new Set(rows.filter(({ source }) => named.has(source.host)).map(({ what }) => what));
  return ({ what, source: { host } }) => {
    const isOwn = named.has(host) || (host === first && kinds.has(what));
    return isOwn ? host : undefined;
  };
}

/** Host and process are left out: another host stands for the group, or another process. */
const keyOf = ({ what, value, source: { file, line, argvIndex } }: Seen): string =>
  JSON.stringify([what, value, file, line, argvIndex]);

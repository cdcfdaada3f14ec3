import type { Rbac } from "../../../evidence/rbac.ts";
import type { SecretVerb } from "../../../evidence/site.ts";
import { type Grant, resolveGrants, type Scope } from "./grants.ts";
import { distinct, grouped } from "./grouped.ts";
import { verbsOnSecrets, waysOf } from "./ways.ts";

/** Who reads Secrets, where, how, and by which bindings. */
export type Reader = {
  readonly subject: string;
  readonly scope: Scope;
  /** The verbs on secrets, or `indirect` alone. */
  readonly verbs: readonly SecretVerb[];
  /** What an indirect reader can do. */
  readonly ways: readonly string[];
  /** The Secrets that every right is limited to; empty: no limit. */
  readonly names: readonly string[];
  readonly by: readonly string[];
  readonly builtin: boolean;
  /** Anybody at all, or everybody with an account. */
  readonly wide: boolean;
};

/** The readers by verbs on secrets, the readers by other rights, and the bindings that give nothing. */
export type Readers = {
  readonly direct: readonly Reader[];
  readonly indirect: readonly Reader[];
  readonly idle: ReturnType<typeof resolveGrants>["idle"];
};

const wideGroups = /^Group:system:(?:authenticated|unauthenticated|serviceaccounts(?::.*)?)$/;
const isWide = (subject: string): boolean => wideGroups.test(subject) || subject === "User:system:anonymous";

/** Where a right holds, for people and for sorting. */
export const describeScope = (scope: Scope): string =>
  scope === "cluster" ? "cluster" : `namespace ${scope.namespace}`;

type Right = Pick<Reader, "verbs" | "ways"> & { readonly grant: Grant };

/** One reader for each subject and scope, what Kubernetes makes for itself apart; in order. */
const readersBy = (rights: readonly Right[]): readonly Reader[] =>
  grouped(rights, ({ grant }) => `${grant.builtin ? 1 : 0} ${grant.subject}\n${describeScope(grant.scope)}`).flatMap(
    readerOf,
  );

function readerOf(rights: readonly Right[]): readonly Reader[] {
  const [first] = rights;
  if (first === undefined) return [];
  const { subject, scope, builtin } = first.grant;
  const limits = rights.map(({ grant }) => grant.rule.resourceNames);
  const verbs = (["get", "list", "watch", "indirect"] as const).filter((verb) =>
    rights.some((right) => right.verbs.includes(verb)),
  );
  return [
    {
      subject,
      scope,
      verbs,
      ways: distinct(rights.flatMap(({ ways }) => ways)),
      names: verbs.includes("indirect") || limits.some((names) => names.length === 0) ? [] : distinct(limits.flat()),
      by: distinct(rights.map(({ grant }) => grant.by)),
      builtin,
      wide: isWide(subject),
    },
  ];
}

const reaches = (scope: Scope, other: Scope): boolean =>
  scope === "cluster" || (other !== "cluster" && scope.namespace === other.namespace);

/** Whether a reader has the contents of every Secret of a scope anyway. */
const readsAll = (reader: Reader, subject: string, scope: Scope): boolean =>
  reader.subject === subject &&
  reader.names.length === 0 &&
  reaches(reader.scope, scope) &&
  (reader.verbs.includes("get") || reader.verbs.includes("list"));

/** Who reads Secrets by RBAC. Indirect readers are those alone who do not read the same Secrets directly. */
export function readersOf(rbac: Rbac): Readers {
  const { grants, idle } = resolveGrants(rbac);
  const direct = readersBy(
    grants.flatMap((grant) => {
      const verbs = verbsOnSecrets(grant.rule);
      return verbs.length === 0 ? [] : [{ grant, verbs, ways: [] }];
    }),
  );
  const indirect = readersBy(
    grants.flatMap((grant): readonly Right[] => {
      const ways = waysOf(grant.rule, grant.scope === "cluster");
      return ways.length === 0 ? [] : [{ grant, verbs: ["indirect"], ways }];
    }),
  );
  return {
    direct,
    indirect: indirect.filter(({ subject, scope }) => !direct.some((reader) => readsAll(reader, subject, scope))),
    idle,
  };
}

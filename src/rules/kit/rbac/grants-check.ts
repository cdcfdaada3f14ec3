import type { Present, Source } from "../../../evidence/observed.ts";
import type { Rbac } from "../../../evidence/rbac.ts";
import { notAFinding, notReviewed, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { counted, openFor } from "../cluster/pods.ts";
import { type Grant, resolveGrants } from "./grants.ts";
import { distinct, grouped } from "./grouped.ts";
import { isOfKubernetes } from "./kubernetes-own.ts";
import { objectOfSubject } from "./objects.ts";
import { type AccountFact, accountFacts, type Owner, ownersBy } from "./platform-accounts.ts";
import { describeScope } from "./readers.ts";

/** What a grant means: `open` is a finding, `review` is for a person. */
export type GrantMeaning = { readonly kind: "open" | "review"; readonly rights: readonly string[] };

/** A check that every grant of RBAC is asked by itself. */
export type GrantsCheck = {
  /** Who is looked for, in a few words: "cluster administrators". */
  readonly who: string;
  /** What the grant means beside all that its subject is given; nothing where it does not matter. */
  readonly looks: (grant: Grant, ofSubject: readonly Grant[]) => GrantMeaning | undefined;
  /** Further rows for a person, which no grant shows. */
  readonly besides?: (rbac: Rbac, source: Source) => readonly Seen[];
  /** What is said of it where nobody is found. */
  readonly pass: string;
};

type Found = GrantMeaning & { readonly grant: Grant; readonly owner: Owner | "Kubernetes" };

/** All that matters, by whose it is. */
function find({ looks }: GrantsCheck, rbac: Rbac, ownerOf: (subject: string) => Owner): readonly Found[] {
  const { grants } = resolveGrants(rbac);
  const bySubject = new Map(grouped(grants, ({ subject }) => subject).map((alike) => [alike[0]?.subject ?? "", alike]));
  return grants.flatMap((grant): readonly Found[] => {
    const meaning = looks(grant, bySubject.get(grant.subject) ?? []);
    if (meaning === undefined) return [];
    return [{ ...meaning, grant, owner: isOfKubernetes(grant) ? "Kubernetes" : ownerOf(grant.subject) }];
  });
}

/** One row a subject and scope: what it may do, and by which bindings. */
function rowsOf(found: readonly Found[], source: Source): readonly Seen[] {
  return grouped(found, ({ grant }) => `${grant.subject}\n${describeScope(grant.scope)}`).flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { grant, owner } = first;
    const of = owner !== "Kubernetes" && owner.of === "platform" ? `; of the platform: ${owner.shownBy}` : "";
    const rights = distinct(alike.flatMap((one) => one.rights)).join("; ");
    const by = distinct(alike.map((one) => one.grant.by)).join(", ");
    return [{ what: `${grant.subject} (${describeScope(grant.scope)})`, value: `${rights}; by ${by}${of}`, source }];
  });
}

const subjectsOf = (found: readonly Found[]): readonly string[] => found.map(({ grant }) => grant.subject);
const ofSite = ({ owner }: Found): boolean => owner !== "Kubernetes" && owner.of !== "platform";
const isUnclear = ({ owner }: Found): boolean => owner !== "Kubernetes" && owner.of === "unclear";

function judgeOwn(check: GrantsCheck, found: readonly Found[], { value, source }: Present<Rbac>): Verdict {
  const certain = found.filter((one) => one.kind === "open" && !isUnclear(one));
  const rest = found.filter((one) => !certain.includes(one));
  const besides = check.besides?.(value, source) ?? [];
  const seen = [...rowsOf(certain, source), ...rowsOf(rest, source), ...besides];
  if (certain.length > 0) {
    const verdict = openFor(subjectsOf(certain).map(objectOfSubject), counted(subjectsOf(certain), check.who), seen);
    return { ...verdict, ...(rest.length + besides.length > 0 && { alsoUnreviewed: true }) };
  }
  const unclear = rest.some(isUnclear) ? " Which accounts in kube-system are the platform's was not seen." : "";
  if (rest.length > 0) {
    return notReviewed(`${counted(subjectsOf(rest), check.who)} Whether they need it is for a person.${unclear}`, seen);
  }
  return besides.length > 0
    ? notReviewed(`${check.pass} What else there is, is for a person.`, seen)
    : notAFinding(check.pass);
}

function judgeApart({ who }: GrantsCheck, found: readonly Found[], { source }: Present<Rbac>): Verdict {
  const platform = found.filter(({ owner }) => owner !== "Kubernetes");
  const kubernetes = found.filter(({ owner }) => owner === "Kubernetes");
  const seen = [...rowsOf(platform, source), ...rowsOf(kubernetes, source)];
  return platform.length > 0
    ? notReviewed(`${counted(subjectsOf(platform), who)} Whether the platform needs it is for a person.`, seen)
    : notAFinding(`None but what Kubernetes makes for itself: ${who}.`, seen);
}

const condition = (check: GrantsCheck, isApart: boolean): ClusterCondition =>
  clusterCondition<"api.rbac", AccountFact>(
    ["api.rbac"],
    (facts): Verdict => {
      const rbac = facts["api.rbac"];
      if (rbac.state === "absent") return notReviewed("The roles and bindings were not listed.");
      const found = find(check, rbac.value, ownersBy(facts));
      return isApart
        ? judgeApart(
            check,
            found.filter((one) => !ofSite(one)),
            rbac,
          )
        : judgeOwn(check, found.filter(ofSite), rbac);
    },
    // They only tell which accounts are the platform's; unknown, none is.
    accountFacts,
  );

/** The condition on the grants of the site, and the one on those of the platform and of Kubernetes, which are apart. */
export const grantsCheck = (check: GrantsCheck) => ({
  own: condition(check, false),
  apart: { of: "subjects of Kubernetes and of the platform itself", conditions: [condition(check, true)] },
});

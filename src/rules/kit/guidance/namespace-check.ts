import type { ClusterFacts } from "../../../evidence/cluster.ts";
import { entriesSeen, type Known } from "../../../evidence/observed.ts";
import type { ClusterRuleFact } from "../../../evidence/run.ts";
import { notAFinding, notApplicable, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import {
  type ClusterCondition,
  type ClusterRule,
  clusterCondition,
  defineClusterRule,
  type ShownFacts,
} from "../../define-cluster-rule.ts";
import { counted, openAt, showPlaces } from "../cluster/pods.ts";
import { type Space, spacesOf } from "./namespaces.ts";

/** What a namespace shows, as a workload does; `pass` is what is fine, and nothing at all: the check does not apply to it. */
export type SpaceShown = { readonly kind: "open" | "review" | "detail" | "pass"; readonly value: string };

/** A check that every namespace is asked by itself. */
export type NamespaceCheck<Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact> = {
  readonly id: string;
  readonly needs: readonly Needed[];
  readonly helpful?: readonly Helpful[];
  readonly looks: (facts: ShownFacts<Needed, Helpful>) => (space: Space) => readonly SpaceShown[];
  /** Reasons, in a few words: in front of the namespaces that are a finding, or are for a person. */
  readonly finding: string;
  readonly forPerson: string;
  /** A sentence where nothing is wrong, and where there is no namespace to look at. */
  readonly passing: string;
  readonly none: string;
  readonly expected: string;
  readonly check: string;
  readonly fix: string;
};

type Texts = Pick<NamespaceCheck<never, never>, "finding" | "forPerson" | "passing" | "none">;
type Found = SpaceShown & { readonly place: string };

function conclude(found: readonly Found[], texts: Texts): Omit<Verdict, "seen"> {
  const places = (kind: Found["kind"]) => found.flatMap((one) => (one.kind === kind ? [one.place] : []));
  if (places("open").length > 0) {
    const isPartly = places("review").length > 0;
    return { ...openAt(places("open"), texts.finding), ...(isPartly && { alsoUnreviewed: true }) };
  }
  if (places("review").length > 0) return notReviewed(counted(places("review"), texts.forPerson));
  return places("pass").length > 0 ? notAFinding(texts.passing) : notApplicable(texts.none);
}

/** The verdict on namespaces, worst rows first. */
export function judgeSpaces(
  spaces: readonly Space[],
  looks: (space: Space) => readonly SpaceShown[],
  texts: Texts,
  namespaces: Known<ClusterFacts["api.namespaces"]>,
): Verdict {
  const found = spaces.flatMap((space) =>
    looks(space).map((shown): Found => ({ place: `namespace ${space.name}`, ...shown })),
  );
  const seen = (["open", "review", "detail", "pass"] as const).flatMap((kind) =>
    showPlaces(
      found.filter((one) => one.kind === kind),
      namespaces,
    ),
  );
  return { ...conclude(found, texts), seen };
}

const lookedAt = <Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact>(
  check: NamespaceCheck<Needed, Helpful>,
  isOfPlatform: boolean,
): ClusterCondition =>
  clusterCondition<Needed | "api.namespaces", Helpful>(
    ["api.namespaces", ...check.needs],
    (facts) => {
      const namespaces = (facts as ShownFacts<"api.namespaces">)["api.namespaces"];
      const { "api.pods": pods } = facts as Partial<ShownFacts<"api.pods">>;
      const spaces = spacesOf(namespaces, pods === undefined ? [] : entriesSeen(pods));
      if (spaces === undefined) return notReviewed("The API's list of namespaces is not whole.");
      const looked = spaces.filter((space) => space.isOfPlatform === isOfPlatform);
      return judgeSpaces(looked, check.looks(facts as ShownFacts<Needed, Helpful>), check, namespaces);
    },
    check.helpful,
  );

/** A check of the guidance on namespaces: those of users count, the platform's own are listed apart. */
export const namespaceCheck = <Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact = never>(
  check: NamespaceCheck<Needed, Helpful>,
): ClusterRule =>
  defineClusterRule({
    id: check.id,
    literal: [lookedAt(check, false)],
    apart: { of: "namespaces of the platform itself", conditions: [lookedAt(check, true)] },
    expected: check.expected,
    check: check.check,
    fix: check.fix,
  });

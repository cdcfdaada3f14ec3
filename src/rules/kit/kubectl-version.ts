import type { Kubectl } from "../../evidence/kubectl.ts";
import {
  notAFinding,
  notApplicable,
  notReviewed,
  open,
  type Seen,
  type Verdict,
  worst,
} from "../../findings/verdict.ts";
import { type Condition, condition } from "../define-rule.ts";

const least = { numbers: [1, 12, 9], text: "1.12.9" };

/** Whether a version is the least one or later, compared as numbers. Undefined: not a version of a release. */
function isNewEnough(version: string): boolean | undefined {
  const [, ...parts] = /^v?([1-9]\d{0,3})\.(\d{1,4})\.(\d{1,4})(?=$|[-+])(.*)$/.exec(version) ?? [];
  const suffix = parts[3];
  if (suffix === undefined) return undefined;
  const difference = least.numbers.map((number, index) => Number(parts[index]) - number).find((value) => value !== 0);
  // Only upstream's own words make it an earlier one: vendors append -gke.100 or -eks-1a2b to releases.
  return difference === undefined ? !/^-(alpha|beta|rc)/.test(suffix) : difference > 0;
}

function judgeOne({ path, version, why }: Kubectl): Verdict {
  if (version === undefined) return notReviewed(`The version of ${path} is not known: ${why}.`);
  const isEnough = isNewEnough(version);
  if (isEnough === undefined) return notReviewed(`The version of ${path} is not understood: ${version}.`);
  return isEnough ? notAFinding(`${path} is ${version}.`) : open(`${path} is ${version}, older than ${least.text}.`);
}

/** The condition that every kubectl of the node is of the least version that the text allows, or a later one. */
export const kubectlsAreNew: Condition = condition(["host.kubectl"] as const, (facts) => {
  const search = facts["host.kubectl"];
  if (search.state === "absent") return notApplicable(`There is no ${search.source.request}.`);
  const { found, unseen, searched } = search.value;
  const { source } = search;
  const seen: readonly Seen[] = [
    ...found.map(({ path, version, why }) => ({
      what: path,
      value: version ?? why,
      source: { ...source, file: path },
    })),
    { what: "where kubectl was looked for", value: searched.join(", "), source },
  ];
  const verdict = worst([
    ...found.map(judgeOne),
    ...unseen.map((path) => notReviewed(`Whether there is a ${path}, and of which version, was not seen.`)),
  ]);
  return { ...verdict, seen };
});

import { newestRelease, releases } from "../benchmark/kubernetes-stig/releases.ts";
import type { Refusal } from "../brought-file/refusal.ts";
import type { AnsweredRule, AnsweredStig, ChecklistContent, OtherStig } from "./checklist-file.ts";

const kubernetes = releases[newestRelease];

/** How a file names one of its STIGs. */
type NamedStig = { readonly id: string; readonly title: string };

/** XCCDF puts a name space of its own before every id: `xccdf_mil.disa.stig_benchmark_Kubernetes_STIG`. */
export const plainId = (id: string): string => id.trim().replace(/^xccdf_[^_]+_(?:benchmark|group|rule)_/i, "");

/** Whether this is the Kubernetes STIG: by its id in whatever letters, by its title where it has none. */
export function isKubernetesStig({ id, title }: NamedStig): boolean {
  const plain = plainId(id).toLowerCase();
  const inOneLine = title.trim().replace(/\s+/g, " ").toLowerCase();
  return plain === "" ? inOneLine === kubernetes.title.toLowerCase() : plain === kubernetes.id.toLowerCase();
}

/** One STIG of a file: the Kubernetes STIG with its answers, or another. */
export type StigOfFile = { readonly answered: AnsweredStig } | { readonly other: OtherStig };

/**
 * The Kubernetes STIG and the others.
 * @throws what `refusal` makes of it where there is no STIG, or where the Kubernetes STIG is there twice.
 */
export function sorted(stigs: readonly StigOfFile[], refusal: Refusal): Pick<ChecklistContent, "stig" | "others"> {
  if (stigs.length === 0) throw refusal("is a checklist of no STIG");
  const [stig, ...more] = stigs.flatMap((one) => ("answered" in one ? [one.answered] : []));
  if (more.length > 0) throw refusal("has the Kubernetes STIG more than once: only one of them can be meant");
  const others = stigs.flatMap((one) => ("other" in one ? [one.other] : []));
  return { ...(stig && { stig }), others };
}

/**
 * The answers of the Kubernetes STIG. A rule that is there twice with the same answers is there once.
 * @throws what `refusal` makes of it where there are no rules, or where one is answered twice in different ways.
 */
export function answeredStig(
  named: Omit<AnsweredStig, "rules">,
  rules: readonly AnsweredRule[],
  refusal: Refusal,
): AnsweredStig {
  if (rules.length === 0) throw refusal("has the Kubernetes STIG without any rule");
  const once = [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
  for (const key of ["vulnId", "ruleId", "stigId"] as const) {
    const seen = new Set<string>();
    for (const { [key]: id } of once) {
      if (seen.has(id)) throw refusal(`answers ${id} twice, in different ways: only one of them can be meant`);
      if (id !== "") seen.add(id);
    }
  }
  // eMASS writes the word itself where it knows no release.
  const releaseInfo = named.releaseInfo.trim().toLowerCase() === "releaseinfo" ? "" : named.releaseInfo;
  return { ...named, id: plainId(named.id), releaseInfo, rules: once };
}

import type { Source } from "../../../evidence/observed.ts";
import type { Seen } from "../../../findings/verdict.ts";
import { systemNamespaces } from "../cluster/system-namespaces.ts";
import { asRecord, asTexts, property, type UnknownRecord } from "../unknown-data.ts";

/** Who or what Pod Security Admission lets pass whatever its level. */
export type Exemption = { readonly kind: "user" | "runtime class" | "namespace"; readonly name: string };

const kinds = { usernames: "user", runtimeClasses: "runtime class", namespaces: "namespace" } as const;

/** Every exemption of a PodSecurityConfiguration; undefined where they are not understood. */
export function exemptionsOf(config: UnknownRecord): readonly Exemption[] | undefined {
  const exemptions = asRecord(property(config, "exemptions") ?? {});
  if (exemptions === undefined) return undefined;
  const lists = Object.entries(kinds).map(([key, kind]) =>
    asTexts(property(exemptions, key))?.map((name): Exemption => ({ kind, name })),
  );
  return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

/** Whether an exemption goes beyond the system's namespaces and those that the site allows. */
export const isWide = ({ kind, name }: Exemption, allowed: readonly string[]): boolean =>
  kind !== "namespace" || !(systemNamespaces.includes(name) || allowed.includes(name));

/** An exemption in a sentence. */
export const showExemption = ({ kind, name }: Exemption): string => `${kind} ${name}`;

/** An exemption as a row of the worksheet. */
export function exemptionRow(exemption: Exemption, allowed: readonly string[], source: Source): Seen {
  const remark = isWide(exemption, []) ? " (the site allows it)" : " (the system's)";
  const value = `${exemption.name}${isWide(exemption, allowed) ? "" : remark}`;
  return { what: `exempted ${exemption.kind}`, value, source };
}

import { entriesSeen, type Present } from "../../../evidence/observed.ts";
import type { ApiWorkload, OwnerName } from "../../../evidence/pods.ts";
import type { SensitiveHit, SensitiveLists, SensitiveScan } from "../../../evidence/sensitive.ts";
import type { SensitiveException } from "../../../evidence/site.ts";
import { notReviewed, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { counted, makerOf, openAt, showPlaces } from "./pods.ts";

/** A hit with the object at the top, by which people know it. */
type Hit = SensitiveHit & { readonly top: OwnerName; readonly place: string; readonly exception?: SensitiveException };

function placed(hit: SensitiveHit, workloads: readonly ApiWorkload[], exceptions: readonly SensitiveException[]): Hit {
  const { namespace } = hit;
  const top = makerOf(hit, workloads);
  const exception = exceptions.find(
    (one) => one.namespace === namespace && one.kind === top.kind && one.name === top.name,
  );
  return { ...hit, top, place: `${namespace}/${top.kind} ${top.name}`, ...(exception && { exception }) };
}

const shown = ({ pattern, class: of, field, line, lines, length }: SensitiveHit): string =>
  `class ${of}, ${pattern}: ${field}, line ${line}${lines > 1 ? ` and ${lines - 1} more` : ""}, of ${length} characters`;

const show = (hits: readonly Hit[], from: Pick<Present<unknown>, "source">): readonly Seen[] =>
  showPlaces(
    hits.map((hit) => ({
      place: hit.place,
      value: `${shown(hit)}${hit.exception === undefined ? "" : ` -- excepted: ${hit.exception.justification}`}`,
    })),
    from,
  );

const names: Readonly<Record<keyof SensitiveLists, string>> = {
  configMaps: "ConfigMaps",
  pods: "pods",
  workloads: "workloads",
  podTemplates: "PodTemplates",
  services: "Services",
};

/** How much was searched, and what was left out. */
function countSeen(scans: readonly { readonly name: string; readonly scan: SensitiveScan }[]): string {
  const sum = (of: "tooBig" | "binary") => scans.reduce((all, { scan }) => all + scan[of], 0);
  const counts = scans.map(({ name, scan }) => `${scan.objects} ${name}`).join(", ");
  return `${counts}; left out: ${sum("tooBig")} objects with more than 1 MiB of text, ${sum("binary")} entries of binaryData`;
}

/** Which hits are looked at, and which of them are a finding, in words too. */
export type HitReading = {
  readonly what: string;
  readonly isMeant: (hit: SensitiveHit) => boolean;
  readonly isFinding: (hit: SensitiveHit) => boolean;
};

function reasonOf(hits: readonly Hit[], isFinding: HitReading["isFinding"]): string {
  const certain = hits.filter(isFinding);
  const open = hits.filter((hit) => !isFinding(hit)).map(({ place }) => place);
  const excepted = [...new Set(certain.map(({ place }) => place))].toSorted();
  return [
    excepted.length === 0
      ? "No certain credential was found outside of Secrets."
      : `The site excepts what was found in ${excepted.join(", ")} (sensitiveExceptions).`,
    ...(open.length === 0 ? [] : [counted(open, "possible credentials")]),
    "What no pattern knows is for a person to find.",
  ].join(" ");
}

type Naming = { readonly exceptions: readonly SensitiveException[]; readonly workloads: readonly ApiWorkload[] };

function judge(
  { value, source }: Present<SensitiveLists>,
  { exceptions, workloads }: Naming,
  { what, isMeant, isFinding }: HitReading,
): Verdict {
  const keys = Object.keys(names) as readonly (keyof SensitiveLists)[];
  const scans = keys.flatMap((key) => {
    const scan = value[key];
    return scan.state === "present" ? [{ name: names[key], scan: scan.value }] : [];
  });
  const unseen = keys.flatMap((key) => {
    const scan = value[key];
    return scan.state === "unknown" ? [unseenVerdict(scan)] : [];
  });
  if (scans.length === 0) return worst(unseen);
  const meant = scans.flatMap(({ scan }) => scan.hits).filter(isMeant);
  const hits = meant.map((hit) => placed(hit, workloads, exceptions));
  const certain = hits.filter((hit) => isFinding(hit) && hit.exception === undefined);
  const excepted = hits.filter((hit) => isFinding(hit) && hit.exception !== undefined);
  const possible = hits.filter((hit) => !isFinding(hit));
  const seen = [
    ...[certain, excepted, possible].flatMap((some) => show(some, { source })),
    { what: "searched", value: countSeen(scans), source, isOwn: true as const },
  ];
  const found = certain.map(({ place }) => place);
  // What no pattern knows is always for a person.
  const verdict: Verdict =
    found.length > 0
      ? { ...openAt(found, what, seen), alsoUnreviewed: true }
      : notReviewed(reasonOf(hits, isFinding), seen);
  const merged = worst([verdict, ...unseen]);
  return { ...merged, seen: [...seen, ...unseen.flatMap((one) => one.seen)] };
}

/** The condition that no hit is a finding; that nothing is a credential, only a person can say. */
export const noHits = (reading: HitReading): ClusterCondition =>
  clusterCondition(
    ["api.sensitive", "site.options"],
    ({ "api.sensitive": lists, "site.options": options, "api.workloads": workloads }): Verdict => {
      if (lists.state === "absent") return notReviewed("Nothing was searched.");
      const exceptions = options.state === "present" ? options.value.sensitiveExceptions : [];
      return judge(lists, { exceptions, workloads: entriesSeen(workloads) }, reading);
    },
    // They only name what a pod belongs to.
    ["api.workloads"],
  );

/** The condition that nothing outside of Secrets is a credential by its form. */
export const noPlainCredentials: ClusterCondition = noHits({
  what: "credentials outside of Secrets",
  isMeant: () => true,
  isFinding: (hit) => hit.class === "A",
});

import { entriesSeen, type Present } from "../../../evidence/observed.ts";
import type { ApiWorkload, OwnerName } from "../../../evidence/pods.ts";
import type { SensitiveHit, SensitiveLists, SensitiveScan } from "../../../evidence/sensitive.ts";
import type { SensitiveException } from "../../../evidence/site.ts";
import { notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { counted, showPlaces, topOwner } from "./pods.ts";

/** A hit with the object at the top, by which people know it. */
type Hit = SensitiveHit & { readonly top: OwnerName; readonly place: string; readonly exception?: SensitiveException };

function placed(hit: SensitiveHit, workloads: readonly ApiWorkload[], exceptions: readonly SensitiveException[]): Hit {
  const { namespace, kind, name, owner } = hit;
  const top = owner === undefined || owner.kind === "Node" ? { kind, name } : topOwner(workloads, namespace, owner);
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

function reasonOf(hits: readonly Hit[]): string {
  const certain = hits.filter((hit) => hit.class === "A");
  const open = hits.filter((hit) => hit.class === "B").map(({ place }) => place);
  const excepted = [...new Set(certain.map(({ place }) => place))].toSorted();
  return [
    excepted.length === 0
      ? "No certain credential was found outside of Secrets."
      : `The site excepts what was found in ${excepted.join(", ")} (sensitiveExceptions).`,
    ...(open.length === 0 ? [] : [counted(open, "possible credentials")]),
    "What no pattern knows is for a person to find.",
  ].join(" ");
}

function judge(
  { value, source }: Present<SensitiveLists>,
  exceptions: readonly SensitiveException[],
  workloads: readonly ApiWorkload[],
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
  const hits = scans.flatMap(({ scan }) => scan.hits).map((hit) => placed(hit, workloads, exceptions));
  const certain = hits.filter((hit) => hit.class === "A" && hit.exception === undefined);
  const seen = [
    ...show(certain, { source }),
    ...show(
      hits.filter((hit) => hit.class === "A" && hit.exception !== undefined),
      { source },
    ),
    ...show(
      hits.filter((hit) => hit.class === "B"),
      { source },
    ),
    { what: "searched", value: countSeen(scans), source },
  ];
  const found = certain.map(({ place }) => place);
  const verdict =
    found.length > 0 ? open(counted(found, "credentials outside of Secrets"), seen) : notReviewed(reasonOf(hits), seen);
  const merged = worst([verdict, ...unseen]);
  return { ...merged, seen: [...seen, ...unseen.flatMap((one) => one.seen)] };
}

/** The condition that nothing outside of Secrets is a credential by its form; that nothing is one, only a person can say. */
export const noPlainCredentials: ClusterCondition = clusterCondition(
  ["api.sensitive", "site.options"],
  ({ "api.sensitive": lists, "site.options": options, "api.workloads": workloads }): Verdict => {
    if (lists.state === "absent") return notReviewed("Nothing was searched.");
    const exceptions = options.state === "present" ? options.value.sensitiveExceptions : [];
    return judge(lists, exceptions, entriesSeen(workloads));
  },
  // They only name what a pod belongs to.
  ["api.workloads"],
);

import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../../define-cluster-rule.ts";
import { listed } from "../../unknown-data.ts";
import { type Component, type Found, joined, type Leg } from "./component.ts";
import { apiServers, controllers, type VersionFacts } from "./control-plane.ts";
import { kubelets, proxies } from "./nodes.ts";

/** How many minor releases newer than the oldest API server, and older than the newest, a component may be. */
type Limit = { readonly newer: number; readonly older: number };

// Kubernetes 1.28's policy lets node components be three releases older, those since 1.25 only.
const nodeComponent = (minor: number): Limit => ({ newer: 0, older: minor < 25 ? 2 : 3 });
const controller = (): Limit => ({ newer: 0, older: 1 });
const around = (): Limit => ({ newer: 1, older: 1 });

const limits: Readonly<Record<Component, (minor: number) => Limit>> = {
  "kube-apiserver": around,
  "kube-controller-manager": controller,
  "kube-scheduler": controller,
  "cloud-controller-manager": controller,
  kubelet: nodeComponent,
  "kube-proxy": nodeComponent,
  kubectl: around,
};

type Range = { readonly newest: number; readonly oldest: number };

const releases = (count: number): string => (count === 1 ? "1 minor release" : `${count} minor releases`);

/** How far a component is from the API servers, and whether that is too far. */
function distance({ component, version: { minor } }: Found, { newest, oldest }: Range) {
  const { newer, older } = limits[component](minor);
  const [ahead, behind] = [minor - oldest, newest - minor];
  if (ahead > newer) {
    return { isBroken: true, words: `${releases(ahead)} newer than the oldest API server, ${newer} allowed` };
  }
  const words =
    behind > 0 ? `${releases(behind)} older than the newest API server, ${older} allowed` : "as the newest API server";
  return { isBroken: behind > older, words };
}

type Row = { readonly found: Found; readonly isBroken: boolean; readonly words: string };

/** The kubelets by where they are: a large cluster has thousands. */
function kubeletsByPlace(all: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const byPlace = new Map<string, Found[]>();
  for (const found of all) {
    if (found.component !== "kubelet") continue;
    const here = byPlace.get(found.place) ?? [];
    here.push(found);
    byPlace.set(found.place, here);
  }
  return byPlace;
}

/** kube-proxy has to fit the kubelet of its node, too. */
function besideKubelet(found: Found, kubeletsAt: ReadonlyMap<string, readonly Found[]>): readonly Row[] {
  if (found.component !== "kube-proxy") return [];
  const allowed = limits["kube-proxy"](found.version.minor).older;
  return (kubeletsAt.get(found.place) ?? [])
    .map(({ version }) => Math.abs(version.minor - found.version.minor))
    .filter((apart) => apart > allowed)
    .map((apart) => ({
      found,
      isBroken: true,
      words: `${releases(apart)} from the node's kubelet, ${allowed} allowed`,
    }));
}

const headingOf = ({ found: { component, text } }: Row): string => `${component} ${text}`;

/** One line a component, version and distance: where it is so. */
function show(rows: readonly Row[]): readonly Seen[] {
  const lines = new Map(rows.map((row) => [`${headingOf(row)}\n${row.words}`, row]));
  return [...lines]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => {
      const alike = rows.filter((row) => headingOf(row) === headingOf(line) && row.words === line.words);
      const places = [...new Set(alike.map(({ found }) => found.place))].toSorted();
      return { what: headingOf(line), value: `${listed(places)}: ${line.words}`, source: line.found.source };
    });
}

function judge(facts: VersionFacts, kubectl: Leg, forPerson: string): Verdict {
  const forPeople = row(facts, "for a person", forPerson);
  const servers = apiServers(facts);
  const { found, missing } = joined([servers, controllers(facts), kubelets(facts), proxies(facts), kubectl]);
  const minors = servers.found.map(({ version }) => version.minor);
  const unknown = notKnown(facts, missing);
  if (minors.length === 0) {
    return { ...worst([notReviewed("No API server's version is known."), ...missing]), seen: [...unknown, forPeople] };
  }
  const range = { newest: Math.max(...minors), oldest: Math.min(...minors) };
  const kubeletsAt = kubeletsByPlace(found);
  const rows = found.flatMap((one) => [{ found: one, ...distance(one, range) }, ...besideKubelet(one, kubeletsAt)]);
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  const seen = [...show(rows), ...unknown, forPeople];
  const broken = rows.filter(({ isBroken }) => isBroken);
  if (broken.length > 0) {
    const named = show(broken).map(({ what, value }) => `${what} on ${value}`);
    return open(`Further apart than Kubernetes supports: ${listed(named)}.`, seen);
  }
  return reasons.length > 0
    ? { ...worst(missing), reason: few(reasons), seen }
    : notAFinding("All components are as close to the API servers as Kubernetes supports.", seen);
}

/** What is not known: the look that failed where there was one. */
function notKnown(facts: VersionFacts, missing: readonly Verdict[]): readonly Seen[] {
  const each = new Map(missing.map((verdict) => [verdict.reason, verdict]));
  return [...each.values()].map(({ reason, seen: [look] }) => look ?? row(facts, "not known", reason));
}

const namedInReasons = 3;

/** The first sentences, and how many there are beside them. */
function few(reasons: readonly string[]): string {
  const more = reasons.length - namedInReasons;
  const shown = reasons.slice(0, namedInReasons).join(" ");
  return more > 0 ? `${shown} Not known in ${more} more ${more === 1 ? "place" : "places"}.` : shown;
}

const row = ({ "run.hosts": { source } }: VersionFacts, what: string, value: string): Seen => ({ what, value, source });

/** The condition that components are no further apart than Kubernetes supports, with the kubectls that count. */
export const withinSkew = (
  kubectlsOf: (facts: VersionFacts) => Leg,
  forPerson = "whether the IAVMs, CTOs and DTMs that apply to the site are carried out",
): ClusterCondition =>
  clusterCondition(["run.hosts"], (facts: VersionFacts) => judge(facts, kubectlsOf(facts), forPerson), [
    "api.version",
    "api.nodes",
    "api.pods",
  ]);

import type { Observed } from "../../../../evidence/observed.ts";
import type { SupportTable } from "../../../../evidence/site.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../../define-cluster-rule.ts";
import { showVersion } from "../../kubernetes-version.ts";
import { listed } from "../../unknown-data.ts";
import { type Found, joined, type Leg } from "./component.ts";
import { apiServers, controllers, type VersionFacts } from "./control-plane.ts";
import { kubelets, proxies } from "./nodes.ts";
import { shippedTable } from "./shipped-table.ts";

const mostDays = 120;
const millisecondsADay = 86_400_000;

/** A table that speaks of the day of the run, and who made it. */
type Given = { readonly table: SupportTable; readonly whose: string; readonly today: string };

const describe = ({ table: { asOf, source }, whose }: Given): string =>
  `${whose} table${source === undefined ? "" : ` (${source})`} of ${asOf}`;

/** The day of the run, and the table; a verdict where it says nothing of that day. */
function tableOf(table: Observed<SupportTable>, collectedAt: string): Given | Verdict {
  const today = /^\d{4}-\d{2}-\d{2}/.exec(collectedAt)?.[0];
  if (today === undefined)
    return notReviewed("Which releases were supported is not known, for the day of the run is not.");
  const given: Given =
    table.state === "present"
      ? { table: table.value, whose: "the site's", today }
      : { table: shippedTable, whose: "plimsoll's", today };
  const age = (Date.parse(today) - Date.parse(given.table.asOf)) / millisecondsADay;
  return age > mostDays
    ? notReviewed(
        `Which releases are supported is not known: ${describe(given)} was ${age} days old, ${mostDays} are the most.`,
      )
    : given;
}

const supportedIn = ({ table, today }: Given) => table.releases.filter(({ endOfLife }) => endOfLife >= today);

/** Whether a release was supported on the day of the run. */
function judgeMinor(minor: number, component: string, given: Given): Verdict {
  const { table, today } = given;
  const supported = supportedIn(given);
  const found = supported.find((release) => release.minor === minor);
  const by = `by ${describe(given)}`;
  if (found !== undefined) return notAFinding(`Kubernetes 1.${minor} is supported until ${found.endOfLife}, ${by}.`);
  const isListed = table.releases.some((release) => release.minor === minor);
  // What was supported before the day of the table it does not say.
  const isSpokenOf = isListed || today >= table.asOf;
  if (isSpokenOf && supported.length > 0 && supported.every((release) => release.minor > minor)) {
    return open(`Kubernetes 1.${minor} of ${component} is older than every supported release, ${by}.`);
  }
  return notReviewed(`Whether Kubernetes 1.${minor} of ${component} is supported is not known ${by}.`);
}

type Helpful = "api.version" | "api.nodes" | "api.pods" | "site.support-table";
const helpful: readonly Helpful[] = ["api.version", "api.nodes", "api.pods", "site.support-table"];
type Facts = VersionFacts & { readonly "site.support-table": Observed<SupportTable> };

/** A condition on versions and the table that is in force. */
const byTable = (judge: (facts: Facts, given: Given) => Verdict): ClusterCondition =>
  clusterCondition<"run.hosts" | "run.collected-at", Helpful>(
    ["run.hosts", "run.collected-at"],
    (facts) => {
      const table = facts["site.support-table"];
      const collected = facts["run.collected-at"];
      const given = tableOf(table, collected.state === "present" ? collected.value : "");
      if ("status" in given) return given;
      const shown: Seen = {
        what: "supported releases",
        value: `${describe(given)}: ${supportedIn(given)
          .map(({ minor, endOfLife }) => `1.${minor} until ${endOfLife}`)
          .join(", ")}`,
        source: table.state === "present" ? table.source : { ...table.source, request: "plimsoll's own table" },
      };
      const verdict = judge(facts, given);
      return { ...verdict, seen: [...verdict.seen, shown] };
    },
    helpful,
  );

/** The condition that every minor release of a component is supported; `component` is how people call it. */
const supported = (component: string, legOf: (facts: VersionFacts) => Leg, unclear: string): ClusterCondition =>
  byTable((facts, given) => {
    const { found, missing } = legOf(facts);
    const minors = [...new Set(found.map(({ version }) => version.minor))].toSorted((a, b) => a - b);
    // Why, the condition on the skew says.
    const isUnclear = minors.length === 0 || missing.length > 0;
    return worst([
      ...minors.map((minor) => judgeMinor(minor, component, given)),
      ...(isUnclear ? [notReviewed(unclear)] : []),
    ]);
  });

/** The condition that the minor release of every API server is supported. */
export const isSupported = supported("the API server", apiServers, "Not every API server's release is known.");

/** The condition that the minor release of every kubelet is supported: the skew allows some that are not any more. */
export const kubeletsAreSupported = supported("a kubelet", kubelets, "Not every kubelet's release is known.");

/** What a component lacks by the table; undefined where nothing is known to be newer. */
function behind({ component, text, version }: Found, given: Given): string | undefined {
  const release = supportedIn(given).find(({ minor }) => minor === version.minor);
  if (release === undefined) return `${component} ${text}, which gets no patches`;
  const { newestPatch = 0, minor } = release;
  if (version.patch >= newestPatch) return undefined;
  return `${component} ${text}, of which ${showVersion({ minor, patch: newestPatch })} is the newest`;
}

/**
 * The condition that no component, with the kubectls that count, is known to be behind the newest patch of its release:
 * which is for a person to say.
 */
export const isPatched = (kubectlsOf: (facts: VersionFacts) => Leg): ClusterCondition =>
  byTable((facts, given) => {
    const legs = [apiServers(facts), controllers(facts), kubelets(facts), proxies(facts), kubectlsOf(facts)];
    const own = joined(legs).found.filter(({ component }) => component !== "cloud-controller-manager");
    const late = [...new Set(own.flatMap((one) => behind(one, given) ?? []))].toSorted();
    return late.length === 0
      ? notAFinding(`No newer patch is known, by ${describe(given)}.`)
      : notReviewed(
          `Behind the newest patch, by ${describe(given)}: ${listed(late)}. Whether it has to be installed is for a person.`,
        );
  });

import type { ClusterFacts } from "../../../evidence/cluster.ts";
import { showGroupVersion } from "../../../evidence/discovery.ts";
import { entriesSeen, type Observed, type Present, type Source } from "../../../evidence/observed.ts";
import type { PodSecurityPolicy, PolicyGroups } from "../../../evidence/pod-security-policies.ts";
import { notAFinding, notApplicable, notReviewed, open, type Verdict, worst } from "../../../findings/verdict.ts";
import type { ClusterCondition } from "../../define-cluster-rule.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { isSince, parseVersion } from "../kubernetes-version.ts";
import { counted, openFor, showPlaces } from "./pods.ts";

const resource = "podsecuritypolicies";
/** policy/v1beta1 lost the resource, and admission its plugin. */
const gone = 25;

const groupFaults = (section: string, groups: PolicyGroups | undefined): readonly string[] => {
  if (groups === undefined) return [`${section} is missing`];
  if (groups.minima.length === 0) return [`${section} has rule ${groups.rule} and no ranges`];
  return groups.minima.some((min) => min <= 0) ? [`${section} has a range from 0`] : [];
};

const userFaults = ({ runAsUser }: PodSecurityPolicy): readonly string[] => {
  if (runAsUser === undefined) return ["runAsUser is missing"];
  return runAsUser.rule === "MustRunAsNonRoot" ? [] : [`runAsUser has rule ${runAsUser.rule}`];
};

const faultsOf = (policy: PodSecurityPolicy): readonly string[] => [
  ...userFaults(policy),
  ...groupFaults("supplementalGroups", policy.supplementalGroups),
  ...groupFaults("fsGroup", policy.fsGroup),
];

function judgePolicies(policies: readonly PodSecurityPolicy[], source: Source): Verdict {
  if (policies.length === 0) return open("There is no PodSecurityPolicy.");
  const found = policies.flatMap((policy) => faultsOf(policy).map((value) => ({ place: policy.name, value })));
  if (found.length > 0) {
    const names = found.map(({ place }) => place);
    const objects = names.map((name) => ({ kind: "PodSecurityPolicy", name }));
    return openFor(objects, counted(names, "pod security policies that let root in"), showPlaces(found, { source }));
  }
  return notAFinding(`Each of the ${policies.length} pod security policies keeps root out.`);
}

/** Up to 1.24: what policies there are. */
function withPolicies(version: string, policies: Observed<ClusterFacts["api.psp"]>): Verdict {
  if (policies.state === "unknown") return unseenVerdict(policies);
  return policies.state === "absent"
    ? notReviewed(`The API server is ${version} and does not serve ${resource}: whether that is wanted is not known.`)
    : judgePolicies(policies.value, policies.source);
}

/** Since 1.25: that there can be none, which the version alone does not prove. */
function withoutPolicies(said: Present<string>, discovery: Observed<ClusterFacts["api.discovery"]>): Verdict {
  const { value: version, source } = said;
  if (discovery.state === "unknown") return unseenVerdict(discovery);
  const versions = entriesSeen(discovery).filter(({ group }) => group === "policy");
  const unseen = versions.flatMap(({ resources }) => (resources.state === "unknown" ? [unseenVerdict(resources)] : []));
  if (unseen.length > 0) return worst(unseen);
  const serving = versions.filter(({ resources }) =>
    entriesSeen(resources).some((served) => served.resource === resource),
  );
  if (serving.length > 0) {
    const named = serving.map(showGroupVersion).join(", ");
    return notReviewed(`The API server is ${version} but serves ${resource} in ${named}, which 1.${gone} removed.`);
  }
  return notApplicable(
    `The API server is ${version} and serves no ${resource}: 1.${gone} removed them; see V-254800.`,
    [{ what: "the API server's release", value: version, source }],
  );
}

/** The condition on the policies of a cluster; `besides` is what must hold too where there can be any. */
export const podSecurityPolicies = (besides: readonly ClusterCondition[] = []): ClusterCondition => ({
  needs: ["api.version", "api.discovery", "api.psp", ...besides.flatMap(({ needs }) => needs)],
  decide(facts): Verdict {
    const { "api.version": said, "api.discovery": discovery, "api.psp": policies } = facts;
    if (said.state === "unknown") return unseenVerdict(said);
    if (said.state === "absent") return notReviewed("The API server's release is not known.");
    const version = parseVersion(said.value);
    if (version === undefined) return notReviewed(`The API server's release is not known: it says ${said.value}.`);
    if (isSince(version, gone)) return withoutPolicies(said, discovery);
    return worst([withPolicies(said.value, policies), ...besides.map(({ decide }) => decide(facts))]);
  },
});

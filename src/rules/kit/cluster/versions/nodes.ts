import { entriesSeen } from "../../../../evidence/observed.ts";
import type { RunHost } from "../../../../evidence/run.ts";
import { notReviewed } from "../../../../findings/verdict.ts";
import { unseenVerdict } from "../../../define-rule.ts";
import { parseVersion } from "../../kubernetes-version.ts";
import { byImage, byVersion, joined, type Leg, notRead, unseen } from "./component.ts";
import { componentPods } from "./component-pods.ts";
import { apiName, byPodsOr, controlPlanes, isEmbedded, missingOf, type VersionFacts } from "./control-plane.ts";

/** The kubelets, as the API has them. */
export function kubelets({ "api.nodes": nodes }: VersionFacts): Leg {
  const { source } = nodes;
  const legs = entriesSeen(nodes).map(({ name, kubeletVersion }) =>
    byVersion({ component: "kubelet", place: name, source }, kubeletVersion, parseVersion(kubeletVersion)),
  );
  return joined([missingOf(nodes), ...legs]);
}

/** Where no pod shows kube-proxy: none runs there, or it is a part of the kubelet's process, or nobody knows. */
function withoutProxyPod(host: RunHost): Leg {
  const { name, isRead, facts } = host;
  const isNone = isEmbedded(host) || (isRead && facts["process.kube-proxy"].state === "absent");
  if (isNone) return { found: [], missing: [] };
  return isRead ? unseen("kube-proxy", name, "no pod shows it") : notRead("kube-proxy", name);
}

/** kube-proxy on every node, by its pods. */
export function proxies({ "run.hosts": hosts, "api.pods": pods }: VersionFacts): Leg {
  const shown = componentPods(entriesSeen(pods), "kube-proxy");
  const place = { component: "kube-proxy", source: pods.source } as const;
  const byPods = shown.map(({ node, image }) => byImage({ ...place, place: node }, image));
  const withPods = new Set<string | undefined>(shown.map(({ node }) => node));
  // A host that is no node of the API has no pods, yet may run one. That the nodes were not listed, the kubelets' leg says.
  const others = entriesSeen(hosts).filter(
    (host) => host.facts["node.api"].state !== "unknown" && !withPods.has(apiName(host)),
  );
  return byPodsOr(pods, byPods, others.map(withoutProxyPod));
}

function kubectlsOn({ name, isRead, facts: { "host.kubectl": search } }: RunHost): Leg {
  if (search.state === "unknown") return { found: [], missing: [unseenVerdict(search)] };
  const { found, unseen: unlooked } = search.state === "present" ? search.value : { found: [], unseen: [] };
  const legs = found.map(({ path, version, why }) => {
    const place = { component: "kubectl", place: `${name}:${path}`, source: search.source } as const;
    return version === undefined
      ? unseen("kubectl", place.place, why)
      : byVersion(place, version, parseVersion(version));
  });
  const others = unlooked.map((path) => unseen("kubectl", `${name}:${path}`, "it was not looked at"));
  return joined([...legs, ...others, ...(isRead ? [] : [notRead("kubectl", name)])]);
}

/** The kubectls on control planes; none where none is installed. */
export function kubectlsOfControlPlanes({ "run.hosts": hosts }: VersionFacts): Leg {
  const { known, unknown } = controlPlanes(entriesSeen(hosts));
  const nobody: Leg = {
    found: [],
    missing: [notReviewed("No control plane is among the hosts: whether it has a kubectl was not seen.")],
  };
  return joined([...(known.length === 0 ? [nobody] : []), ...known.map(kubectlsOn), unknown]);
}

/** The kubectls on every host. */
export const kubectls = (facts: VersionFacts): Leg =>
  joined([kubectlsOfControlPlanes(facts), ...entriesSeen(facts["run.hosts"]).map(kubectlsOn)]);

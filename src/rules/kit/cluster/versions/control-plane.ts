import { entriesSeen, type Observed } from "../../../../evidence/observed.ts";
import type { RunHost } from "../../../../evidence/run.ts";
import { notReviewed } from "../../../../findings/verdict.ts";
import type { ShownFacts } from "../../../define-cluster-rule.ts";
import { unseenVerdict } from "../../../define-rule.ts";
import type { ControlPlaneComponent } from "../../command-line/component-flag.ts";
import { parseVersion } from "../../kubernetes-version.ts";
import { readImageName } from "../image-name.ts";
import { byImage, byVersion, joined, type Leg, notRead, unseen } from "./component.ts";
import { componentPods } from "./component-pods.ts";

/** What legs are read from: all as observed, for what one of them shows may be a finding without the others. */
export type VersionFacts = ShownFacts<"run.hosts", "api.version" | "api.nodes" | "api.pods">;

/** What is missing because a look failed. */
export const missingOf = (look: Observed<unknown>): Leg => ({
  found: [],
  missing: look.state === "unknown" ? [unseenVerdict(look)] : [],
});

/** What pods show of a component and, where they do not, something else; without the pods that these are missing says it. */
export function byPodsOr(pods: VersionFacts["api.pods"], shown: readonly Leg[], others: readonly Leg[]): Leg {
  const rest = joined(others);
  return joined([missingOf(pods), ...shown, pods.state === "unknown" ? { ...rest, missing: [] } : rest]);
}

/** The hosts that are control planes, and those of which it is not known. */
export function controlPlanes(hosts: readonly RunHost[]): {
  readonly known: readonly RunHost[];
  readonly unknown: Leg;
} {
  const isControlPlane = ({ facts: { "node.role": role } }: RunHost) =>
    role.state === "present" ? role.value.controlPlane : undefined;
  const unclear = hosts.filter((host) => isControlPlane(host) === undefined);
  return {
    known: hosts.filter((host) => isControlPlane(host) === true),
    unknown: {
      found: [],
      missing: unclear.map(({ name, facts: { "node.role": role } }) =>
        notReviewed(
          `Whether ${name} is a control plane is not known.`,
          role.state === "unknown" ? unseenVerdict(role).seen : [],
        ),
      ),
    },
  };
}

/** Whether its components are parts of one process, which has the kubelet's version (K3s, MicroK8s). */
export const isEmbedded = ({ facts: { "node.layout": layout } }: RunHost): boolean =>
  layout.state === "present" && layout.value.controlPlane === "embedded in one process";

/** The name under which the API lists pods of a host. */
export const apiName = ({ facts: { "node.api": node } }: RunHost): string | undefined =>
  node.state === "present" ? node.value.name : undefined;

/** A component on a host whose pods show none of it. */
function withoutPods(part: ControlPlaneComponent, host: RunHost): Leg {
  const { name: place, facts, isRead } = host;
  const manifest = facts[`manifest.${part}`];
  const calls = entriesSeen(manifest);
  if (calls.length > 0) {
    return joined(calls.map(({ image = "", source }) => byImage({ component: part, place, source }, image)));
  }
  const node = facts["node.api"];
  if (isEmbedded(host) && node.state === "present") {
    const text = node.value.kubeletVersion;
    return byVersion({ component: part, place, source: node.source }, text, parseVersion(text));
  }
  const isProvenAbsent = isRead && manifest.state === "absent" && facts[`process.${part}`].state === "absent";
  if (isProvenAbsent) return { found: [], missing: [] };
  return isRead ? unseen(part, place, "neither a pod nor a manifest shows it") : notRead(part, place);
}

/** A part of the control plane, wherever pods, manifests, or the kubelet of a host that holds it show it. */
function part(name: ControlPlaneComponent, { "run.hosts": hosts, "api.pods": pods }: VersionFacts): Leg {
  const { known, unknown } = controlPlanes(entriesSeen(hosts));
  const shown = componentPods(entriesSeen(pods), name);
  const source = pods.source;
  const byPods = shown.map(({ node, image }) => byImage({ component: name, place: node, source }, image));
  const others = known.filter((host) => !shown.some(({ node }) => node === apiName(host)));
  const elsewhere = others.map((host) => withoutPods(name, host));
  const leg = joined([byPodsOr(pods, byPods, elsewhere), unknown]);
  if (leg.found.length > 0 || leg.missing.length > 0) return leg;
  return { found: [], missing: [notReviewed(`No ${name} is on the nodes: its version is not known.`)] };
}

/** The API servers: every one that runs on a node, and the one that answered. */
export function apiServers(facts: VersionFacts): Leg {
  const answered = facts["api.version"];
  const text = answered.state === "present" ? answered.value : "";
  const place = {
    component: "kube-apiserver",
    place: "the API server that answered",
    source: answered.source,
  } as const;
  return joined([
    answered.state === "unknown" ? missingOf(answered) : byVersion(place, text, parseVersion(text)),
    part("kube-apiserver", facts),
  ]);
}

// Other providers count their own releases.
const withKubernetesVersion =
  /(?:\/provider-aws\/cloud-controller-manager|\/openstack-cloud-controller-manager|\/azure-cloud-controller-manager|\/cloud-provider-vsphere|\/rke2-cloud-provider)$/;

function cloudControllers({ "api.pods": pods }: VersionFacts): Leg {
  const component = "cloud-controller-manager";
  const legs = componentPods(entriesSeen(pods), component).map(({ node, image }) => {
    const { repository, version } = readImageName(image);
    const isComparable = withKubernetesVersion.test(repository);
    return byImage(
      { component, place: node, source: pods.source },
      image,
      isComparable ? parseVersion(version) : undefined,
    );
  });
  return joined(legs);
}

/** The controller managers and schedulers; a cloud's where there is one. */
export const controllers = (facts: VersionFacts): Leg =>
  joined([part("kube-controller-manager", facts), part("kube-scheduler", facts), cloudControllers(facts)]);

import type { PeerAuthentication } from "../../../../evidence/network-settings.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import { counted } from "../../cluster/pods.ts";
import { type Space, spacesOf } from "../namespaces.ts";
import type { NamedPod } from "../network/default-deny.ts";
import { podsByNamespace } from "../network/pods-of.ts";
import { selects } from "../network/selector.ts";
import { type EncryptionFacts, type Outcome, off, on, unclear } from "./outcome.ts";

/** The mesh's root namespace unless its operator names another, which only the mesh's configuration shows. */
const root = "istio-system";
const strict = "STRICT";
const ambient = "istio.io/dataplane-mode";

/** Without a word of its own a namespace has the mesh's mode, and the mesh by default PERMISSIVE (Istio's PeerAuthentication). */
function modesOf(namespace: string, all: readonly PeerAuthentication[]): readonly string[] {
  const ofAll = (where: string) => all.filter((one) => one.namespace === where && one.selector === undefined);
  const own = ofAll(namespace).flatMap(({ mode }) => mode ?? []);
  if (own.length > 0 || namespace === root) return [...new Set(own.length > 0 ? own : ["PERMISSIVE"])];
  return modesOf(root, all);
}

/** Whether pods on a node without a sidecar have their traffic carried by ztunnel. */
const hasTunnel = (pods: readonly ApiPod[], node: string | undefined): boolean =>
  node !== undefined &&
  pods.some(
    (pod) =>
      pod.node === node &&
      pod.phase === "Running" &&
      pod.owner?.kind === "DaemonSet" &&
      pod.owner.name.startsWith("ztunnel"),
  );

const isInMesh =
  (space: Space, pods: readonly ApiPod[]) =>
  ({ pod }: NamedPod): boolean => {
    if (pod.hostNetwork) return false;
    const isSidecar = ({ name, kind }: ApiPod["containers"][number]) =>
      name === "istio-proxy" && kind !== "ephemeral container";
    if (pod.containers.some(isSidecar)) return true;
    const mode = pod.labels[ambient] ?? space.labels[ambient];
    return mode === "ambient" && hasTunnel(pods, pod.node);
  };

type SpaceInMesh = {
  readonly name: string;
  readonly inside: readonly NamedPod[];
  readonly outside: readonly NamedPod[];
};

function spacesInMesh(facts: EncryptionFacts): readonly SpaceInMesh[] | undefined {
  const { "api.namespaces": namespaces, "api.pods": listed } = facts;
  if (namespaces.state === "unknown") return undefined;
  const pods = entriesSeen(listed);
  const live = podsByNamespace(pods, entriesSeen(facts["api.workloads"]));
  return spacesOf(namespaces, pods)
    ?.filter((space) => !space.isOfPlatform && space.name !== root)
    .map((space) => {
      const all = live.get(space.name) ?? [];
      const inside = all.filter(isInMesh(space, pods));
      return { name: space.name, inside, outside: all.filter((one) => !inside.includes(one)) };
    });
}

/** What lets plain text in to pods of a namespace. */
function weaknesses({ name, inside }: SpaceInMesh, all: readonly PeerAuthentication[]): readonly string[] {
  const modes = modesOf(name, all).filter((mode) => mode !== strict);
  const single = all.filter(
    ({ namespace, mode, selector, hasWeakerPort }) =>
      namespace === name &&
      ((mode !== undefined && mode !== strict && selector !== undefined) || hasWeakerPort === true) &&
      inside.some(({ pod }) => selector === undefined || selects(selector, pod.labels)),
  );
  return [...modes, ...single.map((one) => `PeerAuthentication ${one.name}`)].map((what) => `${name}: ${what}`);
}

/** Whether Istio demands mutual TLS of whoever speaks to pods of users, each of them within the mesh. */
export function byIstio(facts: EncryptionFacts): Outcome {
  const peers = facts["api.peer-authentications"];
  if (peers.state === "unknown") return unclear(`its settings were not read: ${peers.message}`);
  if (peers.state === "absent") return unclear("its PeerAuthentications are not served");
  const spaces = spacesInMesh(facts);
  if (spaces === undefined) return unclear("the namespaces were not listed");
  const all = peers.value;
  const meshed = spaces.filter(({ inside }) => inside.length > 0);
  if (meshed.length === 0) return unclear("no pod of users is in the mesh");
  if (!entriesSeen(facts["api.namespaces"]).some(({ name }) => name === root)) {
    return unclear(`there is no namespace ${root}, and which other is the mesh's is not known`);
  }
  const several = meshed.filter(({ name }) => modesOf(name, all).length > 1).map(({ name }) => name);
  if (several.length > 0) return unclear(counted(several, "PeerAuthentications contradict each other in"));
  const weak = meshed.flatMap((space) => weaknesses(space, all));
  if (weak.length > 0) return off(counted(weak, "plain text is let in"));
  const outside = spaces.flatMap((space) => space.outside.map(({ place }) => place));
  return outside.length > 0
    ? unclear(counted(outside, "mutual TLS is demanded, and these pods are not in the mesh"))
    : on("mutual TLS is demanded of whoever speaks to pods of users, and all of them are in the mesh");
}

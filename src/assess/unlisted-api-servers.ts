import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence, NodeRoles } from "../evidence/node.ts";
import { entriesSeen, type Observed } from "../evidence/observed.ts";
import { unreadFacts } from "../evidence/unread.ts";

/** A node of a run, and what it was found to be. */
type Judged = { readonly address: string; readonly role: Observed<NodeRoles> };

/** The addresses that API servers write into their own Service, each its own (the lease reconciler of kube-apiserver). */
function addressesOf({ facts }: ClusterEvidence): readonly string[] {
  const own = entriesSeen(facts["api.services"]).find(
    ({ namespace, name }) => namespace === "default" && name === "kubernetes",
  );
  return [...new Set((own?.endpoints ?? []).map(({ address }) => address))].toSorted();
}

const mayBeControlPlane = ({ role }: Judged): boolean => role.state !== "present" || role.value.controlPlane;
const isControlPlane = ({ role }: Judged): boolean => role.state === "present" && role.value.controlPlane;

/**
 * API servers that are on no node of a run: they exist, nobody looked at them, so they count as unread control planes. Only as many as
 * there are more addresses than nodes that can be control planes: those may stand behind other addresses than they have.
 * Where no node is a control plane somebody else runs it.
 */
export function unlistedApiServers(judged: readonly Judged[], cluster: ClusterEvidence): readonly NodeEvidence[] {
  const addresses = addressesOf(cluster);
  const more = addresses.length - judged.filter(mayBeControlPlane).length;
  if (more <= 0 || !judged.some(isControlPlane)) return [];
  const known = new Set([
    ...judged.map(({ address }) => address),
    ...entriesSeen(cluster.facts["api.nodes"]).flatMap((node) => node.addresses.map(({ address }) => address)),
  ]);
  const message = "an API server is at this address, by the Service default/kubernetes, and no node of the run is";
  return addresses
    .filter((address) => !known.has(address))
    .slice(0, more)
    .map((address) => ({
      node: address,
      address,
      declaredRole: "control-plane" as const,
      labels: {},
      read: { state: "not-in-inventory" as const, cause: "not-collected" as const, message },
      collectedAt: cluster.collectedAt,
      readerSha256: "",
      facts: unreadFacts(address, "not-collected", message),
    }));
}

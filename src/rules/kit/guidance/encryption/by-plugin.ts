import type { FelixConfiguration } from "../../../../evidence/network-settings.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import { reachOf } from "../network/agents-on.ts";
import { isOn } from "../network/cilium-settings.ts";
import { isAgentPod, isOfDaemonSet } from "../policy-agents.ts";
import { type EncryptionFacts, type Outcome, off, on, unclear } from "./outcome.ts";

/** A setting counts where the agent that heeds it was seen to run; that nothing is encrypted, where it runs at all. */
function where(facts: EncryptionFacts, isAgent: (pod: ApiPod) => boolean, encrypts: boolean, setting: string): Outcome {
  const nodes = entriesSeen(facts["api.nodes"]).map(({ name }) => name);
  const reach = reachOf(isAgent, entriesSeen(facts["api.pods"]), nodes);
  if (reach === "nowhere") return unclear(`${setting}, and no agent was seen to run`);
  if (!encrypts) return off(setting);
  return reach === "everywhere" ? on(setting) : unclear(`${setting}, and its agent was not seen on every node`);
}

/** Whether Cilium encrypts between all nodes. */
export function byCilium(facts: EncryptionFacts): Outcome {
  const settings = facts["api.network-settings"];
  if (settings.state === "unknown") return unclear(`its settings were not read: ${settings.message}`);
  const cilium = settings.state === "present" ? settings.value.cilium : undefined;
  if (cilium === undefined) return unclear("there is no ConfigMap kube-system/cilium-config");
  const ways = (["enable-wireguard", "enable-ipsec"] as const).filter((key) => isOn(cilium[key]));
  const setting = ways.length > 0 ? `${ways.join(", ")}: true` : "neither enable-wireguard nor enable-ipsec is true";
  return where(facts, (pod) => isAgentPod(pod, "Cilium"), ways.length > 0, setting);
}

/** The families of addresses that nodes have, by the field that encrypts between them. */
function families(facts: EncryptionFacts): readonly ("wireguard" | "wireguardV6")[] {
  const addresses = entriesSeen(facts["api.nodes"]).flatMap(({ addresses: all }) =>
    all.flatMap(({ type, address }) => (type === "InternalIP" ? [address] : [])),
  );
  const hasV6 = addresses.some((address) => address.includes(":"));
  const hasV4 = !hasV6 || addresses.some((address) => !address.includes(":"));
  return [...(hasV4 ? (["wireguard"] as const) : []), ...(hasV6 ? (["wireguardV6"] as const) : [])];
}

const fields = { wireguard: "wireguardEnabled", wireguardV6: "wireguardEnabledV6" } as const;

function byFelix(facts: EncryptionFacts, all: readonly FelixConfiguration[]): Outcome {
  const wanted = families(facts);
  const byDefault = all.find(({ name }) => name === "default");
  const lacking = wanted.filter((family) => byDefault?.[family] !== true);
  const isAgent = (pod: ApiPod) => isAgentPod(pod, "Calico");
  const named = (which: typeof wanted) => which.map((family) => fields[family]).join(", ");
  if (lacking.length === wanted.length) {
    const ofNodes = all.filter((one) => wanted.some((family) => one[family] === true));
    return ofNodes.length > 0
      ? unclear(`${named(wanted)} is true for single nodes only`)
      : where(facts, isAgent, false, `${named(wanted)} is not true`);
  }
  if (lacking.length > 0) return unclear(`${named(lacking)} is not true, and nodes have addresses of both families`);
  const without = all.filter((one) => wanted.some((family) => one[family] === false)).map(({ name }) => name);
  if (without.length > 0) return unclear(`it is switched off in FelixConfiguration ${without.toSorted().join(", ")}`);
  return where(facts, isAgent, true, `${named(wanted)}: true`);
}

const isFlannel = (pod: ApiPod): boolean =>
  isOfDaemonSet(pod) && pod.containers.some(({ name }) => name === "kube-flannel");

/** Whether Calico encrypts between all nodes; beside flannel (Canal) it is not Calico that carries traffic there. */
export function byCalico(facts: EncryptionFacts): Outcome {
  const felix = facts["api.felix-configurations"];
  if (felix.state === "unknown") return unclear(`its settings were not read: ${felix.message}`);
  if (felix.state === "absent") return unclear("its FelixConfigurations are not served");
  const found = byFelix(facts, felix.value);
  const isCanal = entriesSeen(facts["api.pods"]).some(isFlannel);
  return isCanal && found.state === "on" ? unclear(`${found.why}, and flannel runs beside it`) : found;
}

/** Whether flannel encrypts between all nodes. */
export function byFlannel(facts: EncryptionFacts): Outcome {
  const settings = facts["api.network-settings"];
  if (settings.state === "unknown") return unclear(`its settings were not read: ${settings.message}`);
  const backend = settings.state === "present" ? settings.value.flannelBackend : undefined;
  if (backend === undefined) return unclear("there is no ConfigMap kube-flannel-cfg");
  if (backend === "" || backend === "ipsec") return unclear(`its backend is ${backend || "not understood"}`);
  return where(facts, isFlannel, backend === "wireguard", `its backend is ${backend}`);
}

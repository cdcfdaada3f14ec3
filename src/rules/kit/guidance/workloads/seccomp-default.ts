import { flagReadings } from "../../../../evidence/go-flags.ts";
import type { KubeletOfNode } from "../../../../evidence/kubelet-in-force.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import { onceFor } from "../../../../evidence/once-for.ts";
import type { RunHost } from "../../../../evidence/run.ts";
import type { ShownFacts } from "../../../define-cluster-rule.ts";
import { withoutConfiguration } from "../../kubelet/kubelet-config.ts";
import { finalValue } from "../../kubelet/kubelet-setting.ts";
import { isWindowsNode } from "./security-check.ts";

type Facts = ShownFacts<"api.nodes" | "run.hosts", "api.configz">;

// Of kubelets since 1.22; the same with and without a configuration file.
const seccompDefault = {
  flag: "seccomp-default",
  setting: "seccompDefault",
  defaults: { withConfig: false, withoutConfig: false },
} as const;

/** What a host's own kubelet has in force; undefined where that was not seen. */
function onHost({ facts }: RunHost): boolean | undefined {
  const { "process.kubelet": kubelet, "kubelet.config": config } = facts;
  if (kubelet.state !== "present" || config.state === "unknown") return undefined;
  if (withoutConfiguration(kubelet, config) !== undefined) return undefined;
  const values = kubelet.value
    .flatMap((call) => flagReadings(call))
    .map((flags) => finalValue(seccompDefault, flags, config).value);
  return values.every((value) => typeof value === "boolean") ? values.every((value) => value === true) : undefined;
}

const ofHosts = onceFor(
  (hosts: readonly RunHost[]): ReadonlyMap<string, boolean | undefined> =>
    new Map(
      hosts.flatMap((host): readonly (readonly [string, boolean | undefined])[] => {
        const node = host.facts["node.api"];
        return node.state === "present" ? [[node.value.name, onHost(host)]] : [];
      }),
    ),
);

/** What kubelets say themselves; one of a run before the setting was kept says nothing. */
const ofKubelets = onceFor(
  (kubelets: readonly KubeletOfNode[]): ReadonlyMap<string, boolean | undefined> =>
    new Map(
      kubelets.map(({ node, inForce }) => {
        const value: unknown = inForce.state === "present" ? inForce.value.seccompDefault : undefined;
        return [node, typeof value === "boolean" ? value : undefined];
      }),
    ),
);

/** Whether a node gives containers without a profile the runtime's; undefined where nobody saw it. The worse word counts. */
function onNode(name: string, facts: Facts): boolean | undefined {
  const words = [
    ofHosts(entriesSeen(facts["run.hosts"])).get(name),
    ofKubelets(entriesSeen(facts["api.configz"])).get(name),
  ].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.every(Boolean);
}

/** The same of a pod that may come to any node: true where every node does, false where one is known that does not. */
const onEveryNode = onceFor((facts: Facts): boolean | undefined => {
  const nodes = entriesSeen(facts["api.nodes"]).filter((node) => !isWindowsNode(node));
  const words = nodes.map(({ name }) => onNode(name, facts));
  if (words.includes(false)) return false;
  return words.length > 0 && words.every((word) => word === true) ? true : undefined;
});

/** Whether containers that set no profile have the runtime's, on a node or, for what is on none, on all of them. */
export const defaultsToRuntime = (node: string | undefined, facts: Facts): boolean | undefined =>
  node === undefined ? onEveryNode(facts) : onNode(node, facts);

import type { NodeRoles } from "../../../src/evidence/node.ts";
import {
  apiNode,
  controlPlane,
  type FactsGiven,
  here,
  kubelet,
  manifestOf,
  nothing,
  processOf,
} from "../../support/facts.ts";
import { type Component, containerOf } from "./control-plane.ts";

const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;
const etcd = containerOf("etcd", ["--feature-gates=InitialCorruptCheck=true"]);

export type GatedNode = {
  /** Flags of all three components. */
  readonly all?: readonly string[];
  /** Further flags of single ones. */
  readonly single?: { readonly [K in Component]?: readonly string[] };
  /** Flags with which a component's process runs, where they are not its manifest's. */
  readonly running?: { readonly [K in Component]?: readonly string[] };
  /** Further containers in static pods. */
  readonly pods?: readonly (readonly string[])[];
  readonly kubelet?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  /** The kubelet's version, where it is not the control plane's; `unknown`: the API does not say. */
  readonly kubeletVersion?: string;
};

const nodeApi = (version: string): FactsGiven =>
  version === "unknown" ? {} : { "node.api": apiNode({ kubeletVersion: version }) };

/** A node's kubelet alone: a worker's evidence. */
export const gatedKubelet = (
  version: string,
  { kubelet: flags = [], config = {}, kubeletVersion = version }: GatedNode,
  role: NodeRoles,
): FactsGiven => ({
  ...kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], { authentication: "as it is", ...config }, role),
  ...nodeApi(kubeletVersion),
});

/** A control-plane node of one release with feature gates. */
export function gatedNode(version: string, node: GatedNode = {}): FactsGiven {
  const flagsOf = (name: Component) => [...(node.all ?? []), ...(node.single?.[name] ?? [])];
  const containers = components.map(
    (name) => [name, containerOf(name, flagsOf(name), { image: `registry.k8s.io/${name}:${version}` })] as const,
  );
  const processes = components.map((name) => {
    const flags = node.running?.[name] ?? flagsOf(name);
    return [`process.${name}`, here([processOf([name, ...flags])])];
  });
  const more = (node.pods ?? []).map((argv) => manifestOf(argv));
  return {
    ...gatedKubelet(version, node, controlPlane),
    "static-pods": here([etcd, ...containers.map(([, container]) => container), ...more]),
    ...Object.fromEntries(containers.map(([name, container]) => [`manifest.${name}`, here([container])])),
    ...Object.fromEntries(processes),
    "manifest.etcd": here([etcd]),
    "process.etcd": nothing,
  };
}

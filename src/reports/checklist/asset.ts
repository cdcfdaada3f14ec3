import { isIP } from "node:net";
import type { Assessment, Coverage, CoveredNode } from "../../findings/assessment.ts";
import type { ChecklistScope } from "../../findings/checklist-settings.ts";
import { apiLine, coverageLine, howRead, whyUnread } from "../coverage.ts";
import { unknownKeysLine } from "../host-keys.ts";
import { fipsLine } from "../offered-algorithms.ts";
import { visible } from "../visible-text.ts";
import { type AssetName, namesApart } from "./asset-names.ts";
import { fullDomainName, type TargetData, targetData } from "./target-data.ts";

/** Whom a checklist speaks of. */
export type Asset = AssetName & {
  readonly scope: ChecklistScope;
  /** Addresses, names, and what people say of it in an earlier checklist. */
  readonly target: TargetData;
  /** How much of it was seen. */
  readonly comment: string;
  /** What it is called in sentences: `control-plane node`, of which there may be several. */
  readonly kind: "cluster" | "control-plane node" | "worker node" | "node";
  /** Names of its nodes, as groups have them. Not there for the cluster, which everything is about. */
  readonly nodes?: readonly string[];
};

/** The checklists that roles have, in their order. */
const roles = ["control-plane", "worker"] as const;
type Role = (typeof roles)[number];

/**
 * The assets of an assessment. All names of all scopes are given in one order, whatever is asked for: no two are one,
 * and a node is called the same in every run.
 */
export function assetsOf(assessment: Assessment, scope: ChecklistScope): readonly Asset[] {
  // Of two of one asset the first.
  const earlier = new Map((assessment.carriedFrom ?? []).toReversed().map(({ asset, target }) => [asset, target]));
  return knownAssets(assessment, scope).map((asset) => ({
    ...asset,
    target: targetData(asset.target, earlier.get(asset.hostName)),
  }));
}

type KnownAsset = Omit<Asset, "target"> & { readonly target: Pick<TargetData, "ip" | "fqdn"> };

function knownAssets(assessment: Assessment, scope: ChecklistScope): readonly KnownAsset[] {
  const { cluster, coverage } = assessment;
  const nameOf = namesApart();
  const ofCluster = nameOf(cluster, "cluster");
  const ofRoles = roles.map((role) => [role, nameOf(`${cluster}-${role}`, "role")] as const);
  if (scope === "cluster") return [clusterAsset(assessment, ofCluster)];
  if (scope === "role")
    return ofRoles.filter(([role]) => exists(role, coverage)).map((named) => roleAsset(assessment, ...named));
  return coverage.nodes.map((node) => nodeAsset(assessment, node, nameOf(hostOf(node, cluster), "node")));
}

const clusterAsset = ({ coverage }: Assessment, name: AssetName): KnownAsset => ({
  ...name,
  scope: "cluster",
  target: { ip: "", fqdn: "" },
  kind: "cluster",
  comment: `Kubernetes cluster. ${coverageLine(coverage)}. ${apiOf(coverage)}.${connectionsOf(coverage)}`,
});

function roleAsset({ cluster, coverage }: Assessment, role: Role, name: AssetName): KnownAsset {
  const nodes = coverage.nodes.filter((node) => mayBe(role, node));
  const kind = `${role} node` as const;
  return {
    ...name,
    scope: "role",
    target: { ip: "", fqdn: "" },
    kind,
    nodes: nodes.map((node) => node.name),
    comment: `Every ${kind} of the Kubernetes cluster ${visible(cluster)}. ${coverageLine({ ...coverage, nodes })}. ${apiOf(coverage)}.${connectionsOf({ ...coverage, nodes })}`,
  };
}

const nodeAsset = ({ cluster, coverage }: Assessment, node: CoveredNode, name: AssetName): KnownAsset => ({
  ...name,
  scope: "node",
  target: {
    ip: isIP(node.address) !== 0 && !node.address.includes("%") ? node.address : "",
    fqdn: [node.name, node.address].find((text) => fullDomainName.test(text)) ?? "",
  },
  kind: "node",
  nodes: [node.name],
  comment: `Node ${visible(node.name)} of the Kubernetes cluster ${visible(cluster)}, ${visible(whatItIs(node))}: ${
    node.state === "read" ? howRead(node) : `not read (${whyUnread(node)})`
  }.${connectionsOf({ ...coverage, nodes: [node] })}`,
});

/** What was on offer, and host keys that nobody knew, as the inventory allowed: said wherever the asset's nodes are. */
function connectionsOf(coverage: Coverage): string {
  const fips = fipsLine(coverage);
  const keys = unknownKeysLine(coverage);
  return `${fips === undefined ? "" : ` ${fips}`}${keys === undefined ? "" : ` ${keys}.`}`;
}

/** Whether there is, or may be, such a node. A control plane there is always, and be it the provider's. */
const exists = (role: Role, { nodes, api }: Coverage): boolean =>
  role === "control-plane" ||
  api.state === "unread" ||
  api.state === "not-configured" ||
  nodes.some((node) => mayBe(role, node));

/**
 * Whether a node counts for a role. Of one that nobody knows both do, whatever it is declared to be: it may be a control
 * plane that nobody looked at. A host of etcd only is part of the control plane.
 */
const mayBe = (role: Role, { roles: shown }: CoveredNode): boolean =>
  shown === undefined || shown.includes(role) || (role === "control-plane" && shown.includes("etcd"));

const whatItIs = ({ role, roles: shown }: CoveredNode): string =>
  shown === undefined ? `declared ${role}` : shown.join(" and ");

/** `cp1` of two clusters are two assets; a full name is one already. */
const hostOf = ({ name }: CoveredNode, cluster: string): string => (name.includes(".") ? name : `${name}.${cluster}`);

/** A failure's message may hold a time or a port; a checklist changes only when the result does. */
const apiOf = (coverage: Coverage): string => apiLine({ ...coverage, api: withoutMessage(coverage.api) });

const withoutMessage = ({ message, unread, ...api }: Coverage["api"]): Coverage["api"] => ({
  ...api,
  ...(unread && { unread: unread.map((question) => ({ ...question, message: "" })) }),
});

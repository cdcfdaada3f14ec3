import { isIPv4, isIPv6 } from "node:net";
import type { Assessment, CoveredNode } from "../../findings/assessment.ts";
import { apiLine, howRead, nodesReadLine, whyUnread } from "../coverage.ts";
import { nameBasedUuid } from "./name-based-uuid.ts";
import { line, paragraphs, properties, value } from "./oscal-text.ts";

/** The component that stands for the cluster: what is judged on no single node is about it. */
export const clusterUuid = (cluster: string): string => nameBasedUuid("cluster", cluster);

/** The inventory item of a node. */
export const nodeUuid = (cluster: string, node: string): string => nameBasedUuid("node", cluster, node);

const toolUuid = ({ tool }: Assessment): string => nameBasedUuid("tool", tool.version);

/** Everything here is plimsoll's word. */
export const originsOf = (assessment: Assessment) => [
  { actors: [{ type: "tool", "actor-uuid": toolUuid(assessment) }] },
];

/** The cluster, its nodes and the tool that looked at them. */
export const localDefinitions = (assessment: Assessment) => ({
  components: [clusterComponent(assessment)],
  ...(assessment.coverage.nodes.length > 0 && {
    "inventory-items": assessment.coverage.nodes.map((node) => inventoryItem(assessment.cluster, node)),
  }),
  "assessment-assets": {
    components: [toolComponent(assessment)],
    "assessment-platforms": [
      {
        uuid: nameBasedUuid("platform", assessment.tool.version),
        title: "plimsoll",
        "uses-components": [{ "component-uuid": toolUuid(assessment) }],
      },
    ],
  },
});

function clusterComponent({ cluster, coverage }: Assessment) {
  const isSeen = coverage.api.version !== undefined || coverage.nodes.some(({ state }) => state === "read");
  return {
    uuid: clusterUuid(cluster),
    type: "system",
    title: line(`Kubernetes cluster ${cluster}`),
    description: paragraphs([nodesReadLine(coverage), apiLine(coverage)]),
    ...(coverage.api.version !== undefined && { props: [{ name: "version", value: value(coverage.api.version) }] }),
    status: isSeen ? { state: "operational" } : { state: "other", remarks: "Nothing of it could be read." },
  };
}

const toolComponent = (assessment: Assessment) => ({
  uuid: toolUuid(assessment),
  type: "software",
  title: "plimsoll",
  description: "Remote, agentless auditor of Kubernetes clusters. It reads and changes nothing.",
  props: [
    { name: "version", value: value(assessment.tool.version) },
    ...properties({ "reader-sha256": assessment.tool.readerSha256 }),
  ],
  status: { state: "operational" },
});

const inventoryItem = (cluster: string, node: CoveredNode) => ({
  uuid: nodeUuid(cluster, node.name),
  description: paragraphs([`Node ${node.name} (${node.role})`]),
  props: [
    { name: "asset-id", value: value(node.name) },
    ...addressOf(node.address),
    ...properties({
      role: node.role,
      read: node.state === "read" ? howRead(node) : `no: ${whyUnread(node)}`,
    }),
  ],
  "implemented-components": [{ "component-uuid": clusterUuid(cluster) }],
});

function addressOf(address: string) {
  if (address === "") return [];
  if (isIPv4(address)) return [{ name: "ipv4-address", value: address }];
  if (isIPv6(address)) return [{ name: "ipv6-address", value: address }];
  return properties({ address });
}

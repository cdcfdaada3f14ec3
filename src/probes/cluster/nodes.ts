import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { ApiNode } from "../../evidence/cluster.ts";
import { tellingAnnotations } from "../../evidence/layout.ts";
import type { Observed } from "../../evidence/observed.ts";
import { apiRequests } from "./api-requests.ts";
import { givenArguments, k3sArguments } from "./node-arguments.ts";
import { getList, getOne } from "./read-list.ts";

// Unknown fields are dropped here: evidence is what rules need, not whole objects.
const nodeSchema = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.unknown()).default({}),
  }),
  spec: z
    .object({
      taints: z.array(z.object({ key: z.string(), effect: z.string() })).default([]),
      providerID: z.string().default(""),
    })
    .prefault({}),
  status: z.object({
    addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    nodeInfo: z.object({
      kubeletVersion: z.string(),
      osImage: z.string().default(""),
      containerRuntimeVersion: z.string().default(""),
      kernelVersion: z.string().default(""),
      bootID: z.string().default(""),
    }),
  }),
});
const versionSchema = z.object({ gitVersion: z.string() });

/** A node as the API gives it. */
const readNode = (item: unknown): ApiNode => {
  const { metadata, spec, status } = nodeSchema.parse(item);
  const given = givenArguments(metadata.annotations[k3sArguments]);
  const { kubeletVersion, osImage, containerRuntimeVersion: runtime, kernelVersion: kernel, bootID } = status.nodeInfo;
  return {
    name: metadata.name,
    addresses: status.addresses,
    labels: metadata.labels,
    taints: spec.taints,
    ready: status.conditions.some(({ type, status: state }) => type === "Ready" && state === "True"),
    kubeletVersion,
    osImage,
    ...(runtime === "" ? {} : { runtime }),
    ...(kernel === "" ? {} : { kernel }),
    ...(bootID === "" ? {} : { bootId: bootID }),
    annotations: tellingAnnotations.filter((name) => Object.hasOwn(metadata.annotations, name)),
    ...(given && { givenArguments: given }),
    // The rest names the machine, and perhaps an account.
    ...(spec.providerID !== "" && { provider: spec.providerID.split(":")[0] ?? "" }),
  };
};

/** The version of the API server. */
export const getVersion = (api: ApiSession): Promise<Observed<string>> =>
  getOne(api, apiRequests.version, (body) => versionSchema.parse(body).gitVersion);

/** Every node that the API server knows. */
export const getNodes = (api: ApiSession): Promise<Observed<readonly ApiNode[]>> =>
  getList(api, apiRequests.nodes, readNode);

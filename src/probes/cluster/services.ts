import { z } from "zod";
import type { ApiService } from "../../evidence/cluster.ts";
import { protocolOf, protocolSchema } from "../parse/port-protocol.ts";
import { entries, nullableList } from "./nullable-list.ts";

const labelsSchema = z.record(z.string(), z.string()).nullish();
// Labels by which Services name a control-plane component; the values of others are nobody's concern.
const naming = ["component", "k8s-app", "app.kubernetes.io/component", "app.kubernetes.io/name"];
const namingOf = (labels: z.infer<typeof labelsSchema>) =>
  Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => naming.includes(key)));

const serviceSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string(), labels: labelsSchema }),
  spec: z.object({
    type: z.string().default("ClusterIP"),
    clusterIP: z.string().default(""),
    selector: labelsSchema,
    externalIPs: nullableList(z.string()),
    ports: nullableList(z.object({ protocol: protocolSchema, port: z.number(), nodePort: z.number().optional() })),
  }),
  status: z.object({ loadBalancer: z.object({ ingress: nullableList(z.unknown()) }).prefault({}) }).prefault({}),
});

const sliceSchema = z.object({
  metadata: z.object({
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  endpoints: nullableList(
    z.object({
      addresses: nullableList(z.string()),
      conditions: z.object({ ready: z.boolean().nullish() }).nullish(),
    }),
  ),
  // A port without a number stands for all ports: no cluster makes such slices, and none is understood here.
  ports: nullableList(z.object({ protocol: protocolSchema, port: z.number() })),
});

/** The addresses and ports behind a Service, as one of its slices has them. */
export type ServiceSlice = {
  /** `namespace/name` of the Service. */
  readonly service: string;
  readonly endpoints: ApiService["endpoints"];
};

/** A Service as the API gives it, its endpoints still unknown. */
export function readService(item: unknown): ApiService {
  const { metadata, spec, status } = serviceSchema.parse(item);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    type: spec.type,
    clusterIP: spec.clusterIP !== "" && spec.clusterIP !== "None",
    external:
      spec.type === "LoadBalancer" ||
      [spec.externalIPs, status.loadBalancer.ingress].some((list) => entries<unknown>(list).length > 0),
    labels: namingOf(metadata.labels),
    selector: namingOf(spec.selector),
    ports: entries(spec.ports).map(({ protocol, port, nodePort }) => ({
      protocol: protocolOf(protocol),
      port,
      ...(nodePort === undefined ? {} : { nodePort }),
    })),
    endpoints: [],
  };
}

/** An EndpointSlice as the API gives it. */
export function readSlice(item: unknown): ServiceSlice {
  const { metadata, endpoints, ports } = sliceSchema.parse(item);
  const addresses = entries(endpoints).flatMap((endpoint) =>
    entries(endpoint.addresses).map((address) => ({
      address,
      // Unknown counts as ready, by the API's own words.
      ...(endpoint.conditions?.ready === false && { isNotReady: true as const }),
    })),
  );
  return {
    service: `${metadata.namespace}/${metadata.labels["kubernetes.io/service-name"] ?? ""}`,
    endpoints: addresses.flatMap((endpoint) =>
      entries(ports).map(({ protocol, port }) => ({ ...endpoint, protocol: protocolOf(protocol), port })),
    ),
  };
}

const orderOf = ({ address, protocol, port }: ApiService["endpoints"][number]): string =>
  `${address} ${protocol} ${port}`;

/** Services with the endpoints of their slices. */
export function joinSlices(services: readonly ApiService[], slices: readonly ServiceSlice[]): readonly ApiService[] {
  const slicesOf = new Map<string, ServiceSlice[]>();
  for (const slice of slices) {
    const known = slicesOf.get(slice.service);
    if (known === undefined) slicesOf.set(slice.service, [slice]);
    else known.push(slice);
  }
  return services.map((service) => ({
    ...service,
    endpoints: (slicesOf.get(`${service.namespace}/${service.name}`) ?? [])
      .flatMap(({ endpoints }) => endpoints)
      .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  }));
}

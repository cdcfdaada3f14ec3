import { z } from "zod";
import type { PodPort } from "../../evidence/processes.ts";
import { protocolOf, protocolSchema } from "./port-protocol.ts";

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const askedSchema = z.object({ port: z.union([z.number(), z.string()]), host: z.string().optional() });
const probeSchema = z
  .object({ httpGet: askedSchema.nullish(), tcpSocket: askedSchema.nullish(), grpc: askedSchema.nullish() })
  .nullish();
const containerSchema = z.object({
  ports: list(
    z.object({
      name: z.string().optional(),
      containerPort: z.number(),
      hostPort: z.number().optional(),
      hostIP: z.string().optional(),
      protocol: protocolSchema,
    }),
  ),
  livenessProbe: probeSchema,
  readinessProbe: probeSchema,
  startupProbe: probeSchema,
});
const podSchema = z.object({
  spec: z.object({
    hostNetwork: z.boolean().default(false),
    initContainers: list(containerSchema),
    containers: list(containerSchema),
  }),
});

type Container = z.infer<typeof containerSchema>;

const at = (address: string | undefined) => (address === undefined || address === "" ? {} : { address });

const declaredPorts = ({ ports }: Container, hostNetwork: boolean): readonly PodPort[] =>
  ports.flatMap(({ containerPort, hostPort, hostIP, protocol }): readonly PodPort[] => [
    { kind: "container port", protocol: protocolOf(protocol), port: containerPort, hostNetwork },
    // On the host's network the two are the same port.
    ...(hostPort === undefined || hostNetwork
      ? []
      : [{ kind: "host port" as const, protocol: protocolOf(protocol), port: hostPort, hostNetwork, ...at(hostIP) }]),
  ]);

/** A probe's port: a number, the name of one of the container's ports, else a number written as text. */
function portOf({ ports }: Container, asked: number | string): { readonly port?: number } {
  if (typeof asked === "number") return { port: asked };
  const named = ports.find(({ name }) => name === asked)?.containerPort;
  if (named !== undefined) return { port: named };
  return /^\d+$/.test(asked) ? { port: Number(asked) } : {};
}

const probedPorts = (container: Container, hostNetwork: boolean): readonly PodPort[] =>
  [container.livenessProbe, container.readinessProbe, container.startupProbe]
    .flatMap((probe) => [probe?.httpGet, probe?.tcpSocket, probe?.grpc])
    .flatMap((asked): readonly PodPort[] => {
      if (asked === undefined || asked === null) return [];
      return [{ kind: "probe", protocol: "tcp", ...portOf(container, asked.port), hostNetwork, ...at(asked.host) }];
    });

/** The ports that a pod declares and probes, of all its containers; undefined where they are not understood. */
export function podPorts(pod: unknown): readonly PodPort[] | undefined {
  const read = podSchema.safeParse(pod);
  if (!read.success) return undefined;
  const { hostNetwork, initContainers, containers } = read.data.spec;
  return [...initContainers, ...containers].flatMap((container) => [
    ...declaredPorts(container, hostNetwork),
    ...probedPorts(container, hostNetwork),
  ]);
}

import { z } from "zod";
import type { PodVolume } from "../../evidence/pod-security.ts";
import type { ApiContainer, ApiPod, ApiPodTemplate, ApiWorkload, PodSpec, WorkloadKind } from "../../evidence/pods.ts";
import { protocolOf, protocolSchema } from "../parse/port-protocol.ts";
import { attachedSecrets, imagePullSecretsSchema } from "./attached-secrets.ts";
import { limitsOf, resourcesSchema, zeroLimitsOf } from "./limits.ts";
import { mirrorAnnotation, readMirrored } from "./mirror-pods.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { ownerOf, ownersSchema } from "./owner.ts";
import {
  type Annotations,
  containerSecuritySchema,
  podSecurityFields,
  readContainerSecurity,
  readPodSecurity,
} from "./pod-security.ts";
import { readMounts, readVolumes, volumeMountsSchema, volumesSchema } from "./pod-volumes.ts";
import { secretVariables } from "./secret-variables.ts";
import { readTokens, tokenFields } from "./service-account-tokens.ts";

const labels = z.record(z.string(), z.string()).nullish();
const annotationsSchema = z.record(z.string(), z.unknown()).nullish();

const containerSchema = z.object({
  name: z.string(),
  image: z.string().default(""),
  ports: nullableList(
    z.object({ protocol: protocolSchema, containerPort: z.number(), hostPort: z.number().nullish() }),
  ),
  env: nullableList(
    z.object({
      name: z.string(),
      valueFrom: z
        .object({ secretKeyRef: z.object({ name: z.string().default(""), key: z.string() }).nullish() })
        .nullish(),
    }),
  ),
  envFrom: nullableList(z.object({ secretRef: z.object({ name: z.string().default("") }).nullish() })),
  securityContext: containerSecuritySchema,
  volumeMounts: volumeMountsSchema,
  resources: resourcesSchema,
});

const specSchema = z.object({
  runtimeClassName: z.string().nullish(),
  hostNetwork: z.boolean().nullish(),
  containers: nullableList(containerSchema),
  initContainers: nullableList(containerSchema),
  ephemeralContainers: nullableList(containerSchema),
  volumes: volumesSchema,
  imagePullSecrets: imagePullSecretsSchema,
  ...podSecurityFields,
  ...tokenFields,
  resources: resourcesSchema,
});

const metadataSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  labels,
  ownerReferences: ownersSchema,
});
const statusSchema = nullableList(
  z.object({ name: z.string(), image: z.string().default(""), imageID: z.string().default("") }),
);
const podSchema = z.object({
  metadata: metadataSchema.extend({ annotations: annotationsSchema }),
  spec: specSchema.extend({
    nodeName: z.string().nullish(),
  }),
  status: z
    .object({
      phase: z.string().default(""),
      containerStatuses: statusSchema,
      initContainerStatuses: statusSchema,
      ephemeralContainerStatuses: statusSchema,
    })
    .prefault({}),
});

const templateSchema = z.object({
  metadata: z.object({ labels, annotations: annotationsSchema }).prefault({}),
  spec: specSchema,
});
const workloadSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ template: templateSchema, replicas: z.number().nullish() }),
});
const podTemplateSchema = z.object({ metadata: metadataSchema, template: templateSchema });
const cronJobSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ jobTemplate: z.object({ spec: z.object({ template: templateSchema }) }) }),
});

type Container = z.infer<typeof containerSchema>;

function readContainer(
  kind: ApiContainer["kind"],
  container: Container,
  annotations: Annotations,
  volumes: readonly PodVolume[],
): ApiContainer {
  const security = readContainerSecurity(container, annotations);
  const mounts = readMounts(container.volumeMounts, volumes);
  return {
    kind,
    name: container.name,
    image: container.image,
    ports: entries(container.ports).map(({ hostPort, protocol, containerPort }) => ({
      protocol: protocolOf(protocol),
      containerPort,
      ...(typeof hostPort === "number" ? { hostPort } : {}),
    })),
    secretVariables: secretVariables(container),
    ...(security && { security }),
    ...(mounts.length > 0 && { mounts }),
    ...limitsOf(container, "limits"),
    ...zeroLimitsOf(container),
  };
}

const isNamed = (name: string | null | undefined): name is string => (name ?? "") !== "";

function readSpec(spec: z.infer<typeof specSchema>, annotations: Annotations): PodSpec {
  const volumes = readVolumes(spec.volumes);
  const containers = (kind: ApiContainer["kind"], given: typeof spec.containers) =>
    entries(given).map((container) => readContainer(kind, container, annotations, volumes));
  return {
    ...(isNamed(spec.runtimeClassName) && { runtimeClass: spec.runtimeClassName }),
    hostNetwork: spec.hostNetwork === true,
    containers: [
      ...containers("init container", spec.initContainers),
      ...containers("container", spec.containers),
      ...containers("ephemeral container", spec.ephemeralContainers),
    ],
    attachedSecrets: attachedSecrets(spec),
    security: readPodSecurity(spec, annotations),
    ...(volumes.length > 0 && { volumes }),
    ...readTokens(spec),
    ...limitsOf(spec, "podLimits"),
  };
}

const readMetadata = ({ namespace, name, labels: given, ownerReferences }: z.infer<typeof metadataSchema>) => ({
  namespace,
  name,
  labels: given ?? {},
  ...ownerOf(ownerReferences),
});

/** A pod as the API gives it. */
export function readPod(item: unknown): ApiPod {
  const { metadata, spec, status } = podSchema.parse(item);
  const imageVolumes = entries(spec.volumes)
    .flatMap(({ image }) => image?.reference ?? [])
    .filter(isNamed);
  const { phase, containerStatuses, initContainerStatuses, ephemeralContainerStatuses } = status;
  const annotations = metadata.annotations ?? {};
  const mirrored = readMirrored(item, annotations, metadata);
  return {
    ...readMetadata(metadata),
    ...(Object.hasOwn(annotations, mirrorAnnotation) && { isMirror: true }),
    ...(mirrored && { mirrored }),
    ...readSpec(spec, annotations),
    ...(isNamed(spec.nodeName) && { node: spec.nodeName }),
    ...(imageVolumes.length > 0 && { imageVolumes }),
    phase,
    running: [initContainerStatuses, containerStatuses, ephemeralContainerStatuses]
      .flatMap(entries)
      .map(({ name, image, imageID }) => ({ container: name, image, imageID })),
  };
}

const readTemplated = ({ metadata, template }: z.infer<typeof podTemplateSchema>) => ({
  ...readMetadata(metadata),
  templateLabels: template.metadata.labels ?? {},
  ...readSpec(template.spec, template.metadata.annotations ?? {}),
});

function readOwnTemplate(kind: WorkloadKind, item: unknown) {
  if (kind === "CronJob") {
    const { metadata, spec } = cronJobSchema.parse(item);
    return readTemplated({ metadata, template: spec.jobTemplate.spec.template });
  }
  const { metadata, spec } = workloadSchema.parse(item);
  const read = readTemplated({ metadata, template: spec.template });
  return spec.replicas === 0 ? { ...read, isScaledToZero: true as const } : read;
}

/** An object that makes pods, as the API gives it. */
export const readWorkload =
  (kind: WorkloadKind) =>
  (item: unknown): ApiWorkload => ({ kind, ...readOwnTemplate(kind, item) });

/** A PodTemplate as the API gives it. */
export const readPodTemplate = (item: unknown): ApiPodTemplate => ({
  kind: "PodTemplate",
  ...readTemplated(podTemplateSchema.parse(item)),
});

import type { LimitedResource } from "./namespace-limits.ts";
import type { Observed } from "./observed.ts";
import type { ContainerSecurity, PodSecurity, PodVolume, VolumeMount } from "./pod-security.ts";
import type { ComponentContainer } from "./processes.ts";
import type { PortProtocol } from "./site.ts";

/** A port that a container declares. */
export type ContainerPort = {
  readonly protocol: PortProtocol;
  readonly containerPort: number;
  readonly hostPort?: number;
};

/** An environment variable that is filled from a Secret: names only, never its value. Without `variable`: all its keys. */
export type SecretVariable = { readonly variable?: string; readonly secret: string; readonly key?: string };

/** A container of a pod or of a pod template, as far as rules look at it. */
export type ApiContainer = {
  readonly kind: "container" | "init container" | "ephemeral container";
  readonly name: string;
  readonly image: string;
  readonly ports: readonly ContainerPort[];
  readonly secretVariables: readonly SecretVariable[];
  /** Nothing where it says nothing of it. */
  readonly security?: ContainerSecurity;
  /** Where it has the volumes that are kept of its pod. */
  readonly mounts?: readonly VolumeMount[];
  /** What it has limits on, but none of zero, which is no limit; absent: nothing. Runs of 0.1.0 have none. */
  readonly limits?: readonly LimitedResource[];
  /** What it has a limit of zero on, for which a LimitRange gives no other. */
  readonly zeroLimits?: readonly LimitedResource[];
};

/** What a container runs, as the node reports it: the image's name, of several any, and its digest. */
export type RunningImage = {
  /** The container's name; older runs did not keep it. */
  readonly container?: string;
  readonly image: string;
  readonly imageID: string;
};

/** A Secret that a pod is given other than by variables: by name, and how (`volume`, `image pull`). */
export type AttachedSecret = { readonly secret: string; readonly how: string };

/** A token of the pod's ServiceAccount that a volume brings. */
export type ProjectedToken = {
  /** For whom it is; absent: the API server. */
  readonly audience?: string;
  readonly expirationSeconds?: number;
};

/** What pods and pod templates have in common. */
export type PodSpec = {
  /** Absent: of a static pod none, of a template `default`. Runs of 0.1.0 have it of pods only. */
  readonly serviceAccount?: string;
  /** Whether it is given its account's token; absent where it does not say. */
  readonly automountToken?: boolean;
  readonly projectedTokens?: readonly ProjectedToken[];
  /** Limits on all its containers together, as `limits` of a container. */
  readonly podLimits?: readonly LimitedResource[];
  /** The RuntimeClass that it asks for; absent: the runtime's default. */
  readonly runtimeClass?: string;
  readonly hostNetwork: boolean;
  readonly containers: readonly ApiContainer[];
  readonly attachedSecrets: readonly AttachedSecret[];
  /** Empty where it says nothing of it. Runs that were made before it was kept have none, and no `security` of containers. */
  readonly security?: PodSecurity;
  /** Nothing where there are none that are kept. */
  readonly volumes?: readonly PodVolume[];
};

/** What an object names as its owner. */
export type OwnerName = { readonly kind: string; readonly name: string };

/** The kinds of objects that make pods from a template. */
export type WorkloadKind =
  | "Deployment"
  | "StatefulSet"
  | "DaemonSet"
  | "ReplicaSet"
  | "Job"
  | "CronJob"
  | "ReplicationController";

/** A pod as the API lists it. */
export type ApiPod = PodSpec & {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The object that manages it; none where somebody made the pod by hand. */
  readonly owner?: OwnerName;
  /** Shows a static pod of its node: it has the kubelet's annotation for that. */
  readonly isMirror?: true;
  /** What of a mirror pod runs a component, as the kubelet took it from a manifest's file; nothing where it runs none. */
  readonly mirrored?: Observed<readonly ComponentContainer[]>;
  /** The node it is on; none where it still waits for one. */
  readonly node?: string;
  /** Images that are mounted as volumes; nothing where there are none. */
  readonly imageVolumes?: readonly string[];
  readonly phase: string;
  readonly running: readonly RunningImage[];
};

type Templated<Kind> = PodSpec & {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly templateLabels: Readonly<Record<string, string>>;
  readonly owner?: OwnerName;
  /** Wants no pods: scaled to zero, or an older state that a Deployment keeps to go back to. */
  readonly isScaledToZero?: true;
};

/** An object that makes pods from a template, with any number of replicas. */
export type ApiWorkload = Templated<WorkloadKind>;

/** A template by itself: no controller of Kubernetes makes pods from it, but somebody's program may. */
export type ApiPodTemplate = Templated<"PodTemplate">;

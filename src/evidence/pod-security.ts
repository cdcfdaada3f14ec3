/** A seccomp or AppArmor profile; a Localhost one is a file or a profile of the node. */
export type SecurityProfile = { readonly type: string; readonly localhostProfile?: string };

/** What SELinux is told of a container; nothing of the level, which tells pods apart and confines none less. */
export type SeLinuxOptions = { readonly user?: string; readonly role?: string; readonly type?: string };

/** What may be set for a pod and for a container, where the container's counts; what is not there is not set. */
type Security = {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly seccomp?: SecurityProfile;
  /** The annotation that came before the field, as it is written; servers since 1.27 pay no heed to it. */
  readonly seccompAnnotation?: string;
  readonly appArmor?: SecurityProfile;
  readonly seLinux?: SeLinuxOptions;
  /** Of Windows: runs as a process of the host. */
  readonly hostProcess?: boolean;
};

/** What a container says of its own security. */
export type ContainerSecurity = Security & {
  readonly privileged?: true;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: true;
  readonly addedCapabilities?: readonly string[];
  readonly droppedCapabilities?: readonly string[];
  /** The annotation that came before the field, as it is written. */
  readonly appArmorAnnotation?: string;
};

/** What a pod says of the security of all its containers. */
export type PodSecurity = Security & {
  readonly hostPID?: true;
  readonly hostIPC?: true;
  readonly shareProcessNamespace?: true;
  /** False: has users of its own, and its root is nobody on the host. Else it has the host's. */
  readonly hostUsers?: false;
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
  /** The operating system that it is for, where it says so. */
  readonly os?: string;
};

/** A volume that may be written to or that shows the host; of those that cannot be (ConfigMaps, ...) nothing is kept. */
export type PodVolume = {
  readonly name: string;
  /** What it is, by the field's name in the API: `emptyDir`, `hostPath`, `persistentVolumeClaim`, ... */
  readonly kind: string;
  readonly readOnly?: true;
  /** Of a hostPath, the path on the node. */
  readonly path?: string;
  /** Of a claim, its name. */
  readonly claim?: string;
};

/** Where a container has such a volume. */
export type VolumeMount = { readonly volume: string; readonly path: string; readonly readOnly?: true };

/** A PersistentVolume that is a path on a node; those that are on other storage are not kept. */
export type NodeVolume = {
  readonly name: string;
  readonly kind: "hostPath" | "local";
  readonly path: string;
  readonly phase: string;
  readonly claim?: { readonly namespace: string; readonly name: string };
};

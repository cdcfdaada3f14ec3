import type { Observed } from "./observed.ts";

/** A container engine that runs: by its unit's main process, or among the processes. */
export type ContainerEngine = { readonly program: string; readonly uid: number };

/** A configuration of the network plugin: of its content only which plugins it names, in their order. */
export type CniConfiguration = { readonly file: string; readonly plugins: Observed<readonly string[]> };

/** Where the journal goes: what is configured, and what is there. */
export type JournalState = {
  /** `Storage=` of the files that systemd reads, the last one; undefined: not set. */
  readonly storage?: { readonly value: string; readonly file: string; readonly line: number };
  /** /var/log/journal is a directory. */
  readonly hasDirectory: boolean;
  /** The system's journal is in /run/log/journal, in memory. */
  readonly isInMemory: boolean;
  /** `ForwardToSyslog=`, or the default that the file shows; undefined: neither is seen, or the run is older. */
  readonly passesToSyslog?: boolean;
};

/** What of the kernel's security modules shows in sysfs, and what the runtimes need to use AppArmor. */
export type SecurityModules = {
  /** securityfs is mounted: what is not there is not in the kernel, or off. */
  readonly securityfs: boolean;
  readonly appArmor: boolean;
  /** /sbin/apparmor_parser: without it containerd and CRI-O load no profile. */
  readonly appArmorParser: boolean;
  /** The kernel's own word, `enabled` of the module; undefined: it has no such module, or the run is older. */
  readonly appArmorEnabled?: boolean;
  readonly seLinux: boolean;
  /** Whether SELinux enforces now; undefined: it is not on, or the run is older. */
  readonly seLinuxEnforces?: boolean;
  /** `SELINUX=` of /etc/selinux/config, for the next boot; undefined: not set, or no such file. */
  readonly seLinuxConfigured?: string;
};

/** A label that processes in the kubelet's containers have: AppArmor's with its mode, or SELinux's without its level. */
export type ContainerLabel = {
  readonly label: string;
  /** A container's own program, not privileged and in namespaces of its own: what the runtime confines unless told not to. */
  readonly limited: boolean;
};

/** How what runs in containers is confined: every label once. */
export type ContainerLabels = {
  readonly labels: readonly ContainerLabel[];
  /** AppArmor's own mode; under `complain` no profile is enforced. Undefined: it shows none. */
  readonly appArmorMode?: string;
};

/** A seccomp profile below the kubelet's directory, and whether one of its actions only records. */
export type SeccompProfile = { readonly path: string; readonly logs: Observed<boolean> };

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
};

/** What of the kernel's security modules stands in sysfs, and what the runtimes need to use AppArmor. */
export type SecurityModules = {
  /** securityfs is mounted: what is not there is not in the kernel, or off. */
  readonly securityfs: boolean;
  readonly appArmor: boolean;
  /** /sbin/apparmor_parser: without it containerd and CRI-O load no profile. */
  readonly appArmorParser: boolean;
  readonly seLinux: boolean;
  /** `SELINUX=` of /etc/selinux/config, for the next boot; undefined: not set, or no such file. */
  readonly seLinuxConfigured?: string;
};

/** A seccomp profile below the kubelet's directory, and whether one of its actions only records. */
export type SeccompProfile = { readonly path: string; readonly logs: Observed<boolean> };

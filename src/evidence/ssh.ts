import type { HostProcess } from "./processes.ts";

/** What systemd says of one unit. */
export type UnitState = {
  readonly id: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly unitFileState: string;
  /**
   * The units that start it with themselves (WantedBy= and RequiredBy=, links of a vendor below /usr among them, which the unit
   * file's state passes over). Not there of a unit that is not, and where it was not asked for.
   */
  readonly wantedBy?: readonly string[];
};

/** What systemd makes itself since 256 where sshd is installed, whatever sshd's own units say (systemd-ssh-generator(8)). */
export const generatedSshUnits = ["sshd-unix-local.socket", "sshd-unix-export.socket", "sshd-vsock.socket"] as const;

/** The SSH daemons of a host: units that systemd knows, processes that run. */
export type SshDaemons = { readonly units: readonly UnitState[]; readonly processes: readonly HostProcess[] };

/** What client and server of an SSH connection agreed on. */
export type SshAlgorithms = {
  readonly kex: string;
  readonly hostKey: string;
  readonly cipher: string;
  readonly mac: string;
};

/** How the audit's own SSH attempt ended. Mirrors what `connect` reports, as a fact about the node. */
export type SshTransport = {
  readonly address: string;
  readonly port: number;
  readonly stage: string;
  readonly outcome: string;
  readonly message: string;
  readonly banner?: string;
  /** SHA-256 fingerprint of the host key that was offered. */
  readonly hostKey?: string;
  /** Why that key was believed; not there where it was not, and in evidence of older versions. */
  readonly hostKeyTrust?: "known" | "certificate" | "accepted-new";
  readonly algorithms?: SshAlgorithms;
  readonly client?: "ssh2" | "openssh";
  readonly viaJump: boolean;
};

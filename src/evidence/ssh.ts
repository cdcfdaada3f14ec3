import type { HostProcess } from "./processes.ts";

/** What systemd says of one unit. */
export type UnitState = {
  readonly id: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly unitFileState: string;
};

/** The SSH daemons of a host: units that systemd knows, processes that run. */
export type SshDaemons = { readonly units: readonly UnitState[]; readonly processes: readonly HostProcess[] };

/** How the audit's own SSH attempt ended. Mirrors what `connect` reports, as a fact about the node. */
export type SshTransport = {
  readonly address: string;
  readonly port: number;
  readonly stage: string;
  readonly outcome: string;
  readonly message: string;
  readonly banner?: string;
  /** SHA-256 fingerprint of the host key, and why it was believed: "known", "certificate" or "accepted-new". */
  readonly hostKey?: string;
  readonly hostKeyTrust?: string;
  readonly algorithms?: {
    readonly kex: string;
    readonly hostKey: string;
    readonly cipher: string;
    readonly mac: string;
  };
  /** Who spoke SSH: "ssh2" or "openssh"; runs of before lack it. */
  readonly client?: string;
  readonly viaJump: boolean;
};

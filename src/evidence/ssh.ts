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
  /** Why its host key was believed: `accepted-new` where nobody had known it. */
  readonly hostKeyTrust?: string;
  readonly viaJump: boolean;
};

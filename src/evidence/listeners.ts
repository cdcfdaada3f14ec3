import type { ComponentName } from "./processes.ts";

/** A listening TCP socket, or a UDP socket that takes from anyone. */
export type Listener = {
  readonly protocol: "tcp" | "udp";
  /** As the kernel has it: `0.0.0.0`, `::`, `127.0.0.1`; never a name. */
  readonly address: string;
  readonly port: number;
  /** Base name of the executable that holds the socket; undefined where no process of this node does. */
  readonly program?: string;
  /** The component that the program is. */
  readonly component?: ComponentName;
};

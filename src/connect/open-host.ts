import { connectFailure } from "./connect-failure.ts";
import type { OpenHost } from "./reach-host.ts";
import { openSsh2 } from "./ssh2.ts";

/** Logs in to a host by the transport that the inventory names for it. */
export const openHost: OpenHost = (visit, seen) => {
  if (visit.host.ssh.transport === "ssh2") return openSsh2(visit, seen);
  return Promise.resolve(connectFailure("tcp", "unsupported", "the transport openssh is not there yet"));
};

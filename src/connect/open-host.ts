import type { Host } from "../inventory/inventory.ts";
import type { ConnectOptions } from "./doors.ts";
import type { Knock } from "./knock.ts";
import { knockOpenssh, openOpenssh } from "./openssh/openssh.ts";
import type { OpenHost } from "./reach-host.ts";
import { knockSsh2, openSsh2 } from "./ssh2/ssh2.ts";

/** Logs in to a host by the transport that the inventory names for it. */
export const openHost: OpenHost = (visit, seen) =>
  visit.host.ssh.transport === "openssh" ? openOpenssh(visit, seen) : openSsh2(visit, seen);

/** Tries a host's port and its host key by its transport, without logging in there. Never rejects. */
export const knockHost = (host: Host, options: ConnectOptions): Promise<Knock> =>
  host.ssh.transport === "openssh" ? knockOpenssh(host, options) : knockSsh2(host, options);

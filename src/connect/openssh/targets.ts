import type { Host, JumpHost } from "../../inventory/inventory.ts";
import { type ConnectOptions, knownHostsOf, nameInKnownHosts, ownDoor, type Visit } from "../doors.ts";
import { offeredAlgorithms } from "../keys/algorithms.ts";
import { hostKeyAlgorithms, type KnownHostsFile } from "../known-hosts/host-key.ts";
import { hasCertAuthority, knownTypes } from "../known-hosts/known-hosts.ts";
import type { OpensshTarget } from "./ssh-arguments.ts";

/** What `ssh` is told of a host. */
export function hostTarget({ host, options, deadline }: Visit): OpensshTarget {
  const { address, name, ssh } = host;
  const { config, certificateFile, proxyCommand } = ssh;
  const strictHostKeyChecking = isToBelieve(host, options) ? "accept-new" : "yes";
  return {
    ...commonTarget({ ...ssh, address }, ssh.knownHosts, options, deadline),
    strictHostKeyChecking,
    ...(certificateFile === undefined ? {} : { certificateFile }),
    ...(config === undefined ? {} : { config: { file: config, name, isWay: proxyCommand === true } }),
  };
}

/** Narrower than ssh, which believes another type of key too: only where nothing at all speaks of the host. */
function isToBelieve(host: Host, options: ConnectOptions): boolean {
  if (host.ssh.strictHostKeyChecking !== "accept-new") return false;
  const file = knownHostsOf(host.ssh.knownHosts, options);
  if (file.state === "unreadable") return file.isAbsent === true;
  const { address, port } = nameInKnownHosts(ownDoor(host));
  return knownTypes(file.lines, address, port).length === 0 && !hasCertAuthority(file.lines, address, port);
}

/** What `ssh` is told of a bastion. Nobody would read in a report that a bastion's key was believed unseen: it must be known. */
export const jumpTarget = ({ host, options, deadline }: Visit, jump: JumpHost): OpensshTarget => ({
  ...commonTarget(jump, host.ssh.knownHosts, options, deadline),
  strictHostKeyChecking: "yes",
});

type Server = Pick<JumpHost, "address" | "port" | "user" | "identityFile" | "hostKeyAlias">;

function commonTarget(
  server: Server,
  knownHosts: string,
  options: ConnectOptions,
  deadline: number,
): Omit<OpensshTarget, "strictHostKeyChecking"> {
  const { address, port, user, identityFile, hostKeyAlias } = server;
  return {
    address,
    port,
    user,
    knownHosts,
    connectTimeout: Math.max(1, Math.ceil(deadline / 1000)),
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(hostKeyAlias === undefined ? {} : { hostKeyAlias }),
    ...(options.fips === true
      ? { algorithms: fipsOffer(knownHostsOf(knownHosts, options), nameInKnownHosts(server)) }
      : {}),
  };
}

/** `ssh` asks for host keys in the order of an exact list, so what is known of the host comes first in it. */
function fipsOffer(file: KnownHostsFile, { address, port }: Pick<Server, "address" | "port">) {
  const offered = offeredAlgorithms(true);
  return { ...offered, serverHostKey: hostKeyAlgorithms(file, address, port, offered.serverHostKey) };
}

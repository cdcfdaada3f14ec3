import type { Knock } from "./connect/knock.ts";
import { type BelieveNewKey, fingerprintOf, type KnownHostsFile } from "./connect/known-hosts/host-key.ts";
import { hasCertAuthority, keyTypeOf, nameOf } from "./connect/known-hosts/known-hosts.ts";
import { linesFor } from "./connect/known-hosts/known-hosts-index.ts";
import type { Slot } from "./connect/slot.ts";
import type { Host, JumpHost } from "./inventory/inventory.ts";
import { openSlots, type Places } from "./slots.ts";

/** A host or bastion whose key is to be known. */
export type Server = {
  /** The inventory's name of a host; a bastion goes by what known_hosts calls it. */
  readonly name: string;
  /** What known_hosts calls it. */
  readonly knownAs: string;
  /** It as a host, with the bastions that lead to it. */
  readonly host: Host;
};

/** A key that a server has proved to hold, and that nothing in known_hosts speaks for or against. */
export type OfferedKey = {
  readonly server: Server;
  readonly type: string;
  readonly fingerprint: string;
  readonly key: Buffer;
};

/** What came of looking at a server whose key is not known. */
export type Look =
  | { readonly state: "offers"; readonly offered: OfferedKey }
  | { readonly state: "known"; readonly server: Server }
  | { readonly state: "refused"; readonly server: Server; readonly knock: Knock };

/** Every host of an inventory and every bastion on the way to one, each once, bastions before what is behind them. */
export function serversOf(hosts: readonly Host[]): readonly Server[] {
  const servers = new Map<string, Server>();
  const add = (server: Server): void => {
    const { jumps, knownHosts } = server.host.ssh;
    const key = JSON.stringify([knownHosts, server.knownAs, jumps.map(({ address, port }) => [address, port])]);
    // A bastion that is a host too goes by the host's name.
    if (!servers.has(key) || server.name !== server.knownAs) servers.set(key, server);
  };
  for (const host of hosts) {
    for (const [index, jump] of host.ssh.jumps.entries()) add(bastion(host, jump, index));
    add({ name: host.name, knownAs: knownAs(host), host });
  }
  return [...servers.values()];
}

const knownAs = ({ address, ssh: { port, hostKeyAlias } }: Host): string =>
  hostKeyAlias === undefined ? nameOf(address, port) : nameOf(hostKeyAlias, 22);

function bastion(host: Host, { address, ...jump }: JumpHost, index: number): Server {
  const { identityFile: _, hostKeyAlias: __, ...common } = host.ssh;
  const ssh = { ...common, ...jump, jumps: host.ssh.jumps.slice(0, index) };
  const asHost = { ...host, address, ssh };
  return { name: knownAs(asHost), knownAs: knownAs(asHost), host: asHost };
}

/** Known_hosts files by the path under which the inventory names them. */
export type KnownFiles = ReadonlyMap<string, KnownHostsFile>;

/** Whether known_hosts has a server's key, or for OpenSSH an authority of it. Then nobody contacts it. */
export function isKnown({ knownAs: name, host: { address, ssh } }: Server, files: KnownFiles): boolean {
  const file = files.get(ssh.knownHosts);
  if (file?.state !== "read") return false;
  const isCertified =
    ssh.transport === "openssh" && hasCertAuthority(file.lines, ssh.hostKeyAlias ?? address, ssh.port);
  return isCertified || linesFor(file.lines, name).some(({ marker }) => marker === "none");
}

/** Where it has come to: what known_hosts files say by now, and what came of the servers that were looked at. */
export type Standing = { readonly files: KnownFiles; readonly looked: ReadonlyMap<Server, Look> };

/** Whether a server's key is known: by its own name, or as was seen by the name without its port. */
export function isTrusted({ knownAs: name, host }: Server, { files, looked }: Standing): boolean {
  const seen = [...looked.values()].filter((look) => look.state === "known").map(({ server }) => server);
  const isSame = (server: Server): boolean =>
    server.knownAs === name && server.host.ssh.knownHosts === host.ssh.knownHosts;
  return isKnown({ name, knownAs: name, host }, files) || seen.some(isSame);
}

/** Whether every bastion before a server is known, so that it can be logged in to. */
export const isReachable = ({ host }: Server, standing: Standing): boolean =>
  host.ssh.jumps.every((jump, index) => isTrusted(bastion(host, jump, index), standing));

/** Comes as far as a host's key, and asks `believe` about one that nobody knows. Never rejects. */
export type KnockWith = (host: Host, files: KnownFiles, believe: BelieveNewKey, slot: Slot) => Promise<Knock>;

/** Looks at the keys of servers that are not known, one connection each; logs in nowhere but at bastions. */
export async function lookAt(
  servers: readonly Server[],
  files: KnownFiles,
  knockWith: KnockWith,
  places: Places,
): Promise<readonly Look[]> {
  const whenPlaced = openSlots(places);
  const looks = await Promise.all(servers.map((server) => whenPlaced((slot) => look(server, files, knockWith, slot))));
  return looks.map((one) => contradicted(one, looks));
}

async function look(server: Server, files: KnownFiles, knockWith: KnockWith, slot: Slot): Promise<Look> {
  let key: Buffer | undefined;
  const believe: BelieveNewKey = (file, name, offered) => {
    // A bastion on the way would be logged in to.
    if (name !== server.knownAs) return { cause: "host-key-unknown", message: `${file.path} has no entry for ${name}` };
    key = offered;
    return undefined;
  };
  const knock = await knockWith(server.host, files, believe, slot);
  if (knock.failure !== undefined) return { state: "refused", server, knock };
  if (key === undefined) return { state: "known", server };
  return {
    state: "offers",
    offered: { server, type: keyTypeOf(key), fingerprint: fingerprintOf(key), key },
  };
}

/** Two servers of one name in one file with two keys: one of them would be the other's impostor. */
function contradicted(one: Look, all: readonly Look[]): Look {
  if (one.state !== "offers") return one;
  const { server, key, fingerprint } = one.offered;
  const other = all.find(
    (look) =>
      look.state === "offers" &&
      look.offered.server.knownAs === server.knownAs &&
      look.offered.server.host.ssh.knownHosts === server.host.ssh.knownHosts &&
      !look.offered.key.equals(key),
  );
  if (other?.state !== "offers") return one;
  const message = `it offers ${fingerprint}, ${other.offered.server.name} by the same name ${server.knownAs} another key: give them a hostKeyAlias each`;
  const failure = { state: "failed", stage: "host-key", cause: "host-key-changed", message, passing: false } as const;
  return { state: "refused", server, knock: { hostKey: fingerprint, failure } };
}

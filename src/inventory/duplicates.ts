import type { Mistake } from "../yaml-file/yaml-file-error.ts";
import { canonicalAddress } from "./addresses.ts";
import type { PlacedHost } from "./hosts.ts";
import type { Host } from "./inventory.ts";

/** Hosts whose name or address another host has already: one machine would be audited twice, one file written twice. */
export function duplicates(hosts: readonly PlacedHost[]): readonly Mistake[] {
  const byName = new Map<string, PlacedHost>();
  const byAddress = new Map<string, PlacedHost>();
  return hosts.flatMap((placed) => {
    const { host, nameAt, addressAt } = placed;
    const sameName = takeOrGet(byName, nameKey(host), placed);
    if (sameName !== undefined) {
      const used = host.name === sameName.host.name ? "" : ` as "${sameName.host.name}"`;
      return [{ sentence: `name "${host.name}" is already used in line ${sameName.nameAt.line}${used}`, at: nameAt }];
    }
    const sameAddress = takeOrGet(byAddress, addressKey(host), placed);
    if (sameAddress === undefined) return [];
    const where = `"${sameAddress.host.name}" in line ${sameAddress.addressAt.line}`;
    return [{ sentence: `${host.address} port ${host.ssh.port} is already the address of ${where}`, at: addressAt }];
  });
}

/** Evidence files are named by host: on some file systems `CP1` and `cp1` are one file. */
const nameKey = (host: Host): string => host.name.toLowerCase();

/** The same private address behind another bastion is another machine. */
function addressKey({ address, ssh }: Host): string {
  const way = ssh.jumps.map((jump) => `${canonicalAddress(jump.address)} ${jump.port}`);
  return [canonicalAddress(address), ssh.port, ...way].join(" ");
}

/** The value that has the key already; where none has, the new one takes it. */
function takeOrGet<T>(taken: Map<string, T>, key: string, value: T): T | undefined {
  const earlier = taken.get(key);
  if (earlier === undefined) taken.set(key, value);
  return earlier;
}

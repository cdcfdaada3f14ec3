import { shown } from "../yaml-file/shown.ts";
import type { Mistake, Position } from "../yaml-file/yaml-file-error.ts";
import type { YamlSource } from "../yaml-file/yaml-source.ts";
import { isAddress } from "./addresses.ts";
import type { Host } from "./inventory.ts";
import type { PathBase } from "./paths.ts";
import { expandRange, mostHosts, tooManyHosts } from "./ranges.ts";
import { namePattern, nameRule, type WrittenHost, type WrittenInventory, type WrittenSsh } from "./schema.ts";
import { sshSettings } from "./ssh-settings.ts";

/** A host and where in the file its name and its address stand. */
export type PlacedHost = { readonly host: Host; readonly nameAt: Position; readonly addressAt: Position };

/** What came of expanding: hosts, and what is wrong with the entries that gave none. */
export type Expansion = { readonly hosts: readonly PlacedHost[]; readonly mistakes: readonly Mistake[] };

/** Every host that an inventory names, in the file's order; ranges written out, settings filled in. */
export function expandHosts(inventory: WrittenInventory, source: YamlSource, base: PathBase): Expansion {
  const hosts: PlacedHost[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, entry] of inventory.hosts.entries()) {
    const at = { name: source.valueAt(["hosts", index, "name"]), address: source.valueAt(["hosts", index, "address"]) };
    const settings = { common: inventory.ssh ?? {}, base };
    const expanded = expandHost(
      entry,
      { ...at, address: entry.address === undefined ? at.name : at.address },
      settings,
    );
    hosts.push(...expanded.hosts);
    mistakes.push(...expanded.mistakes);
    if (hosts.length > mostHosts)
      return { hosts: [], mistakes: [...mistakes, { sentence: tooManyHosts, at: at.name }] };
  }
  return { hosts, mistakes };
}

type Places = { readonly name: Position; readonly address: Position };
type Settings = { readonly common: WrittenSsh; readonly base: PathBase };

const refusal = (sentence: string, at: Position): Expansion => ({ hosts: [], mistakes: [{ sentence, at }] });

function expandHost(entry: WrittenHost, at: Places, { common, base }: Settings): Expansion {
  const names = expandRange(entry.name);
  if ("mistake" in names) return refusal(names.mistake, at.name);
  const badName = names.values.find((name) => !namePattern.test(name));
  if (badName !== undefined) return refusal(`"name" must be ${nameRule}, not ${shown(badName)}`, at.name);

  const addresses = entry.address === undefined ? names : expandRange(entry.address);
  if ("mistake" in addresses) return refusal(addresses.mistake, at.address);
  const badAddress = addresses.values.find((address) => !isAddress(address));
  if (badAddress !== undefined) return refusal(`${shown(badAddress)} is not a host name or IP address`, at.address);
  if (addresses.values.length !== names.values.length) {
    return refusal(countMismatch(names.values.length, addresses.values.length), at.address);
  }

  const ssh = sshSettings(common, entry.ssh ?? {}, base);
  if (ssh === undefined) return refusal('missing key "user" in ssh: set it for this host or for all hosts', at.name);
  const rest = { role: entry.role, labels: entry.labels ?? {}, ssh };
  const hosts = names.values.map((name, index) => ({
    host: { name, address: addresses.values[index] ?? name, ...rest },
    nameAt: at.name,
    addressAt: at.address,
  }));
  return { hosts, mistakes: [] };
}

const countMismatch = (names: number, addresses: number): string =>
  addresses === 1
    ? `one address for ${names} hosts: write a range of addresses, such as 10.0.1.[1:${names}]`
    : `${addresses} addresses for ${names === 1 ? "one host" : `${names} hosts`}`;

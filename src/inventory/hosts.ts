import { shown } from "../yaml-file/shown.ts";
import type { Mistake, Position } from "../yaml-file/yaml-file-error.ts";
import type { YamlSource } from "../yaml-file/yaml-source.ts";
import { isAddress } from "./addresses.ts";
import type { Host } from "./inventory.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import { expandRange, mostHosts, tooManyHosts } from "./ranges.ts";
import { namePattern, nameRule, type WrittenHost, type WrittenInventory, type WrittenSsh } from "./schema.ts";
import { type AskedSshConfig, refusedAnswer } from "./ssh-config.ts";
import { sshSettings } from "./ssh-settings.ts";

/** A host and where in the file its name and its address stand. */
export type PlacedHost = { readonly host: Host; readonly nameAt: Position; readonly addressAt: Position };

/** What came of expanding: hosts, and what is wrong with the entries that gave none. */
export type Expansion = { readonly hosts: readonly PlacedHost[]; readonly mistakes: readonly Mistake[] };

/**
 * Every host that an inventory names, in the file's order; ranges written out, settings filled in. `asked`: what an
 * ssh_config says of a name, where that is known.
 */
export function expandHosts(
  inventory: WrittenInventory,
  source: YamlSource,
  base: PathBase,
  asked: AskedSshConfig,
): Expansion {
  const hosts: PlacedHost[] = [];
  const mistakes: Mistake[] = [];
  const settings = { common: inventory.ssh ?? {}, base, asked };
  for (const [index, entry] of inventory.hosts.entries()) {
    const name = source.valueAt(["hosts", index, "name"]);
    const ownConfig = ["hosts", index, "ssh", "config"];
    const at: Places = {
      name,
      address: entry.address === undefined ? name : source.valueAt(["hosts", index, "address"]),
      config: source.valueAt(source.has(ownConfig) ? ownConfig : ["ssh", "config"]),
    };
    const expanded = expandHost(entry, at, settings);
    hosts.push(...expanded.hosts);
    mistakes.push(...expanded.mistakes);
    if (hosts.length > mostHosts)
      return { hosts: [], mistakes: [...mistakes, { sentence: tooManyHosts, at: at.name }] };
  }
  return { hosts, mistakes };
}

type Places = { readonly name: Position; readonly address: Position; readonly config: Position };
type Settings = { readonly common: WrittenSsh; readonly base: PathBase; readonly asked: AskedSshConfig };

const refusal = (sentence: string, at: Position): Expansion => ({ hosts: [], mistakes: [{ sentence, at }] });

function expandHost(entry: WrittenHost, at: Places, settings: Settings): Expansion {
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

  const placed = names.values.map((name, index) =>
    placeHost(entry, name, addresses.values[index] ?? name, at, settings),
  );
  return { hosts: placed.flatMap(({ hosts }) => hosts), mistakes: placed.flatMap(({ mistakes }) => mistakes) };
}

/** One host. Its ssh_config is asked by the address where the inventory gives one, else by the name. */
function placeHost(
  entry: WrittenHost,
  name: string,
  address: string,
  at: Places,
  { common, base, asked }: Settings,
): Expansion {
  const own = entry.ssh ?? {};
  const config = own.config ?? common.config;
  const reading = config === undefined ? undefined : asked(absolutePath(config, base), address);
  const refused = reading && refusedAnswer(reading, address, { ...common, ...own });
  if (refused !== undefined) return refusal(refused, at.config);
  const configured = reading === undefined || "refusal" in reading ? undefined : reading;
  const ssh = sshSettings(common, own, base, configured);
  if (ssh === undefined) return refusal('missing key "user" in ssh: set it for this host or for all hosts', at.name);
  const placed = entry.address === undefined ? (configured?.address ?? address) : address;
  const host = { name, address: placed, role: entry.role, labels: entry.labels ?? {}, ssh };
  return { hosts: [{ host, nameAt: at.name, addressAt: at.address }], mistakes: [] };
}

const countMismatch = (names: number, addresses: number): string =>
  addresses === 1
    ? `one address for ${names} hosts: write a range of addresses, such as 10.0.1.[1:${names}]`
    : `${addresses} addresses for ${names === 1 ? "one host" : `${names} hosts`}`;

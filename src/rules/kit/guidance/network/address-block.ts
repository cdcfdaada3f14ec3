/** The prefix of more than any network that one site has of its own: 10.0.0.0/8 and fc00::/7 are the biggest. */
export const widestPrefix = 7;

const v4Bits = (address: string): string | undefined => {
  const parts = address.split(".").map(Number);
  const isAddress = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  return isAddress ? parts.map((part) => part.toString(2).padStart(8, "0")).join("") : undefined;
};

function v6Bits(address: string): string | undefined {
  const [before = [], after, more] = address.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  if (more !== undefined) return undefined;
  const given = [...before, ...(after ?? [])];
  if (!given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - given.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...(after ?? [])];
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

/** An address as a text of bits; undefined for what is none. */
export const bitsOf = (address: string): string | undefined =>
  address.includes(":") ? v6Bits(address) : v4Bits(address);

/** Whether an address is in a block, `10.0.0.0/8`; undefined where one of them is not understood. */
export function isInBlock(address: string, cidr: string): boolean | undefined {
  const [network = "", prefix = ""] = cidr.split("/");
  const [bits, wanted] = [bitsOf(address), bitsOf(network)];
  if (bits === undefined || wanted === undefined || !/^\d{1,3}$/.test(prefix)) return undefined;
  if (bits.length !== wanted.length) return false;
  return bits.slice(0, Number(prefix)) === wanted.slice(0, Number(prefix));
}

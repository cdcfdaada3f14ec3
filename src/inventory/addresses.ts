import { isIPv4, isIPv6 } from "node:net";

/**
 * An IPv4 or IPv6 address, or a host name (RFC 1123, underscores allowed as resolvers do). Never something that begins
 * with "-": ssh would take it for an option.
 */
export const isAddress = (text: string): boolean => isIPv4(text) || isIPv6(text) || isHostName(text);

/** The same text for every spelling of an address. */
export function canonicalAddress(address: string): string {
  const bracketed = `http://[${address}]`;
  // Node's expression for IPv6 takes 3 ms to compile.
  return address.includes(":") && isIPv6(address) && URL.canParse(bracketed)
    ? new URL(bracketed).hostname
    : address.toLowerCase();
}

const hostLabel = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

function isHostName(text: string): boolean {
  const labels = text.split(".");
  // A name that ends in a number is an IPv4 address with a mistake in it (10.0.1.256, or 12, which resolvers read as 0.0.0.12).
  const endsInNumber = /^\d+$/.test(labels.at(-1) ?? "");
  return text.length <= 253 && !endsInNumber && labels.every((label) => hostLabel.test(label));
}

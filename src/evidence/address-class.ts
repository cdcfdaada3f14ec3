import type { AddressClass } from "./site.ts";

/** 127.0.0.0/8 and ::1; no name, which an address flag does not take. */
export const isLoopbackAddress = (address: string): boolean =>
  address === "::1" || (/^127(\.\d{1,3}){3}$/.test(address) && address.split(".").every((part) => Number(part) <= 255));

/** An IPv6 address in its shortest form, of which it has many; anything else, one with a zone too, as it is. */
function shortest(address: string): string {
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}

/** How far an address reaches that something binds or is reached at; undefined for what is no address (a name, $(VAR)). */
export function addressClass(text: string): AddressClass | undefined {
  const address = shortest(text.replace(/^\[(.*)\]$/, "$1"));
  // Behind ::ffff: an IPv4 address, in hexadecimal: 127.0.0.1 is 7f00:1.
  if (["", "0.0.0.0", "::", "::ffff:0:0"].includes(address)) return "any";
  if (address === "localhost" || isLoopbackAddress(address) || /^::ffff:7f..:/.test(address)) return "loopback";
  return /^\d+(\.\d+){3}$/.test(address) || address.includes(":") ? "node-ip" : undefined;
}

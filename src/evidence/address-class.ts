import type { AddressClass } from "./site.ts";

/** 127.0.0.0/8 and ::1; no name, which an address flag does not take. */
export const isLoopbackAddress = (address: string): boolean =>
  address === "::1" || (/^127(\.\d{1,3}){3}$/.test(address) && address.split(".").every((part) => Number(part) <= 255));

/** How far an address reaches that something binds or is reached at; undefined for what is no address (a name, $(VAR)). */
export function addressClass(text: string): AddressClass | undefined {
  const address = text.replace(/^\[(.*)\]$/, "$1");
  if (["", "0.0.0.0", "::", "::ffff:0.0.0.0"].includes(address)) return "any";
  if (address === "localhost" || isLoopbackAddress(address.replace(/^::ffff:(?=\d+\.)/, ""))) return "loopback";
  return /^\d+(\.\d+){3}$/.test(address) || address.includes(":") ? "node-ip" : undefined;
}

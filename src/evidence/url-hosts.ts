import { addressClass } from "./address-class.ts";

const inOneForm = (host: string): string => host.replace(/^\[|\]$|\.$/g, "").toLowerCase();

/** The host of an http or https URL, an IPv6 address shortened and without brackets. Undefined: no such URL. */
export function urlHost(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed !== undefined && /^https?:$/.test(parsed.protocol) ? inOneForm(parsed.hostname) : undefined;
}

/** An address or DNS name in the form that `urlHost` gives. */
export const asUrlHost = (address: string): string =>
  urlHost(`http://${address.includes(":") ? `[${address}]` : address}`) ?? inOneForm(address);

/** Whether a host means the one that asks. */
export const isLoopback = (host: string): boolean => addressClass(host) === "loopback";

import type { FlagTest } from "./command-line.ts";
import { servesNothing } from "./secure-port.ts";

/** --tls-min-version names TLS 1.2 or 1.3; names are case-sensitive and unknown ones stop the component. */
export const isTls12OrNewer: FlagTest = (flags) =>
  ["VersionTLS12", "VersionTLS13"].includes(flags.text("tls-min-version") ?? "");

/** The same, where unset or empty means the library's default of TLS 1.2 and no open port means no TLS to weaken. */
export const tlsVersionOrDefault: FlagTest = (flags, invocation) =>
  (flags.text("tls-min-version") ?? "") === "" ||
  isTls12OrNewer(flags, invocation) === true ||
  servesNothing(flags, invocation);

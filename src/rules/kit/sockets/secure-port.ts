import { isLoopbackAddress } from "../../../evidence/address-class.ts";
import { type Flags, parseInteger } from "../../../evidence/go-flags.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import type { Verdict } from "../../../findings/verdict.ts";
import type { FlagTest } from "../command-line/command-line.ts";
import { imageVersion, isSince, versionUnknown } from "../kubernetes-version.ts";

const isZero = (text: string | undefined): boolean => text !== undefined && parseInteger(text) === 0;

const insecurePortGone = 24;

/**
 * Until 1.23 kube-controller-manager and kube-scheduler serve plain HTTP too, on --port, unless that is 0. Undefined: the
 * release is not known.
 */
function lacksInsecurePort(flags: Flags, { image }: Invocation): boolean | undefined {
  if (isZero(flags.text("port"))) return true;
  const version = imageVersion(image);
  return version === undefined ? undefined : isSince(version, insecurePortGone);
}

const perhapsInsecure = ({ image }: Invocation): Verdict =>
  versionUnknown("this component (until 1.23 it has an insecure port too)", image);

/** Both ports of a controller manager or scheduler are switched off: there is nothing that a client could reach. */
export const servesNothing: FlagTest = (flags, invocation) =>
  isZero(flags.text("secure-port")) && (lacksInsecurePort(flags, invocation) ?? perhapsInsecure(invocation));

/** --bind-address is 127.0.0.1 and nothing else. */
export const bindsToLocalhost: FlagTest = (flags) => flags.text("bind-address") === "127.0.0.1";

/** The secure port of a controller manager or scheduler is on loopback or off; --bind-address unset means everywhere. */
export const securePortOnLoopback = (flags: Flags): boolean =>
  isZero(flags.text("secure-port")) || isLoopbackAddress(flags.text("bind-address")?.trim() ?? "0.0.0.0");

/** A controller manager or scheduler listens on loopback only, or not at all. */
export const listensOnLoopback: FlagTest = (flags, invocation) => {
  if (!securePortOnLoopback(flags)) return false;
  if (isLoopbackAddress(flags.text("address")?.trim() ?? "0.0.0.0")) return true;
  return lacksInsecurePort(flags, invocation) ?? perhapsInsecure(invocation);
};

/** What differs from release to release where a component may serve nothing at all. */
export const insecurePortErratum =
  "Until 1.23 the insecure --port must be 0 besides --secure-port; where the release is not known that is not known either.";

import { type Flags, parseInteger } from "../../evidence/go-flags.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { imageVersion, isSince, versionUnknown } from "../kit/kubernetes-version.ts";

// Kubernetes 1.20 serves nothing on the insecure address any more; 1.24 no longer knows the flag.
const withoutEffect = 20;

const isUnset = (flags: Flags): boolean => flags.position("insecure-bind-address") === undefined;

/**
 * In V1R11 to V2R4; DISA dropped it in V2R5. The text names one value only, localhost, which a flag for an IP address
 * never takes: by the title and the fix text any value is a finding.
 */
export const rule = componentFlagRule({
  id: "V-242388",
  component: "kube-apiserver",
  flags: ["insecure-bind-address", "insecure-port"],
  literal: isUnset,
  effective(flags, { image }) {
    if (isUnset(flags) || parseInteger(flags.text("insecure-port") ?? "") === 0) return true;
    const version = imageVersion(image);
    return version === undefined ? versionUnknown("kube-apiserver", image) : isSince(version, withoutEffect);
  },
  expected: "no --insecure-bind-address",
  passes: { effective: "no --insecure-bind-address, or --insecure-port=0, or a release in which it has no effect" },
  errata: ["Since 1.20 the flag has no effect: the requirement is met; by the text it is a finding all the same."],
  whenUnset:
    "whatever its value, the flag is a finding. Until 1.19 it opens the insecure port unless --insecure-port is 0, since " +
    "1.20 it has no effect, and from 1.24 an API server with it does not start; --bind-address is another flag",
  fix:
    "Take --insecure-bind-address out of the kube-apiserver manifest on every control-plane node, one node after the " +
    "other.",
});

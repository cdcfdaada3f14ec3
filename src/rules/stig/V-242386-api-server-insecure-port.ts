import { type Flags, parseInteger } from "../../evidence/go-flags.ts";
import { notApplicable } from "../../findings/verdict.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { imageVersion, isSince, showVersion, versionUnknown } from "../kit/kubernetes-version.ts";

// Kubernetes 1.20 serves nothing there and takes no other value than 0; 1.24 no longer knows the flag.
const withoutEffect = 20;
const gone = 24;

const isOff = (flags: Flags): boolean => parseInteger(flags.text("insecure-port") ?? "") === 0;

/** In V1R11 to V2R4; DISA dropped it in V2R5. */
export const rule = componentFlagRule({
  id: "V-242386",
  component: "kube-apiserver",
  flags: ["insecure-port"],
  literal(flags, { image }) {
    if (flags.position("insecure-port") !== undefined) return isOff(flags);
    const version = imageVersion(image);
    if (version === undefined) return versionUnknown("kube-apiserver", image);
    if (!isSince(version, gone)) return false;
    return notApplicable(
      `kube-apiserver is ${showVersion(version)}: it does not know --insecure-port, gone since 1.${gone}.`,
    );
  },
  effective(flags, { image }) {
    if (isOff(flags)) return true;
    const version = imageVersion(image);
    return version === undefined ? versionUnknown("kube-apiserver", image) : isSince(version, withoutEffect);
  },
  expected: "--insecure-port=0 until 1.23; not applicable from 1.24, where the flag is gone",
  passes: { literal: "--insecure-port=0", effective: "--insecure-port=0, or a release that serves nothing there" },
  errata: [
    "Since 1.20 the API server serves nothing on it, whatever the flag says: the requirement is met.",
    "Since 1.24 the flag is gone: where it is not set the text does not apply.",
    "Where it is not set and the release is not known the rule is Not Reviewed.",
  ],
  whenUnset:
    "unset means 8080 until 1.19, and no port since 1.20, which the text calls a finding all the same until 1.23; from " +
    "1.24 an API server with the flag does not start",
  fix:
    "Until 1.23 give kube-apiserver --insecure-port=0 in its manifest on every control-plane node, one node after the " +
    "other; from 1.24 take the flag out. Better is an upgrade: these releases get no patches any more.",
});

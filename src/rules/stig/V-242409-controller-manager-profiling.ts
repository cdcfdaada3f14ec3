import { componentFlagRule } from "../kit/component-flag.ts";
import { servesNothing } from "../kit/secure-port.ts";

export const rule = componentFlagRule({
  id: "V-242409",
  component: "kube-controller-manager",
  flags: ["profiling"],
  literal: (flags) => flags.boolean("profiling") === false,
  effective: (flags, invocation) => flags.boolean("profiling") === false || servesNothing(flags, invocation),
  expected: "--profiling=false",
  passes: { effective: "--profiling=false, or no port served at all" },
  errata: [
    "Until 1.23 the insecure --port must be 0 besides --secure-port; where the release is not known that " +
      "is not known either.",
  ],
  whenUnset: "unset means true; --contention-profiling is another flag",
});

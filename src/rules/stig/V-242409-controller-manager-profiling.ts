import { componentFlagRule } from "../kit/component-flag.ts";
import { servesNothing } from "../kit/secure-port.ts";

export const rule = componentFlagRule({
  vulnId: "V-242409",
  component: "kube-controller-manager",
  flags: ["profiling"],
  literal: (flags) => flags.boolean("profiling") === false,
  effective: (flags, invocation) => flags.boolean("profiling") === false || servesNothing(flags, invocation),
  expected: "--profiling=false",
  whenUnset: "unset means true; --contention-profiling is another flag",
});

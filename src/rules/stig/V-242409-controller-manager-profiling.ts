import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { insecurePortErratum, servesNothing } from "../kit/sockets/secure-port.ts";

export const rule = componentFlagRule({
  id: "V-242409",
  component: "kube-controller-manager",
  flags: ["profiling"],
  literal: (flags) => flags.boolean("profiling") === false,
  effective: (flags, invocation) => flags.boolean("profiling") === false || servesNothing(flags, invocation),
  expected: "--profiling=false",
  passes: { effective: "--profiling=false, or no port served at all" },
  errata: [insecurePortErratum],
  whenUnset: "unset means true; --contention-profiling is another flag",
});

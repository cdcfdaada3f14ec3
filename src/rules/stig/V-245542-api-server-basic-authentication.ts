import type { FlagTest } from "../kit/command-line/command-line.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";

const isUnset: FlagTest = (flags) => flags.position("basic-auth-file") === undefined;

export const rule = componentFlagRule({
  id: "V-245542",
  component: "kube-apiserver",
  flags: ["basic-auth-file"],
  literal: isUnset,
  effective: isUnset,
  expected: "no --basic-auth-file",
  whenUnset: "whatever its value, the flag is a finding; since 1.19 the API server does not know it and does not start",
  fix:
    "Take --basic-auth-file out of the kube-apiserver manifest on every control-plane node, delete the file, change the " +
    "passwords that were in it, and give the users another way to log in (OIDC, certificates).",
});

import type { FlagTest } from "../kit/command-line/command-line.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";

const usesServiceAccounts: FlagTest = (flags) => flags.boolean("use-service-account-credentials") === true;

export const rule = componentFlagRule({
  id: "V-242381",
  component: "kube-controller-manager",
  flags: ["use-service-account-credentials"],
  literal: usesServiceAccounts,
  effective: usesServiceAccounts,
  expected: "--use-service-account-credentials=true",
  whenUnset: "unset, all controllers share the controller manager's own identity and its rights",
  fix:
    "Give kube-controller-manager --use-service-account-credentials=true in its manifest on every control-plane node, " +
    "one node after the other. Every controller then acts as a service account of its own in kube-system, with the " +
    "rights of the system:controller roles that the API server makes; the controller manager's own identity must be " +
    "allowed to make tokens for them, as system:kube-controller-manager is.",
});

import type { FlagTest } from "../kit/command-line.ts";
import { componentFlagRule } from "../kit/component-flag.ts";
import { namesFile, notReadYet } from "../kit/unread-file.ts";

// A name with a blank or a quote is none that the API server knows: it does not start with it.
const modesAreSafe: FlagTest = (flags) => {
  const modes = flags.list("authorization-mode") ?? [];
  return modes.length > 0 && modes.every((mode) => /^[A-Za-z]+$/.test(mode) && mode.toLowerCase() !== "alwaysallow");
};

export const rule = componentFlagRule({
  vulnId: "V-242382",
  component: "kube-apiserver",
  flags: ["authorization-mode", "authorization-config"],
  literal: modesAreSafe,
  effective(flags, invocation) {
    if (namesFile(flags, "authorization-config")) return notReadYet(flags, "authorization-config", "the authorizers");
    const modes = flags.list("authorization-mode") ?? [];
    return modes.includes("Node") && modes.includes("RBAC") && modesAreSafe(flags, invocation);
  },
  expected: "--authorization-mode=Node,RBAC",
  whenUnset:
    "the order of the modes and further ones do not matter, AlwaysAllow must not be among them; unset, everything is " +
    "allowed, unless --authorization-config names a file with the authorizers: the text's flag is then missing, and " +
    "the file must hold Node and RBAC and no AlwaysAllow",
});

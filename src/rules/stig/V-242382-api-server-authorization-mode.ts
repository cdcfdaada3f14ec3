import { authorizersAreSafe } from "../kit/authentication/structured-auth.ts";
import type { FlagTest } from "../kit/command-line/command-line.ts";
import { namesFile } from "../kit/command-line/names-file.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";

// A name with a blank or a quote is none that the API server knows: it does not start with it.
const modesAreSafe: FlagTest = (flags) => {
  const modes = flags.list("authorization-mode") ?? [];
  return modes.length > 0 && modes.every((mode) => /^[A-Za-z]+$/.test(mode) && mode.toLowerCase() !== "alwaysallow");
};

export const rule = fileContentRule({
  id: "V-242382",
  flags: ["authorization-mode", "authorization-config"],
  fileFlag: "authorization-config",
  content: "content.authorization-config",
  literal: modesAreSafe,
  effective(flags, invocation, file) {
    const modes = flags.list("authorization-mode") ?? [];
    if (namesFile(flags, "authorization-config")) {
      // The API server takes the file or the modes, and does not start with both.
      return modes.length > 0 && !modesAreSafe(flags, invocation) ? false : file(authorizersAreSafe);
    }
    return modes.includes("Node") && modes.includes("RBAC") && modesAreSafe(flags, invocation);
  },
  expected: "--authorization-mode=Node,RBAC",
  passes: {
    literal: "--authorization-mode without AlwaysAllow",
    effective:
      "Node and RBAC and no AlwaysAllow among the modes, or among the authorizers of the " +
      "--authorization-config file",
  },
  whenUnset:
    "the order of the modes and further ones do not matter, AlwaysAllow must not be among them; unset, everything is " +
    "allowed, unless --authorization-config names a file with the authorizers: the text's flag is then missing, and " +
    "the file must hold Node and RBAC and no AlwaysAllow",
});

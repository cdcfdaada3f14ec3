import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";

export const rule = componentFlagRule({
  id: "V-245543",
  component: "kube-apiserver",
  flags: ["token-auth-file"],
  literal: (flags) => flags.position("token-auth-file") === undefined,
  effective: (flags) => !namesFile(flags, "token-auth-file"),
  expected: "no --token-auth-file",
  passes: { effective: "--token-auth-file unset or empty" },
  whenUnset: "unset, there are no static tokens; --enable-bootstrap-token-auth is something else",
  fix:
    "Find out who uses the tokens of the file and give them another way to log in (OIDC, service account tokens). Then " +
    "take --token-auth-file out of the kube-apiserver manifest on every control-plane node and delete the file.",
});

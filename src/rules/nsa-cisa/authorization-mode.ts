import { namesFile } from "../kit/command-line/names-file.ts";
import { runningFile } from "../kit/file-content-rule.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";
import { judgeAuthorizers, judgeAuthorizersFile } from "../kit/guidance/authorization.ts";

const line = {
  flags: ["authorization-mode", "authorization-config"],
  fileFlag: "authorization-config",
  content: "content.authorization-config",
} as const;

export const rule = apiServerCheck({
  id: "authorization-mode",
  flags: line.flags,
  inForce: [
    runningFile(line, (flags, _call, file) => {
      const modes = flags.list("authorization-mode");
      // The API server takes the file or the modes, and does not start with both.
      if (namesFile(flags, "authorization-config") && modes === undefined) return file(judgeAuthorizersFile);
      const verdict = judgeAuthorizers(modes ?? ["AlwaysAllow"]);
      return { ...verdict, reason: `${modes === undefined ? "Unset" : "By its flag"}, ${verdict.reason}` };
    }),
  ],
  expected: "--authorization-mode=Node,RBAC, or the same authorizers in the file of --authorization-config",
  notes:
    "Unset means AlwaysAllow, unless --authorization-config names a file with the authorizers. RBAC must be among them, " +
    "and AlwaysAllow must not. A webhook or ABAC may allow what RBAC does not: read what it decides. Without Node every " +
    "kubelet may do what roles give the group system:nodes.",
  fix:
    "Set --authorization-mode=Node,RBAC (or authorizers Node and RBAC in the file of --authorization-config) in the " +
    "kube-apiserver manifest on every control-plane node, one node after the other. Where AlwaysAllow was in force, make " +
    "roles and bindings first: what nothing allows is refused from then on.",
});

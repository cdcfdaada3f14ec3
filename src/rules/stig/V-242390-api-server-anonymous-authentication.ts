import { componentFlagRule } from "../kit/component-flag.ts";
import { namesFile, notReadYet } from "../kit/unread-file.ts";

export const rule = componentFlagRule({
  vulnId: "V-242390",
  component: "kube-apiserver",
  flags: ["anonymous-auth", "authentication-config", "authorization-mode"],
  literal: (flags) => flags.position("anonymous-auth") === undefined || flags.boolean("anonymous-auth") === false,
  effective(flags) {
    const anonymous = flags.boolean("anonymous-auth");
    if (anonymous === false) return true;
    // With AlwaysAllow the API server switches anonymous requests off by itself (V-242382 is a finding then).
    if (flags.list("authorization-mode")?.includes("AlwaysAllow") && anonymous !== "invalid") return true;
    const isInFile = anonymous === undefined && namesFile(flags, "authentication-config");
    return isInFile ? notReadYet(flags, "authentication-config", "whether anonymous requests are accepted") : false;
  },
  expected: "--anonymous-auth=false",
  whenUnset:
    "unset means true: the check text passes it, the requirement is not met. The file that --authentication-config " +
    "names may switch anonymous requests off instead",
  fix:
    "With --anonymous-auth=false alone the kubelet's health probes get 401 and it restarts kube-apiserver for ever: " +
    "kubeadm's manifest probes /livez and /readyz without credentials. First give the probes another way (tcpSocket, or " +
    "httpHeaders with credentials), or leave the flag out and allow anonymous requests to the health endpoints only, with " +
    "an AuthenticationConfiguration (1.34; beta from 1.32) whose anonymous section lists /livez, /readyz and /healthz; " +
    "say so in the finding's comments. Then change one control-plane node after the other.",
});

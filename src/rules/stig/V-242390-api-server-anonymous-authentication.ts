import { open } from "../../findings/verdict.ts";
import { anonymousLine, anonymousRefused } from "../kit/authentication/anonymous-auth.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";
import { listed } from "../kit/unknown-data.ts";

export const rule = fileContentRule({
  id: "V-242390",
  ...anonymousLine,
  literal: (flags) => flags.position("anonymous-auth") === undefined || flags.boolean("anonymous-auth") === false,
  effective: anonymousRefused((paths) =>
    open(`anonymous requests are accepted${paths === undefined ? "" : `, for ${listed(paths)}`}.`),
  ),
  expected: "--anonymous-auth=false",
  passes: {
    literal: "--anonymous-auth unset or false",
    effective: "--anonymous-auth=false, or an --authentication-config file that switches anonymous requests off",
  },
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

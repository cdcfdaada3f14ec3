import type { Flags } from "../../evidence/go-flags.ts";
import { notAFinding, open } from "../../findings/verdict.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";
import { namesFile } from "../kit/names-file.ts";
import { refusesAnonymous } from "../kit/structured-auth.ts";

// With AlwaysAllow the API server takes the flag as false by itself (V-242382 is a finding then); a file overrides that.
const allowsEverything = (flags: Flags): boolean => flags.list("authorization-mode")?.includes("AlwaysAllow") === true;

export const rule = fileContentRule({
  id: "V-242390",
  fileFlag: "authentication-config",
  content: "content.authentication-config",
  flags: ["anonymous-auth", "authentication-config", "authorization-mode"],
  literal: (flags) => flags.position("anonymous-auth") === undefined || flags.boolean("anonymous-auth") === false,
  effective(flags, _call, file) {
    const anonymous = flags.boolean("anonymous-auth");
    if (anonymous === false) return true;
    if (anonymous === "invalid") return false;
    if (!namesFile(flags, "authentication-config")) return allowsEverything(flags);
    // The API server does not start with the flag and an anonymous section in the file.
    if (anonymous !== undefined) return false;
    const unset = "it has no anonymous section";
    const byDefault = allowsEverything(flags)
      ? notAFinding(`${unset}, and AlwaysAllow switches anonymous requests off.`)
      : open(`${unset}: anonymous requests are accepted by default.`);
    return file(refusesAnonymous(byDefault));
  },
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

import { notAFinding, open } from "../../findings/verdict.ts";
import { anonymousLine, anonymousRefused } from "../kit/authentication/anonymous-auth.ts";
import { runningFile } from "../kit/file-content-rule.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";
import { listed } from "../kit/unknown-data.ts";

// A path of a condition is one path, not a prefix (AnonymousAuthCondition): /livez is not /livez/ping.
const isHealthPath = (path: string): boolean => /^\/(livez|readyz|healthz)(\/[\w/-]*)?$/.test(path);

export const rule = apiServerCheck({
  id: "anonymous-authentication",
  flags: anonymousLine.flags,
  inForce: [
    runningFile(
      anonymousLine,
      anonymousRefused((paths) => {
        if (paths === undefined) return open("anonymous requests are accepted.");
        const sentence = `anonymous requests are accepted for ${listed(paths)}`;
        return paths.every(isHealthPath) ? notAFinding(`${sentence} alone.`) : open(`${sentence}.`);
      }),
    ),
  ],
  expected:
    "--anonymous-auth=false, or an --authentication-config file that refuses anonymous requests or accepts them for " +
    "/livez, /readyz and /healthz alone",
  notes:
    "Unset means true, which is a finding here though the STIG (V-242390) passes it. The file of " +
    "--authentication-config may decide instead, by its anonymous section; without one the flag's default holds. With " +
    "--authorization-mode=AlwaysAllow the default is false.",
  fix:
    "kubeadm's manifest probes /livez and /readyz without credentials: with --anonymous-auth=false alone the kubelet " +
    "restarts kube-apiserver for ever. Name an AuthenticationConfiguration (beta from 1.32, stable in 1.34) whose " +
    "anonymous section has enabled: true and conditions for /livez, /readyz and /healthz, and leave the flag out; or " +
    "set the flag to false and give the probes another way first. Change one control-plane node after the other. " +
    "kubeadm join reads the ConfigMap cluster-info without credentials: give joining nodes a discovery file instead.",
});

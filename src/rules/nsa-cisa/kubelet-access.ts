import { defineNodeRule, saying } from "../define-rule.ts";
import {
  anonymousAuth,
  authorizationMode,
  isNoPort,
  noReadOnlySocket,
  readOnlyPort,
  whereKubeletIs,
} from "../kit/kubelet/kubelet-access.ts";
import { kubeletHasClientCa } from "../kit/kubelet/kubelet-client-ca.ts";
import { kubeletFinalValue } from "../kit/kubelet/kubelet-setting.ts";

const conditions = [
  saying(
    "in force by flag, configuration or default: anonymous requests off",
    kubeletFinalValue(anonymousAuth, ({ value }) => value === false),
  ),
  saying("a client CA file that exists", kubeletHasClientCa),
  saying(
    "authorization by Webhook",
    kubeletFinalValue(authorizationMode, ({ value }) => value === "Webhook"),
  ),
  saying("no read-only port", kubeletFinalValue(readOnlyPort, isNoPort)),
  saying("no socket of the kubelet at 10255/tcp", noReadOnlySocket),
];

export const rule = defineNodeRule({
  id: "kubelet-access",
  roles: ["control-plane", "worker"],
  literal: conditions.map(whereKubeletIs),
  expected:
    "authentication.anonymous.enabled: false, authentication.x509.clientCAFile set, authorization.mode: Webhook, " +
    "readOnlyPort: 0",
  changes: ["kubelet flag", "kubelet setting"],
  check:
    "Put together what is in force: the flags of the running kubelet (/proc/PID/cmdline), over the drop-ins of " +
    "--config-dir, over the file of --config, over the defaults. With a configuration file the defaults are safe, " +
    "but for the client CA; without one they are not: anonymous requests, AlwaysAllow and port 10255. GET " +
    "/api/v1/nodes/NODE/proxy/configz shows the same. Nothing of the kubelet may listen on 10255 (ss -lntp).",
  fix:
    "Set the four settings in the kubelet's configuration file (/var/lib/kubelet/config.yaml on kubeadm), remove the " +
    "flags of the same names from its unit and environment files, and restart the kubelet. Who reads 10255 (old " +
    "monitoring) has to move to 10250 with a client certificate or a token.",
});

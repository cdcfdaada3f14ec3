import { rule } from "../../../../src/rules/nsa-cisa/audit-logging-enabled.ts";
import { denied } from "../../../support/facts.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { drifted, hostFiles, started } from "../control-plane.ts";

const policy = "--audit-policy-file=/etc/kubernetes/pki/audit.yaml";
const log = "--audit-log-path=/var/log/kubernetes/audit.log";
const webhook = "--audit-webhook-config-file=/etc/kubernetes/pki/webhook.conf";
const files = {
  "/etc/kubernetes/pki/audit.yaml": "file",
  "/etc/kubernetes/pki/webhook.conf": "file",
  "/var/log/k8s-host/audit.log": "missing",
  "/var/log/k8s-host": "directory",
} as const;

const apiServer = (...flags: readonly string[]) => ({ ...started("kube-apiserver", flags), ...hostFiles(files) });
const having = (more: Parameters<typeof hostFiles>[0]) => hostFiles({ ...files, ...more });

ruleCases(rule, [
  ["nothing", apiServer(), "open"],
  ["policy and log", apiServer(policy, log), "not_a_finding"],
  ["policy and webhook", apiServer(policy, webhook), "not_a_finding"],
  ["policy, log and webhook", apiServer(policy, log, webhook), "not_a_finding"],
  ["standard output", apiServer(policy, "--audit-log-path=-"), "not_a_finding"],
  ["a log without a policy", apiServer(log), "open"],
  ["a policy alone", apiServer(policy), "open"],
  ["a policy and an empty path", apiServer(policy, "--audit-log-path="), "open"],
  [
    "a policy that is gone",
    { ...apiServer(policy, log), ...having({ "/etc/kubernetes/pki/audit.yaml": "missing" }) },
    "open",
  ],
  [
    "a webhook's file that is gone",
    { ...apiServer(policy, webhook), ...having({ "/etc/kubernetes/pki/webhook.conf": "missing" }) },
    "open",
  ],
  ["a log in the container only", apiServer(policy, "--audit-log-path=/var/audit.log"), "open"],
  ["no directory for the log", { ...apiServer(policy, log), ...having({ "/var/log/k8s-host": "missing" }) }, "open"],
  [
    "a policy that could not be looked for",
    { ...apiServer(policy, log), ...having({ "/etc/kubernetes/pki/audit.yaml": denied }) },
    "not_reviewed",
  ],
  ["a policy from somewhere in the container", apiServer("--audit-policy-file=/audit.yaml", log), "not_reviewed"],
  ["no files looked for", started("kube-apiserver", [policy, log]), "not_reviewed"],
  ["in the manifest only", { ...drifted("kube-apiserver", [policy, log], []), ...hostFiles(files) }, "open"],
  ["no process read", { ...apiServer(policy, log), "process.kube-apiserver": denied }, "not_reviewed"],
]);

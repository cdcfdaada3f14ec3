import { rule } from "../../../src/rules/stig/V-242465-api-server-audit-log-file.ts";
import { denied, file, here } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, hostFiles, started, unmanaged } from "./control-plane.ts";

const policy = "--audit-policy-file=/etc/kubernetes/audit.yaml";
const path = "--audit-log-path=/var/log/kubernetes/audit/audit.log";
// The container's /var/log/kubernetes is the host's /var/log/k8s-host.
const log = "/var/log/k8s-host/audit/audit.log";
const directory = "/var/log/k8s-host/audit";
const apiServer = (files: Parameters<typeof hostFiles>[0], ...flags: readonly string[]) => ({
  ...started("kube-apiserver", flags),
  ...hostFiles(files),
});
const target = file("/srv/audit.log", 0o600);

ruleCases(rule, [
  [
    "the file unreadable, its directory there",
    apiServer({ [log]: denied, [directory]: "directory" }, policy, path),
    "not_reviewed",
  ],
  ["unset", apiServer({}, policy), "open"],
  ["unset, no files looked for", started("kube-apiserver", []), "open"],
  ["empty", apiServer({}, policy, "--audit-log-path="), "open"],
  ["standard output", apiServer({}, policy, "--audit-log-path=-"), "open"],
  ["a file on the host", apiServer({ [log]: "file", [directory]: "directory" }, policy, path), "not_a_finding"],
  ["a file, without a policy", apiServer({ [log]: "file" }, path), "not_a_finding", "open"],
  [
    "no file yet, the directory is there",
    apiServer({ [log]: "missing", [directory]: "directory" }, policy, path),
    "not_a_finding",
  ],
  ["neither file nor directory", apiServer({ [log]: "missing", [directory]: "missing" }, policy, path), "open"],
  ["no file, the directory not looked for", apiServer({ [log]: "missing" }, policy, path), "not_reviewed"],
  [
    "no file, the directory unreadable",
    apiServer({ [log]: "missing", [directory]: denied }, policy, path),
    "not_reviewed",
  ],
  [
    "a file where the directory should be",
    apiServer({ [log]: "missing", [directory]: "file" }, policy, path),
    "not_reviewed",
  ],
  ["only the directory looked for", apiServer({ [directory]: "directory" }, policy, path), "not_reviewed"],
  ["a directory", apiServer({ [log]: "directory" }, policy, path), "open"],
  ["a directory by its name", apiServer({}, policy, "--audit-log-path=/var/log/kubernetes/audit/"), "open"],
  [
    "a link to a file",
    apiServer({ [log]: here(file(log, 0o777, { type: "symlink", target })) }, policy, path),
    "not_a_finding",
  ],
  [
    "a link to nowhere",
    apiServer({ [log]: here(file(log, 0o777, { type: "symlink", target: "dangling" })) }, policy, path),
    "not_reviewed",
  ],
  ["a device", apiServer({ [log]: here(file(log, 0o666, { type: "other" })) }, policy, path), "not_reviewed"],
  ["the file unreadable", apiServer({ [log]: denied }, policy, path), "not_reviewed"],
  [
    "the host's file of that name is another",
    apiServer({ "/var/log/kubernetes/audit/audit.log": "file" }, policy, path),
    "not_reviewed",
  ],
  [
    "on no volume of the host",
    apiServer({ "/tmp/a.log": "file" }, policy, "--audit-log-path=/tmp/a.log"),
    "not_reviewed",
    "open",
  ],
  [
    "on a volume that the host does not show",
    { ...started("kube-apiserver", [policy, "--audit-log-path=/tmp/a.log"], { mounts: [{ mountPath: "/tmp" }] }) },
    "not_reviewed",
  ],
  ["in a container without a manifest", unmanaged("kube-apiserver", [policy, path]), "not_reviewed"],
  ["relative", apiServer({}, policy, "--audit-log-path=audit.log"), "not_reviewed"],
  ["out of the volume", apiServer({}, policy, "--audit-log-path=/var/log/kubernetes/../audit.log"), "not_reviewed"],
  ["drift", { ...drifted("kube-apiserver", [policy, path], [policy]), ...hostFiles({ [log]: "file" }) }, "open"],
]);

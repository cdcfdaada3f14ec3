import { rule } from "../../../../src/rules/nsa-cisa/audit-log-retention.ts";
import { denied } from "../../../support/facts.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { drifted, started } from "../control-plane.ts";

const log = "--audit-log-path=/var/log/audit.log";
const webhook = "--audit-webhook-config-file=/w";
const limits = (age: string, backup: string, size: string) => [
  log,
  `--audit-log-maxage=${age}`,
  `--audit-log-maxbackup=${backup}`,
  `--audit-log-maxsize=${size}`,
];
const apiServer = (flags: readonly string[], version = "v1.36.2") =>
  started("kube-apiserver", flags, {
    image: version === "none" ? "none" : `registry.k8s.io/kube-apiserver:${version}`,
  });

ruleCases(rule, [
  ["no audit log", apiServer([]), "open"],
  ["a webhook alone", apiServer([webhook]), "not_applicable"],
  ["a webhook beside a log", apiServer([...limits("29", "10", "100"), webhook]), "open"],
  ["standard output", apiServer(["--audit-log-path=-"]), "not_reviewed"],
  ["just enough", apiServer(limits("30", "10", "100")), "not_a_finding"],
  ["more", apiServer(limits("90", "0x10", "500"), "v1.30.1"), "not_a_finding"],
  ["too short", apiServer(limits("29", "10", "100")), "open"],
  ["too few", apiServer(limits("30", "9", "100")), "open"],
  ["too small", apiServer(limits("30", "10", "99")), "open"],
  ["less than none", apiServer(limits("-1", "10", "100")), "open"],
  ["no number", apiServer(limits("30d", "10", "100")), "open"],
  ["kept for ever", apiServer(limits("0", "10", "100")), "not_reviewed"],
  ["all files kept", apiServer(limits("30", "0", "100")), "not_reviewed"],
  ["never rotated, since 1.36", apiServer(limits("30", "10", "0")), "not_reviewed"],
  ["100 MB until 1.35", apiServer(limits("30", "10", "0"), "v1.35.0"), "not_a_finding"],
  ["0 of a release that is not known", apiServer(limits("30", "10", "0"), "none"), "not_reviewed"],
  ["unset, since 1.36", apiServer([log]), "not_a_finding"],
  ["unset, until 1.35", apiServer([log], "v1.35.9"), "open"],
  ["unset, of a release that is not known", apiServer([log], "none"), "not_reviewed"],
  ["in the manifest only", drifted("kube-apiserver", limits("30", "10", "100"), []), "open"],
  ["no process read", { ...apiServer(limits("30", "10", "100")), "process.kube-apiserver": denied }, "not_reviewed"],
]);

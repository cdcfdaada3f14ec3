import { rule } from "../../../src/rules/stig/V-242420-kubelet-client-ca-file.ts";
import { controlPlane, denied, file, here, kubelet, link, named, nothing, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const withConfig = ["--config=/var/lib/kubelet/config.yaml"];
const ca = "/etc/kubernetes/pki/ca.crt";
const byConfig = (flags: readonly string[], path: unknown, role = controlPlane) =>
  kubelet([...withConfig, ...flags], { "authentication.x509.clientCAFile": path }, role);
const statIs = (stat: Parameters<typeof named>[2], path = ca) => ({
  "stat.kubelet-client-ca": here(named(path, "authentication.x509.clientCAFile", stat)),
});
const flagFiles = (files: Readonly<Record<string, Parameters<typeof named>[2]>>) => ({
  "stat.flag-files": here(files),
});
const exists = here(file(ca, 0o644));

ruleCases(rule, [
  ["set, and there", { ...byConfig([], ca), ...statIs(exists) }, "not_a_finding"],
  ["a worker, beyond the text", { ...byConfig([], ca, worker), ...statIs(exists) }, "not_a_finding"],
  ["set, but not there", { ...byConfig([], ca), ...statIs(nothing) }, "not_a_finding", "open"],
  [
    "set, a link that leads nowhere",
    { ...byConfig([], ca), ...statIs(here(link(ca, "dangling"))) },
    "not_a_finding",
    "not_reviewed",
  ],
  ["set, file unreadable", { ...byConfig([], ca), ...statIs(denied) }, "not_a_finding", "not_reviewed"],
  ["set, nobody looked at the file", byConfig([], ca), "not_a_finding", "not_reviewed"],
  [
    "a relative path, from the file's directory",
    { ...byConfig([], "ca.crt"), ...statIs(exists, "/var/lib/kubelet/ca.crt") },
    "not_a_finding",
  ],
  ["empty", byConfig([], ""), "open"],
  ["not set", kubelet(withConfig, {}, controlPlane), "open"],
  ["no configuration at all", kubelet([], "none", controlPlane), "open"],
  [
    "by flag",
    { ...kubelet([`--client-ca-file=${ca}`], "none", controlPlane), ...flagFiles({ [ca]: exists }) },
    "open",
    "not_a_finding",
  ],
  [
    "by flag, not there",
    { ...kubelet([`--client-ca-file=${ca}`], "none", controlPlane), ...flagFiles({ [ca]: nothing }) },
    "open",
  ],
  [
    "by flag, not looked at",
    { ...kubelet([`--client-ca-file=${ca}`], "none", controlPlane), ...flagFiles({}) },
    "open",
    "not_reviewed",
  ],
  ["an empty flag over the file", { ...byConfig(["--client-ca-file="], ca), ...statIs(exists) }, "open"],
  ["configuration unreadable", { ...byConfig([], ca), "kubelet.config": denied }, "not_reviewed"],
]);

import { describe } from "vitest";
import type { NamedFile } from "../../../src/evidence/files.ts";
import { rule as V242449 } from "../../../src/rules/stig/V-242449-kubelet-client-ca-mode.ts";
import { rule as V242450 } from "../../../src/rules/stig/V-242450-kubelet-client-ca-owner.ts";
import {
  controlPlane,
  denied,
  file,
  here,
  kubelet,
  kubeletUnit,
  link,
  named,
  nothing,
  ownedBy,
  worker,
} from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const ca = "/etc/kubernetes/pki/ca.crt";
const other = "/srv/ca.crt";
const withConfig = ["--config=/var/lib/kubelet/config.yaml"];

const node = (stat: NamedFile["stat"], flags: readonly string[] = [], role = controlPlane) => ({
  ...kubelet([...withConfig, ...flags], { "authentication.x509.clientCAFile": ca }, role),
  "stat.kubelet-client-ca": here(named(ca, "authentication.x509.clientCAFile", stat)),
});
const looked = (stat: NamedFile["stat"]) => ({ "stat.flag-files": here({ [other]: stat }) });

describe.each([
  [V242449, { mode: 0o645 }],
  [V242450, ownedBy("kube", 998)],
] as const)("the kubelet's client CA", (rule, bad) => {
  const good = here(file(ca, 0o644));
  const wrong = here({ ...file(ca, 0o644), ...bad });

  ruleCases(rule, [
    ["as kubeadm writes it", node(good), "not_a_finding"],
    ["on a worker", node(good, [], worker), "not_a_finding"],
    ["deviates", node(wrong), "open"],
    ["a link to a file that deviates", node(here(link(ca, { ...file(other, 0o644), ...bad }))), "open"],
    ["a link that leads nowhere", node(here(link(ca, "dangling"))), "not_reviewed"],
    ["missing", node(nothing), "not_reviewed"],
    ["unreadable", node(denied), "not_reviewed"],
    ["not set", { ...kubelet(withConfig, {}, controlPlane), "stat.kubelet-client-ca": nothing }, "not_reviewed"],
    ["the flag names the same file", node(good, [`--client-ca-file=${ca}`]), "open", "not_a_finding"],
    [
      "the flag names another file",
      { ...node(wrong, [`--client-ca-file=${other}`]), ...looked(here(file(other, 0o644))) },
      "open",
      "not_a_finding",
    ],
    [
      "the flag names another file that deviates",
      { ...node(good, [`--client-ca-file=${other}`]), ...looked(here({ ...file(other, 0o644), ...bad })) },
      "open",
    ],
    ["the flag names a file that nobody looked at", node(good, [`--client-ca-file=${other}`]), "open", "not_reviewed"],
    [
      "the flag in the unit only",
      { ...node(good), ...kubeletUnit(["/etc/default/kubelet", `A=--client-ca-file=${ca}`]) },
      "open",
      "not_a_finding",
    ],
    [
      "the configuration that the process names is not there",
      { ...node(good, [`--client-ca-file=${ca}`]), "kubelet.config": nothing },
      "open",
      "not_reviewed",
    ],
    ["process unreadable", { ...node(good), "process.kubelet": denied }, "not_reviewed"],
    ["process unreadable, the file deviates", { ...node(wrong), "process.kubelet": denied }, "open", "not_reviewed"],
  ]);
});

import { describe } from "vitest";
import type { NamedFile } from "../../../src/evidence/files.ts";
import { rule as V242454 } from "../../../src/rules/stig/V-242454-kubeadm-drop-in-owner.ts";
import { rule as V242455 } from "../../../src/rules/stig/V-242455-kubeadm-drop-in-mode.ts";
import { denied, type FactsGiven, file, here, link, named, nothing, ownedBy, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const path = "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf";
const byKubeadm = { "node.role": here(worker), "node.kubeadm": here(["/var/lib/kubelet/kubeadm-flags.env"]) };
const loaded = (...stats: readonly NamedFile["stat"][]): FactsGiven => ({
  ...byKubeadm,
  "stat.kubeadm-dropin": here(stats.map((stat) => named(path, "DropInPaths of the kubelet's unit", stat))),
});

describe.each([
  [V242454, ownedBy("builder", 1000)],
  [V242455, { mode: 0o664 }],
] as const)("kubeadm's drop-in", (rule, bad) => {
  ruleCases(rule, [
    ["as the package installs it", loaded(here(file(path, 0o644))), "not_a_finding"],
    ["deviates", loaded(here({ ...file(path, 0o644), ...bad })), "open"],
    ["two, one deviates", loaded(here(file(path, 0o644)), here({ ...file(path, 0o644), ...bad })), "open"],
    ["a link to a file that deviates", loaded(here(link(path, { ...file("/srv/x.conf", 0o644), ...bad }))), "open"],
    ["loaded, whoever made the node", { ...loaded(here(file(path, 0o644))), "node.kubeadm": denied }, "not_a_finding"],
    ["loaded, but gone", loaded(nothing), "not_reviewed"],
    ["unreadable", loaded(denied), "not_reviewed"],
    ["systemd does not answer", { ...byKubeadm, "stat.kubeadm-dropin": denied }, "not_reviewed"],
    ["kubeadm's node without one", loaded(), "not_reviewed"],
    ["kubeadm's node, the kubelet without a unit", { ...byKubeadm, "stat.kubeadm-dropin": nothing }, "not_reviewed"],
    ["not kubeadm's node", { ...loaded(), "node.kubeadm": nothing }, "not_applicable"],
    ["whose node is not known", { ...loaded(), "node.kubeadm": denied }, "not_reviewed"],
  ]);
});

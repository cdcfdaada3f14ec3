import { describe } from "vitest";
import type { NamedFile } from "../../../src/evidence/files.ts";
import type { Observed } from "../../../src/evidence/observed.ts";
import { rule as V242447 } from "../../../src/rules/stig/V-242447-kube-proxy-kubeconfig-mode.ts";
import { rule as V242448 } from "../../../src/rules/stig/V-242448-kube-proxy-kubeconfig-owner.ts";
import {
  controlPlane,
  denied,
  directory,
  type FactsGiven,
  file,
  here,
  link,
  named,
  nothing,
  ownedBy,
  processOf,
  truncated,
  worker,
} from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const path = "/var/lib/kube-proxy/kubeconfig.conf";
const config = "/var/lib/kube-proxy/config.conf";

const node = (kubeconfig: Observed<NamedFile>, more: FactsGiven = {}): FactsGiven => ({
  "node.role": here(worker),
  "process.kubelet": here([processOf(["kubelet"])]),
  "process.kube-proxy": here([processOf(["kube-proxy", `--config=${config}`])]),
  "stat.kube-proxy-kubeconfig": kubeconfig,
  ...more,
});
const without = (pods: Observed<readonly string[]>): FactsGiven => ({
  "process.kube-proxy": nothing,
  "api.kube-proxy-pods": pods,
});
const at = (stat: NamedFile["stat"]) =>
  here(named(path, `clientConnection.kubeconfig in ${config} of kube-proxy`, stat));

describe.each([
  [V242447, { mode: 0o646 }],
  [V242448, ownedBy("kube", 998, "root", 0)],
] as const)("kube-proxy's kubeconfig", (rule, bad) => {
  const good = file(path, 0o644);

  ruleCases(rule, [
    [
      "no kube-proxy, and whether a kubelet runs not seen",
      node(nothing, { ...without(here([])), "process.kubelet": denied }),
      "not_reviewed",
    ],
    [
      "neither kube-proxy nor kubelet",
      node(nothing, { ...without(here([])), "process.kubelet": nothing }),
      "not_reviewed",
    ],
    ["a ConfigMap's file, as kubeadm has it", node(at(here(link(path, good)))), "not_a_finding"],
    ["on a control-plane node", node(at(here(link(path, good))), { "node.role": here(controlPlane) }), "not_a_finding"],
    ["the role unknown", node(at(here(link(path, good))), { "node.role": denied }), "not_a_finding"],
    ["a plain file", node(at(here(file(path, 0o400)))), "not_a_finding"],
    ["deviates", node(at(here({ ...good, ...bad }))), "open"],
    ["deviates behind the link", node(at(here(link(path, { ...good, ...bad })))), "open"],
    ["does not exist", node(at(nothing)), "not_reviewed"],
    ["a link that leads nowhere", node(at(here(link(path, "dangling")))), "not_reviewed"],
    ["cannot be looked at", node(at(denied)), "not_reviewed"],
    ["the configuration cannot be read", node(truncated), "not_reviewed"],
    [
      "no kube-proxy here: the API may have a pod of it",
      node(nothing, { "process.kube-proxy": nothing }),
      "not_reviewed",
    ],
    ["no kube-proxy anywhere", node(nothing, without(here([]))), "not_applicable"],
    [
      "no kube-proxy here, but a pod that may be this node's",
      node(nothing, without(here(["kube-system/kube-proxy-x"]))),
      "not_reviewed",
    ],
    ["the pods not listed", node(nothing, without(denied)), "not_reviewed"],
    ["the pod's own credentials", node(nothing), "not_applicable"],
    [
      "neither kube-proxy nor kubelet: perhaps within another program",
      node(nothing, { "process.kube-proxy": nothing, "process.kubelet": nothing }),
      "not_reviewed",
    ],
    ["the process list unreadable", node(denied, { "process.kube-proxy": denied }), "not_reviewed"],
    ["absent without a known process", node(nothing, { "process.kube-proxy": denied }), "not_reviewed"],
    [
      "no kube-proxy, and nothing known of the kubelet",
      node(nothing, { "process.kube-proxy": nothing, "process.kubelet": denied }),
      "not_reviewed",
    ],
  ]);
});

describe("a directory in the kubeconfig's place", () => {
  ruleCases(V242447, [
    ["is not judged", node(at(here(directory(path)))), "not_reviewed"],
    ["a file is", node(at(here(file(path, 0o600)))), "not_a_finding"],
    ["execution by the owner is a bit too many", node(at(here(file(path, 0o744)))), "open"],
  ]);
});

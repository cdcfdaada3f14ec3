import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import {
  directory,
  type FactsGiven,
  facts,
  file,
  here,
  kubelet,
  kubeletUnit,
  noComponents,
  nothing,
  sshAttempt,
  sshDaemon,
  sshUnits,
  unit,
  walkOf,
  worker,
} from "../../support/facts.ts";
import { nodeRule } from "../../support/node-rule.ts";
import { byText, dropIn, everyNode, kubeconfigs, kubeletConfig, kubeletFlags, pki } from "./kubeadm-node.ts";

const workerNode: FactsGiven = {
  ...noComponents,
  ...kubelet(kubeletFlags, kubeletConfig, worker),
  ...everyNode,
  ...kubeletUnit(
    ["/usr/lib/systemd/system/kubelet.service", "[Service]\nExecStart=/usr/bin/kubelet\n"],
    [
      dropIn,
      "[Service]\n" +
        'Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"\n' +
        'Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"\n' +
        "ExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS\n",
    ],
    ["/var/lib/kubelet/kubeadm-flags.env", 'KUBELET_KUBEADM_ARGS=""\n'],
  ),
  "stat.manifests": here([walkOf(directory("/etc/kubernetes/manifests"))]),
  "stat.pki": here({
    parent: directory("/etc/kubernetes"),
    walk: walkOf(directory(pki), file(`${pki}/ca.crt`, 0o644)),
  }),
  "stat.cp-kubeconfigs": here(kubeconfigs.map((name) => byText(`/etc/kubernetes/${name}`, undefined))),
  "manifest.kube-apiserver": nothing,
  "manifest.etcd": nothing,
  "process.etcd": nothing,
  "stat.etcd-data": nothing,
  "ssh.transport": sshAttempt("connected", { stage: "ready", banner: "SSH-2.0-OpenSSH_9.2p1 Debian-2" }),
  "host.sshd": here({ units: sshUnits(unit("ssh.service", "active", "enabled")), processes: [sshDaemon()] }),
};

describe("kubeadm's default worker", () => {
  const expected: Readonly<Record<string, readonly [literal: Status, effective: Status]>> = {
    "V-242387": ["not_a_finding", "not_a_finding"],
    "V-242391": ["not_a_finding", "not_a_finding"],
    "V-242392": ["open", "not_a_finding"],
    "V-242393": ["open", "open"],
    "V-242394": ["open", "open"],
    "V-242397": ["open", "open"],
    "V-242404": ["not_a_finding", "not_a_finding"],
    "V-242405": ["not_applicable", "not_applicable"],
    "V-242406": ["not_a_finding", "not_a_finding"],
    "V-242407": ["not_a_finding", "not_a_finding"],
    "V-242408": ["not_applicable", "not_applicable"],
    "V-242420": ["not_a_finding", "not_a_finding"],
    "V-242424": ["open", "open"],
    "V-242425": ["open", "open"],
    "V-242434": ["open", "open"],
    "V-242444": ["not_applicable", "not_applicable"],
    "V-242445": ["not_applicable", "not_applicable"],
    "V-242446": ["not_applicable", "not_applicable"],
    "V-242449": ["not_a_finding", "not_a_finding"],
    "V-242450": ["not_a_finding", "not_a_finding"],
    "V-242451": ["not_a_finding", "not_a_finding"],
    "V-242452": ["not_a_finding", "not_a_finding"],
    "V-242453": ["not_a_finding", "not_a_finding"],
    "V-242454": ["not_a_finding", "not_a_finding"],
    "V-242455": ["not_a_finding", "not_a_finding"],
    "V-242456": ["not_a_finding", "not_a_finding"],
    "V-242457": ["not_a_finding", "not_a_finding"],
    "V-242459": ["not_applicable", "not_applicable"],
    "V-242460": ["not_applicable", "not_applicable"],
    "V-242466": ["not_a_finding", "not_a_finding"],
    "V-242467": ["not_applicable", "not_applicable"],
    "V-245541": ["open", "not_a_finding"],
  };

  it.each(Object.entries(expected))("%s", (id, statuses) => {
    const judged = judgeNode(nodeRule(id), facts(workerNode));
    expect([judged.literal.status, judged.effective.status], judged.literal.reason).toEqual(statuses);
  });
});

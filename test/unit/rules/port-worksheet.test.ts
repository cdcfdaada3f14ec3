import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as apiServerRule } from "../../../src/rules/stig/V-242410-api-server-ports.ts";
import { rule as schedulerRule } from "../../../src/rules/stig/V-242411-scheduler-ports.ts";
import { rule as managerRule } from "../../../src/rules/stig/V-242412-controller-manager-ports.ts";
import { rule as etcdRule } from "../../../src/rules/stig/V-242413-etcd-ports.ts";
import { type FactsGiven, facts, here } from "../../support/facts.ts";
import { also, approved, entry, kubeadm, only, socket, sockets } from "./listed-ports.ts";

describe("the worksheet", () => {
  const seenBy = (rule: NodeRule, given: FactsGiven) => judgeNode(rule, facts(given)).literal.seen;
  const rows = (rule: NodeRule, given: FactsGiven = kubeadm) =>
    seenBy(rule, given).map(({ what, value }) => [what, value]);

  it("has what a default kubeadm node shows", () => {
    expect([apiServerRule, schedulerRule, managerRule, etcdRule].flatMap((rule) => rows(rule))).toEqual([
      ["kube-apiserver, 443/tcp on the cluster's own network", "service default/kubernetes"],
      [
        "kube-apiserver, 6443/tcp on any address",
        "socket; --secure-port; --advertise-address; container port; probe; endpoint of service default/kubernetes",
      ],
      ["kube-apiserver, 2379/tcp out to loopback", "--etcd-servers (https)"],
      [
        "node ports that kube-apiserver hands out to Services, not compared",
        "30000-32767 (--service-node-port-range not set)",
      ],
      ["kube-scheduler, 10259/tcp on loopback", "socket; --secure-port (not set); container port; probe"],
      ["kube-controller-manager, 10257/tcp on loopback", "socket; --secure-port (not set); container port; probe"],
      [
        "etcd, 2379/tcp on the node's addresses",
        "socket; --listen-client-urls (https); --advertise-client-urls (https)",
      ],
      ["etcd, 2379/tcp on loopback", "socket; --listen-client-urls (https); --etcd-servers of kube-apiserver (https)"],
      [
        "etcd, 2380/tcp on the node's addresses",
        "socket; --listen-peer-urls (https); --initial-advertise-peer-urls (https)",
      ],
      ["etcd, 2381/tcp on loopback", "socket; --listen-metrics-urls (http); container port; probe"],
    ]);
  });

  it("says what covers each row, and what is approved but was not seen", () => {
    const given = {
      ...kubeadm,
      ...only("kube-scheduler", entry(10259, "any", { calReference: "CAL 7" }), entry(80, "any")),
    };
    expect(rows(schedulerRule, given)).toEqual([
      ["list of approved ports", "PPSM-2026-7, version 3, approved by ISSM, 2026-01-31"],
      ["approved, but not seen", "80/tcp in, any"],
      [
        "kube-scheduler, 10259/tcp on loopback",
        "socket; --secure-port (not set); container port; probe -- covered by 10259/tcp in, any (CAL 7)",
      ],
    ]);
  });

  it("names rows without an entry, and shows no process id", () => {
    const { literal } = judgeNode(schedulerRule, facts({ ...approved, ...also(socket("kube-scheduler", "::", 4444)) }));
    expect(literal.reason).toBe("No entry of the site's list covers kube-scheduler at 4444/tcp on any address.");
    expect(JSON.stringify(literal)).not.toContain('"pid"');
  });

  it("is the same whatever order the evidence comes in", () => {
    const reversed = { ...kubeadm, "host.listeners": here(sockets.toReversed()) };
    expect(seenBy(etcdRule, reversed)).toEqual(seenBy(etcdRule, kubeadm));
  });
});

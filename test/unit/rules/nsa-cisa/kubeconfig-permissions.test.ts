import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { type FileStat, namedByText } from "../../../../src/evidence/files.ts";
import type { Observed } from "../../../../src/evidence/observed.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { kubeconfigsClosed } from "../../../../src/rules/kit/kubeconfigs.ts";
import { rule } from "../../../../src/rules/nsa-cisa/kubeconfig-permissions.ts";
import {
  controlPlane,
  denied,
  directory,
  type FactsGiven,
  facts,
  file,
  here,
  kubelet,
  named,
  nothing,
  ownedBy,
  worker,
} from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";

const names = ["admin", "scheduler", "controller-manager", "super-admin"].map((name) => `/etc/kubernetes/${name}.conf`);
type Stats = Readonly<Record<string, Observed<FileStat>>>;
const inEtc = (stats: Stats = {}): FactsGiven => ({
  "stat.cp-kubeconfigs": here(names.map((path) => named(path, namedByText, stats[path] ?? here(file(path, 0o600))))),
});
const kubeletConf = "/etc/kubernetes/kubelet.conf";
const ofKubelet = (stat: Observed<FileStat> = here(file(kubeletConf, 0o600))): FactsGiven => ({
  "stat.kubelet-kubeconfig": here([
    named(kubeletConf, namedByText, stat),
    named(kubeletConf, "--kubeconfig of the kubelet", stat),
  ]),
});
const ofProxy = (mode: number): FactsGiven => ({
  "stat.kube-proxy-kubeconfig": here(
    named("/var/lib/kube-proxy/k.conf", "test", here(file("/var/lib/kube-proxy/k.conf", mode))),
  ),
});
const node = (...more: readonly FactsGiven[]): FactsGiven =>
  Object.assign(
    {},
    kubelet([`--kubeconfig=${kubeletConf}`], {}, controlPlane),
    inEtc(),
    ofKubelet(),
    ofProxy(0o600),
    ...more,
  );

const [admin = ""] = names;
const cases: readonly (readonly [string, FactsGiven, Status])[] = [
  ["each its owner's alone", node(), "not_a_finding"],
  ["the administrator's for all", node(inEtc({ [admin]: here(file(admin, 0o644)) })), "open"],
  ["the administrator's for a group", node(inEtc({ [admin]: here(file(admin, 0o640)) })), "open"],
  ["the administrator's removed", node(inEtc({ [admin]: nothing })), "not_a_finding"],
  [
    "the administrator's somebody's",
    node(inEtc({ [admin]: here(file(admin, 0o600, ownedBy("joe", 1000))) })),
    "not_reviewed",
  ],
  ["a directory in its place", node(inEtc({ [admin]: here(directory(admin)) })), "not_reviewed"],
  ["one that was not seen", node(inEtc({ [admin]: denied })), "not_reviewed"],
  [
    "the kubelet's for all, which may name a file only",
    node(ofKubelet(here(file(kubeletConf, 0o644)))),
    "not_reviewed",
  ],
  ["kube-proxy's of a ConfigMap", node(ofProxy(0o644)), "not_reviewed"],
  ["kube-proxy's not seen", node({ "stat.kube-proxy-kubeconfig": denied }), "not_reviewed"],
  ["no list of the control plane's", node({ "stat.cp-kubeconfigs": denied }), "not_reviewed"],
];

describe("kubeconfig-permissions", () => {
  it.each(cases)("%s", (_, given, status) => {
    const files = { ...rule, literal: kubeconfigsClosed };
    expect(judgeNode(files, facts(given)).literal).toMatchObject({ status });
  });

  it.each(cases)("is never a pass, for what the files hold is not read: %s", (_, given, status) => {
    const { literal } = judgeNode(rule, facts(given));
    expect(literal.status).toBe(status === "open" ? "open" : "not_reviewed");
    expect(literal.seen.map(({ what }) => what)).toContain(
      "kubeconfigs in home directories (/root/.kube, /home/*/.kube)",
    );
  });

  it("needs none of the control plane's on a worker", () => {
    const none = inEtc(Object.fromEntries(names.map((path) => [path, nothing])));
    const given = node(none, { "node.role": here(worker) });
    expect(judgeNode({ ...rule, literal: kubeconfigsClosed }, facts(given)).literal.status).toBe("not_a_finding");
  });

  it.each(["cp1", "w1"] as const)("has no finding on %s as kubeadm makes it", async (name) => {
    const { literal } = judgeNode(rule, await recordedNode(name));
    expect(literal.status).toBe("not_reviewed");
    expect(literal.reason).toContain("/var/lib/kube-proxy/kubeconfig.conf 0644");
  });
});

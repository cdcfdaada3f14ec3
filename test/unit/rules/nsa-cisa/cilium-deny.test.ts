import { describe, expect, it } from "vitest";
import type { PluginPolicy } from "../../../../src/evidence/plugin-policies.ts";
import { denied, here } from "../../../support/facts.ts";
import { linesOf } from "../../../support/guidance-facts.ts";
import { allPods, podsWith, policy } from "../../../support/network-policies.ts";
import { allow, cilium, denying, everything, judged, ofShop } from "./judged-plugins.ts";

const expression = (key: string, operator: string, ...values: readonly string[]) => ({
  labels: {},
  expressions: [{ key, operator, values }],
});

describe("a default deny by a policy of Cilium", () => {
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    ["of the cluster", [cilium()], "not_a_finding"],
    ["of the namespace", [cilium(ofShop)], "not_a_finding"],
    ["of another namespace", [cilium({ ...ofShop, namespace: "other" })], "open"],
    ["of one direction", [cilium({ egress: { denies: false, rules: [] } })], "open"],
    [
      "of one each",
      [cilium({ ...ofShop, ingress: { denies: false, rules: [] } }), cilium({ egress: { denies: false, rules: [] } })],
      "not_a_finding",
    ],
    [
      "that says nothing of a direction",
      [{ kind: "CiliumClusterwideNetworkPolicy", name: "in", pods: allPods, ingress: denying() }],
      "open",
    ],
    ["for some pods", [cilium({ pods: podsWith({ app: "web" }) })], "open"],
    [
      "for the namespace by name",
      [cilium({ pods: podsWith({ "k8s:io.kubernetes.pod.namespace": "shop" }) })],
      "not_a_finding",
    ],
    ["for another by name", [cilium({ pods: podsWith({ "io.kubernetes.pod.namespace": "other" }) })], "open"],
    [
      "for all but the system's",
      [cilium({ pods: expression("io.kubernetes.pod.namespace", "NotIn", "kube-system") })],
      "not_a_finding",
    ],
    ["for all but this one", [cilium({ pods: expression("io.kubernetes.pod.namespace", "NotIn", "shop") })], "open"],
    [
      "for namespaces with its label",
      [
        cilium({
          pods: podsWith({ "k8s:io.cilium.k8s.namespace.labels.pod-security.kubernetes.io/enforce": "restricted" }),
        }),
      ],
      "not_a_finding",
    ],
    [
      "for namespaces with a label that it lacks",
      [cilium({ pods: expression("io.cilium.k8s.namespace.labels.team", "Exists") })],
      "open",
    ],
    [
      "that lets little through",
      [
        cilium({
          egress: denying(allow(), allow("10.0.0.0/8"), { ...everything, isLimited: true }, allow("kube-apiserver")),
        }),
      ],
      "not_a_finding",
    ],
    ["that lets everything through", [cilium({ ingress: denying(everything) })], "open"],
    [
      "beside one that lets all entities through",
      [cilium(), cilium({ name: "all", egress: denying(allow("all")) })],
      "open",
    ],
    [
      "beside one that only lets through",
      [cilium(), cilium({ name: "all", egress: { denies: false, rules: [allow("0.0.0.0/0")] } })],
      "open",
    ],
    ["that lets the world through", [cilium({ egress: denying(allow("world")) })], "not_reviewed"],
    ["that lets the cluster through", [cilium({ egress: denying(allow("cluster")) })], "not_reviewed"],
    ["that lets all endpoints through", [cilium({ egress: denying(allow("endpoints")) })], "not_reviewed"],
    ["that lets most addresses through", [cilium({ egress: denying(allow("0.0.0.0/0 except")) })], "not_reviewed"],
    [
      "that lets everything through but what it denies",
      [cilium({ ingress: denying(everything, { action: "Deny", peers: ["world"] }) })],
      "not_reviewed",
    ],
    [
      "beside one that lets everything through for some",
      [cilium(), cilium({ name: "web", pods: podsWith({ app: "web" }), ingress: denying(everything) })],
      "not_a_finding",
    ],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins).status).toBe(status);
  });

  it("counts only where Cilium runs, and is not switched off", () => {
    expect(judged([cilium()], { agentsOn: "w2" }).status).toBe("not_reviewed");
    const off = { cilium: { "enable-cilium-network-policy": "false" } };
    expect(judged([cilium()], { settings: here(off) }).status).toBe("not_reviewed");
    expect(judged([cilium()], { settings: here({}) }).status).toBe("not_reviewed");
    expect(judged([cilium()], { settings: denied }).status).toBe("not_reviewed");
    // NetworkPolicies need none of that: whether anything enforces them is another check.
    expect(judged([cilium()], { settings: denied, policies: [policy()] }).status).toBe("not_a_finding");
  });

  it("may be a setting, which is for a person", () => {
    expect(judged([], { settings: here({ cilium: { "enable-policy": "always" } }) }).status).toBe("not_reviewed");
    expect(judged([], { settings: here({ cilium: { "enable-policy": "default" } }) }).status).toBe("open");
  });

  it("says what lets everything through", () => {
    expect(linesOf(judged([cilium(), cilium({ name: "all", ingress: denying(everything) })]))).toEqual([
      "namespace shop: ingress: policy CiliumClusterwideNetworkPolicy all lets everything through",
      "namespace shop: egress: denied by default, policy CiliumClusterwideNetworkPolicy all, CiliumClusterwideNetworkPolicy deny",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { PluginPolicy } from "../../../../src/evidence/plugin-policies.ts";
import { here } from "../../../support/facts.ts";
import { allPods, podsWith, policy, toEverybody } from "../../../support/network-policies.ts";
import { allow, cilium, denying, everything, judged, ofShop } from "./judged-plugins.ts";

const calico = (more: Partial<PluginPolicy> = {}): PluginPolicy => ({
  kind: "Calico GlobalNetworkPolicy",
  name: "deny",
  ingress: denying(),
  egress: denying(),
  ...more,
});
const admin = (action: string, more: Partial<PluginPolicy> = {}): PluginPolicy => ({
  kind: "AdminNetworkPolicy",
  name: "rule",
  tier: "Admin",
  namespaces: allPods,
  ingress: { denies: false, rules: [{ action }] },
  ...more,
});

describe("a default deny by a policy of Calico", () => {
  const notIn = 'has(projectcalico.org/name) && projectcalico.org/name not in {"kube-system", "calico-system"}';
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    ["for all", [calico()], "not_a_finding"],
    ["of the namespace", [calico({ kind: "Calico NetworkPolicy", namespace: "shop" })], "not_a_finding"],
    ["of another namespace", [calico({ kind: "Calico NetworkPolicy", namespace: "other" })], "open"],
    ["for some pods", [calico({ selector: "app == 'web'" })], "open"],
    ["for the pods of some account", [calico({ isForSome: true })], "open"],
    [
      "for the namespace by a pod's label",
      [calico({ selector: 'projectcalico.org/namespace == "shop"' })],
      "not_a_finding",
    ],
    ["for all but the system's namespaces", [calico({ namespaceSelector: notIn })], "not_a_finding"],
    ["for all but this one", [calico({ namespaceSelector: "projectcalico.org/name != 'shop'" })], "open"],
    ["for what is in no namespace", [calico({ namespaceSelector: "global()" })], "open"],
    ["by a selector that is not understood", [calico({ selector: "app ~= 'web'" })], "not_reviewed"],
    ["in a tier", [calico({ tier: "security" })], "not_reviewed"],
    [
      "that lets little through",
      [calico({ egress: denying({ ...everything, isLimited: true }, allow("10.0.0.0/8")) })],
      "not_a_finding",
    ],
    ["that lets everything through", [calico({ egress: denying(everything) })], "open"],
    ["that passes everything on", [calico({ egress: denying({ action: "Pass" }) })], "open"],
    [
      "that denies before it lets through",
      [calico({ egress: denying({ action: "Deny", peers: ["10.0.0.0/8"] }, everything) })],
      "not_reviewed",
    ],
    [
      "beside everything for some pods",
      [calico(), calico({ name: "web", selector: "app == 'web'", egress: denying(everything) })],
      "not_a_finding",
    ],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins).status).toBe(status);
  });

  it("counts only where Calico runs", () => {
    expect(judged([calico()], { agentsOn: "w2" }).status).toBe("not_reviewed");
  });
});

describe("a default deny by a NetworkPolicy", () => {
  const policies = [policy()];
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    ["alone", [], "not_a_finding"],
    ["beside everything let through by Cilium", [cilium({ ingress: denying(everything) })], "open"],
    ["beside everything let through by Calico", [calico({ ingress: denying(everything) })], "open"],
    [
      "beside everything let through in another namespace",
      [cilium({ ...ofShop, namespace: "other", ingress: denying(everything) })],
      "not_a_finding",
    ],
    [
      "beside everything let through in a tier",
      [calico({ tier: "first", ingress: denying(everything) })],
      "not_reviewed",
    ],
    [
      "beside little let through in a tier",
      [calico({ tier: "first", ingress: denying(allow("10.0.0.0/8")) })],
      "not_a_finding",
    ],
    [
      "beside everything for whom is not understood",
      [calico({ selector: "?", ingress: denying(everything) })],
      "not_reviewed",
    ],
    ["beside an AdminNetworkPolicy that allows", [admin("Allow")], "not_reviewed"],
    ["beside one that denies", [admin("Deny")], "not_a_finding"],
    ["beside one that leaves it to NetworkPolicies", [admin("Pass")], "not_a_finding"],
    ["beside one for other namespaces", [admin("Allow", { namespaces: podsWith({ team: "a" }) })], "not_a_finding"],
    [
      "beside a baseline that allows",
      [admin("Allow", { kind: "BaselineAdminNetworkPolicy", tier: "Baseline" })],
      "not_a_finding",
    ],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins, { policies }).status).toBe(status);
  });

  it("is voided for certain only by what is enforced", () => {
    expect(
      judged([cilium({ ingress: denying(everything) })], {
        policies,
        settings: here({ cilium: { "enable-cilium-network-policy": "false" } }),
      }).status,
    ).toBe("not_reviewed");
  });

  it("that lets everything through may be tightened by rules that deny", () => {
    const open = [policy({ ingress: [toEverybody], egress: [toEverybody] })];
    expect(judged([], { policies: open }).status).toBe("open");
    expect(
      judged([admin("Deny", { egress: { denies: false, rules: [{ action: "Deny" }] } })], { policies: open }).status,
    ).toBe("not_reviewed");
  });
});

describe("without a default deny", () => {
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    [
      "an AdminNetworkPolicy may deny",
      [admin("Deny", { egress: { denies: false, rules: [{ action: "Deny" }] } })],
      "not_reviewed",
    ],
    ["one of one direction leaves the other open", [admin("Deny")], "open"],
    ["one that allows denies nothing", [admin("Allow")], "open"],
    ["one for other namespaces denies nothing", [admin("Deny", { namespaces: podsWith({ team: "a" }) })], "open"],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins).status).toBe(status);
  });
});

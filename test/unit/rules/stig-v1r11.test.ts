import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { rules } from "../../../src/rules/index.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { rule as authorization } from "../../../src/rules/stig-v1r11/V-242392-kubelet-authorization-mode.ts";
import { rule as staticPods } from "../../../src/rules/stig-v1r11/V-242397-kubelet-static-pod-path.ts";
import { rule as secrets } from "../../../src/rules/stig-v1r11/V-242415-secrets-in-environment-variables.ts";
import { controlPlane, denied, kubelet } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const withConfig = ["--config=/var/lib/kubelet/config.yaml"];
const webhook = { "authorization.mode": "Webhook" };
const path = { staticPodPath: "/etc/kubernetes/manifests" };

ruleCases(authorization, [
  ["kubeadm's way, on a worker", kubelet(withConfig, webhook), "not_a_finding"],
  ["kubeadm's way, on a control plane", kubelet(withConfig, webhook, controlPlane), "not_a_finding"],
  ["not in the file: Webhook by default", kubelet(withConfig, {}), "open", "not_a_finding"],
  ["AlwaysAllow in the file", kubelet(withConfig, { "authorization.mode": "AlwaysAllow" }), "open"],
  ["the flag", kubelet([...withConfig, "--authorization-mode=Webhook"], webhook), "open", "not_a_finding"],
  ["the configuration unreadable", { ...kubelet(withConfig, webhook), "kubelet.config": denied }, "not_reviewed"],
]);

ruleCases(staticPods, [
  ["a worker without", kubelet(withConfig, {}), "not_a_finding"],
  ["a worker with the path", kubelet(withConfig, path), "open"],
  ["a control plane with the path", kubelet(withConfig, path, controlPlane), "open"],
  [
    "the flag, which the text does not name",
    kubelet([...withConfig, "--pod-manifest-path=/etc/kubernetes/manifests"], {}),
    "not_a_finding",
    "open",
  ],
  ["the configuration unreadable", { ...kubelet(withConfig, {}), "kubelet.config": denied }, "not_reviewed"],
]);

describe("rulesOf", () => {
  it("takes the rules of V1R11 whose text was another", () => {
    const ofRelease = rulesOf(releases.v1r11);
    expect(ofRelease.filter((rule) => !rules.includes(rule))).toEqual([authorization, staticPods, secrets]);
    expect(ofRelease.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  });

  it.each(["v2r4", "v2r5", "v2r6"] as const)("has nothing else to say of %s", (name) => {
    expect(rulesOf(releases[name])).toEqual(rules);
  });
});

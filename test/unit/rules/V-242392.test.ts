import { expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { rule } from "../../../src/rules/stig/V-242392-kubelet-authorization-mode.ts";
import { controlPlane, denied, facts, kubelet, kubeletStartsNext, nothing } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const withConfig = ["--config=/var/lib/kubelet/config.yaml"];
const mode = (value: unknown) => ({ "authorization.mode": value });

ruleCases(rule, [
  ["the flag Webhook", kubelet([...withConfig, "--authorization-mode=Webhook"], {}), "not_a_finding"],
  ["the flag, detached", kubelet([...withConfig, "--authorization-mode", "Webhook"], {}), "not_a_finding"],
  ["kubeadm's way: the file alone", kubelet(withConfig, mode("Webhook")), "open", "not_a_finding"],
  ["neither, with a file: Webhook by default", kubelet(withConfig, {}), "open", "not_a_finding"],
  ["neither, without a file: AlwaysAllow", kubelet([], "none"), "open"],
  ["AlwaysAllow in the file", kubelet(withConfig, mode("AlwaysAllow")), "open"],
  ["the flag over the file", kubelet([...withConfig, "--authorization-mode=AlwaysAllow"], mode("Webhook")), "open"],
  ["another case", kubelet([...withConfig, "--authorization-mode=webhook"], {}), "open"],
  [
    "a list, which only the API server takes",
    kubelet([...withConfig, "--authorization-mode=Webhook,Node"], {}),
    "open",
  ],
  [
    "the last one wins",
    kubelet([...withConfig, "--authorization-mode=Webhook", "--authorization-mode=AlwaysAllow"], {}),
    "open",
  ],
  [
    "a control-plane node, beyond the text",
    kubelet(withConfig, mode("Webhook"), controlPlane),
    "open",
    "not_a_finding",
  ],
  [
    "configuration unreadable: the flag decides literally",
    { ...kubelet([...withConfig, "--authorization-mode=Webhook"], {}), "kubelet.config": denied },
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "the flag runs, and starts next no more",
    { ...kubelet([...withConfig, "--authorization-mode=Webhook"], {}), ...kubeletStartsNext(withConfig) },
    "open",
    "not_a_finding",
  ],
  [
    "the flag where it may be the value of the one before",
    kubelet([...withConfig, "--node-labels", "--authorization-mode=Webhook"], {}),
    "open",
    "not_a_finding",
  ],
  ["no kubelet runs", { ...kubelet(withConfig, {}), "process.kubelet": nothing }, "not_reviewed"],
]);

const runs = kubelet([...withConfig, "--authorization-mode=Webhook"], {});

it.each([
  ["the unit unread", { ...runs, "kubelet.unit": denied }, " Its unit and environment files were not read."],
  ["the next start unknown", { ...runs, ...kubeletStartsNext("unknown") }, " What its unit starts next is not known."],
  ["the unit read", runs, ""],
])("says of a pass what was not seen of the next start: %s", (_, given, remark) => {
  const { literal } = judgeNode(rule, facts(given));
  expect(literal).toMatchObject({
    status: "not_a_finding",
    reason: `kubelet: --authorization-mode=Webhook.${remark}`,
  });
});

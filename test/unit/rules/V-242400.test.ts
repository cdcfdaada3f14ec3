import { rule } from "../../../src/rules/stig/V-242400-api-server-alpha-apis.ts";
import {
  controlPlane,
  denied,
  type FactsGiven,
  here,
  manifestOf,
  nothing,
  processOf,
  truncated,
  worker,
} from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";
import { type Component, containerOf } from "./control-plane.ts";

const others: readonly Component[] = ["kube-controller-manager", "kube-scheduler"];
const etcd = containerOf("etcd", ["--feature-gates=InitialCorruptCheck=true"]);

/** All static pods of a kubeadm node, the API server with these flags, and any further containers. */
const pods = (flags: readonly string[], ...more: readonly (readonly string[])[]): FactsGiven => {
  const apiServer = containerOf("kube-apiserver", flags);
  return {
    "node.role": here(controlPlane),
    "static-pods": here([
      apiServer,
      etcd,
      ...others.map((name) => containerOf(name, [])),
      ...more.map((argv) => manifestOf(argv)),
    ]),
    "manifest.kube-apiserver": here([apiServer]),
    "process.kube-apiserver": here([processOf(["kube-apiserver", ...flags])]),
  };
};

ruleCases(rule, [
  [
    "taken back by what may be the value of a flag",
    pods(["--feature-gates=AllAlpha=true", "--new-flag", "--feature-gates=AllAlpha=false"]),
    "open",
  ],
  ...(["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const).map(
    (name): RuleCase => [
      `the static pods unread, but for what starts ${name}`,
      {
        ...pods([]),
        "static-pods": denied,
        [`manifest.${name}`]: here([containerOf(name, ["--feature-gates=AllAlpha=true"])]),
      },
      "open",
      "not_a_finding",
    ],
  ),
  [
    "in the manifest alone, which the list of static pods has not yet",
    {
      ...pods([]),
      "manifest.kube-scheduler": here([containerOf("kube-scheduler", ["--feature-gates=AllAlpha=true"])]),
    },
    "open",
    "not_a_finding",
  ],
  ["no gate but etcd's own", pods([]), "not_a_finding"],
  ["AllAlpha=true", pods(["--feature-gates=AllAlpha=true"]), "open"],
  ["a blank behind the component", pods(["--feature-gates=kube: AllAlpha=true"]), "open"],
  ["AllAlpha=1 among others", pods(["--feature-gates=Foo=false, AllAlpha = 1"]), "open"],
  ["with its component", pods(["--feature-gates=kube:AllAlpha=True"]), "open"],
  ["AllAlpha=false", pods(["--feature-gates=AllAlpha=false"]), "not_a_finding"],
  ["the last one counts", pods(["--feature-gates=AllAlpha=true", "--feature-gates=AllAlpha=false"]), "not_a_finding"],
  [
    "the last one counts, detached",
    pods(["--feature-gates", "AllAlpha=false", "--feature_gates", "AllAlpha=true"]),
    "open",
  ],
  ["no boolean", pods(["--feature-gates=AllAlpha=maybe"]), "open"],
  ["a single gate is none", pods(["--feature-gates=SomeAlphaGate=true"]), "not_a_finding"],
  ["AllBeta is another gate", pods(["--feature-gates=AllBeta=true"]), "not_a_finding"],
  ["etcd's own gate", pods([], ["etcd", "-feature-gates=AllAlpha=true"]), "open", "not_a_finding"],
  ["another component's", pods([], ["kube-scheduler", "--feature-gates=AllAlpha=true"]), "open", "not_a_finding"],
  ["in a shell's script", pods([], ["sh", "-c", "exec thing --feature-gates=AllAlpha=true"]), "open", "not_a_finding"],
  ["false in a shell's script", pods([], ["sh", "-c", "exec thing --feature-gates=AllAlpha=false"]), "not_a_finding"],
  ["all APIs", pods(["--runtime-config=api/all=true"]), "not_a_finding", "open"],
  ["all APIs, without a value", pods(["--runtime-config=api/all"]), "not_a_finding", "open"],
  ["all APIs but alpha, perhaps", pods(["--runtime-config=api/all=true,api/alpha=false"]), "not_a_finding", "open"],
  ["all alpha APIs", pods(["--runtime-config=api/alpha=1"]), "not_a_finding", "open"],
  ["one alpha API", pods(["--runtime-config=internal.apiserver.k8s.io/v1alpha1=true"]), "not_a_finding", "open"],
  [
    "a resource of an alpha API",
    pods(["--runtime-config=storage.k8s.io/v1alpha1/things=true"]),
    "not_a_finding",
    "open",
  ],
  ["an alpha API switched off", pods(["--runtime-config=internal.apiserver.k8s.io/v1alpha1=false"]), "not_a_finding"],
  ["beta APIs", pods(["--runtime-config=api/beta=true,resource.k8s.io/v1beta1=true"]), "not_a_finding"],
  ["a manifest unreadable", { ...pods([]), "static-pods": truncated }, "not_reviewed", "not_a_finding"],
  [
    "a manifest unreadable, the process is a finding",
    { ...pods(["--feature-gates=AllAlpha=true"]), "static-pods": truncated },
    "open",
  ],
  [
    "the process runs with it",
    { ...pods([]), "process.kube-apiserver": here([processOf(["kube-apiserver", "--feature-gates=AllAlpha=true"])]) },
    "open",
  ],
  ["the process unreadable", { ...pods([]), "process.kube-apiserver": denied }, "not_a_finding", "not_reviewed"],
  [
    "no manifest, but a process",
    { ...pods([]), "static-pods": nothing, "manifest.kube-apiserver": nothing },
    "not_a_finding",
  ],
  [
    "no API server at all",
    {
      "node.role": here(controlPlane),
      "static-pods": here([etcd]),
      "manifest.kube-apiserver": nothing,
      "process.kube-apiserver": nothing,
    },
    "not_reviewed",
  ],
  ["a whole flag from outside the manifest", pods([], ["kube-scheduler", "$(MORE)"]), "not_reviewed", "not_a_finding"],
  [
    "perhaps a whole flag, behind a flag that may be a boolean",
    pods([], ["kube-scheduler", "--some-switch", "$(MORE)"]),
    "not_reviewed",
    "not_a_finding",
  ],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
]);

import type { LabelSelector } from "../../../../src/evidence/network-policies.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/image-admission-control.ts";
import { nothingAdmits } from "../../../support/admission.ts";
import { kubeadm } from "../../../support/discovered.ts";
import { here } from "../../../support/facts.ts";
import { controlPlaneHost, judgedApart, workloadsRead } from "../../../support/guidance-facts.ts";
import { started } from "../control-plane.ts";

export const apiServer = (...flags: readonly string[]) => controlPlaneHost(started("kube-apiserver", flags));
export const named = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  name,
  labels: { "kubernetes.io/metadata.name": name, ...labels },
});
export const spaces = [
  named("default"),
  named("kube-system"),
  named("shop", { team: "a" }),
  named("bank", { team: "b", signed: "no" }),
];
/** What is admitted by these facts, workloads of users being in four namespaces. */
export const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(rule, {
    ...workloadsRead({}),
    ...nothingAdmits,
    "api.namespaces": here(spaces),
    "api.discovery": here(kubeadm),
    "run.hosts": apiServer(),
    ...given,
  }).own;

export const where = (key: string, operator: string, ...values: readonly string[]): LabelSelector => ({
  labels: {},
  expressions: [{ key, operator, values }],
});
export const rulesOn = (...rules: readonly (readonly [resource: string, ...operations: readonly string[]])[]) => ({
  rules: rules.map(([resource, ...operations]) => ({
    groups: [""],
    versions: ["*"],
    resources: [resource],
    operations,
  })),
});

import type { SecurityModules } from "../../../../src/evidence/host-state.ts";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import { rule } from "../../../../src/rules/nsa-cisa/linux-security-modules.ts";
import { container, pod } from "../../../support/cluster-facts.ts";
import { denied, type FactsGiven, here, nothing, worker } from "../../../support/facts.ts";
import { ruleCasesWith } from "../../../support/rule-cases.ts";

const { security: _, ...older } = pod();

const modules = (more: Partial<SecurityModules>): FactsGiven => ({
  "host.security-modules": here({
    securityfs: true,
    appArmor: false,
    appArmorParser: false,
    seLinux: false,
    ...more,
  }),
});

const on = modules({ appArmor: true, appArmorParser: true });
const withPod = (more: Partial<ApiPod>): FactsGiven => ({ ...on, "api.node-pods": here([pod(more)]) });

ruleCasesWith({ "node.role": here(worker), "api.node-pods": here([]) }, rule, [
  ["a pod that opts out of nothing", withPod({ security: { appArmor: { type: "RuntimeDefault" } } }), "not_a_finding"],
  ["a pod without AppArmor", withPod({ security: { appArmor: { type: "Unconfined" } } }), "open"],
  [
    "a container without AppArmor, by its annotation",
    withPod({ containers: [container({ security: { appArmorAnnotation: "unconfined" } })] }),
    "open",
  ],
  [
    "an init container that SELinux does not confine",
    withPod({ containers: [container({ kind: "init container", security: { seLinux: { type: "spc_t" } } })] }),
    "open",
  ],
  [
    "a pod of the platform without AppArmor",
    withPod({ namespace: "kube-system", security: { appArmor: { type: "Unconfined" } } }),
    "not_a_finding",
  ],
  [
    "a pod that has ended",
    withPod({ phase: "Failed", security: { appArmor: { type: "Unconfined" } } }),
    "not_a_finding",
  ],
  ["pods of which an older run kept less", { ...on, "api.node-pods": here([older]) }, "not_reviewed"],
  ["pods that were not listed", { ...on, "api.node-pods": denied }, "not_reviewed"],
  ["a node that the API does not know", { ...on, "api.node-pods": nothing }, "not_reviewed"],
  ["AppArmor with its parser", modules({ appArmor: true, appArmorParser: true }), "not_a_finding"],
  ["AppArmor without its parser", modules({ appArmor: true }), "not_reviewed"],
  ["a parser without AppArmor", modules({ appArmorParser: true }), "open"],
  [
    "SELinux, of which only the configuration is seen",
    modules({ seLinux: true, seLinuxConfigured: "enforcing" }),
    "not_reviewed",
  ],
  ["SELinux without configuration", modules({ seLinux: true }), "not_reviewed"],
  ["neither", modules({}), "open"],
  ["neither, where nothing would show it", modules({ securityfs: false }), "not_reviewed"],
  ["what could not be looked at", { "host.security-modules": denied }, "not_reviewed"],
]);

import type { ContainerLabel, ContainerLabels, SecurityModules } from "../../../../src/evidence/host-state.ts";
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

const appArmor = { appArmor: true, appArmorParser: true, appArmorEnabled: true };
const seLinux = { seLinux: true, seLinuxEnforces: true };

const limited = (label: string): ContainerLabel => ({ label, limited: true });
const other = (label: string): ContainerLabel => ({ label, limited: false });
const labels = (mode: ContainerLabels["appArmorMode"] | "none", ...all: readonly ContainerLabel[]): FactsGiven => ({
  "host.container-labels": here({
    labels: all,
    ...(mode === "none" || mode === undefined ? {} : { appArmorMode: mode }),
  }),
});
const ofSeLinux = (...types: readonly string[]): FactsGiven =>
  labels("none", ...types.map((type) => limited(`system_u:system_r:${type}`)));

const profile = "cri-containerd.apparmor.d (enforce)";
const on = { ...modules(appArmor), ...labels("enforce", limited(profile), other("unconfined")) };
const enforces = modules(seLinux);
const optingOut: FactsGiven = {
  "api.node-pods": here([pod({ namespace: "kube-system", security: { seLinux: { type: "spc_t" } } })]),
};
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
  ["AppArmor, which confines", on, "not_a_finding"],
  ["AppArmor that is switched off", { ...on, ...modules({ ...appArmor, appArmorEnabled: false }) }, "open"],
  [
    "AppArmor of a run that did not ask",
    { ...on, ...modules({ appArmor: true, appArmorParser: true }) },
    "not_reviewed",
  ],
  ["AppArmor whose own mode is complain", { ...on, ...labels("complain", limited(profile)) }, "open"],
  ["AppArmor whose own mode is not seen", { ...on, ...labels("none", limited(profile)) }, "not_reviewed"],
  ["AppArmor that kills", { ...on, ...labels("kill", limited("crio-default (kill)")) }, "not_a_finding"],
  [
    "a profile that complains",
    { ...on, ...labels("enforce", limited("cri-containerd.apparmor.d (complain)")) },
    "open",
  ],
  ["containers that AppArmor leaves alone", { ...on, ...labels("enforce", limited("unconfined")) }, "open"],
  [
    "some containers that AppArmor leaves alone",
    { ...on, ...labels("enforce", limited(profile), limited("unconfined")) },
    "not_reviewed",
  ],
  ["only containers that are privileged", { ...on, ...labels("enforce", other("unconfined")) }, "not_reviewed"],
  [
    "only containers with profiles of their own",
    { ...on, ...labels("enforce", limited("mine (enforce)")) },
    "not_reviewed",
  ],
  ["labels that nobody read", { ...on, "host.container-labels": denied }, "not_reviewed"],
  ["a parser without AppArmor", { ...on, ...modules({ appArmorParser: true }) }, "open"],
  ["SELinux, which confines", { ...enforces, ...ofSeLinux("container_t") }, "not_a_finding"],
  ["SELinux with the runtime's switch off", { ...enforces, ...ofSeLinux("unconfined_service_t") }, "open"],
  [
    "SELinux with the runtime's switch off, or pods that ask for it",
    { ...enforces, ...ofSeLinux("spc_t"), ...optingOut },
    "not_reviewed",
  ],
  [
    "SELinux with the runtime's switch off, where the pods are not known",
    { ...enforces, ...ofSeLinux("spc_t"), "api.node-pods": denied },
    "not_reviewed",
  ],
  [
    "SELinux, and pods of the platform that ask for none",
    { ...enforces, ...ofSeLinux("container_t", "spc_t"), ...optingOut },
    "not_a_finding",
  ],
  [
    "SELinux, and containers that nobody asked to leave alone",
    { ...enforces, ...ofSeLinux("container_t", "spc_t") },
    "not_reviewed",
  ],
  ["SELinux and types of a site's own", { ...enforces, ...ofSeLinux("mine_t") }, "not_reviewed"],
  ["SELinux and no container", { ...enforces, ...labels("none") }, "not_reviewed"],
  ["SELinux and labels of something else", { ...enforces, ...labels("none", limited(profile)) }, "not_reviewed"],
  [
    "SELinux that is permissive",
    { ...modules({ ...seLinux, seLinuxEnforces: false }), ...ofSeLinux("container_t") },
    "open",
  ],
  [
    "SELinux of which an older run knows the configuration only",
    { ...modules({ seLinux: true, seLinuxConfigured: "enforcing" }), ...ofSeLinux("container_t") },
    "not_reviewed",
  ],
  ["neither", modules({}), "open"],
  ["neither, where nothing would show it", modules({ securityfs: false }), "not_reviewed"],
  ["what could not be looked at", { ...on, "host.security-modules": denied }, "not_reviewed"],
]);

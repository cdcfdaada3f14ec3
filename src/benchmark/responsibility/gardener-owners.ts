import type { Profile, Responsibility } from "./profile.ts";

const kubernetes = "spec.kubernetes";
const apiServer = `${kubernetes}.kubeAPIServer`;
const auditPolicy = `${apiServer}.auditConfig.auditPolicy.configMapRef`;

type Owned = Omit<Responsibility, "who">;
const admin = (rule: Owned): Responsibility => ({ who: "cluster-admin", ...rule });
const workload = (rule: Owned): Responsibility => ({ who: "workload-owner", ...rule });

/** What the owner of a shoot answers for. */
export const owners: Profile["rules"] = {
  "V-242390": admin({
    secureByDefault: true,
    setting: `${apiServer}.enableAnonymousAuthentication`,
    visible: "api",
    note: "anonymous access to the API server stays off until the field turns it on",
  }),
  "V-245543": admin({
    secureByDefault: true,
    setting: `${kubernetes}.enableStaticTokenKubeconfig`,
    visible: "none",
    note: "no static token kubeconfig until the field asks for one",
  }),
  "V-242400": admin({
    secureByDefault: true,
    setting: `${apiServer}.featureGates`,
    visible: "node-in-part",
    note: "no alpha APIs until a gate enables them",
  }),
  "V-242436": admin({
    secureByDefault: true,
    setting: `${apiServer}.admissionPlugins`,
    visible: "none",
    note: "plugin is on until it is disabled by name",
  }),
  "V-242398": admin({
    secureByDefault: true,
    setting: `${apiServer}.featureGates`,
    visible: "node-in-part",
    note: "gate off until set; removed from Kubernetes in 1.19",
  }),
  "V-242399": admin({
    secureByDefault: true,
    setting: `${apiServer}.featureGates`,
    visible: "node-in-part",
    note: "gate off until set; removed from Kubernetes in 1.26",
  }),
  "V-242393": admin({
    secureByDefault: false,
    setting: "spec.provider.workersSettings.sshAccess.enabled",
    visible: "node",
    note: "sshd runs so that network faults can be debugged; the field stops it",
  }),
  "V-242394": admin({
    secureByDefault: false,
    setting: "spec.provider.workersSettings.sshAccess.enabled",
    visible: "node",
    note: "sshd is enabled for the same reason; the field disables it",
  }),
  "V-242434": admin({
    secureByDefault: true,
    setting: `${kubernetes}.kubelet.protectKernelDefaults`,
    visible: "node",
    note: "on for Kubernetes 1.26 and later until the field says otherwise",
  }),
  "V-245541": admin({
    secureByDefault: true,
    setting: `${kubernetes}.kubelet.streamingConnectionIdleTimeout`,
    visible: "node",
    note: "set for Kubernetes 1.26 and later until the field says otherwise",
  }),
  "V-242402": admin({
    secureByDefault: false,
    via: "audit extension",
    visible: "none",
    note: "needs an audit extension; with --audit-webhook-config-file no log file need exist",
  }),
  "V-242403": admin({
    secureByDefault: false,
    setting: auditPolicy,
    visible: "none",
    note: "the shoot owner supplies the audit policy",
  }),
  "V-242461": admin({
    secureByDefault: false,
    setting: auditPolicy,
    visible: "none",
    note: "the shoot owner supplies the audit policy",
  }),
  "V-242462": admin({ secureByDefault: false, via: "audit extension", visible: "none", note: "as V-242402" }),
  "V-242463": admin({ secureByDefault: false, via: "audit extension", visible: "none", note: "as V-242402" }),
  "V-242464": admin({ secureByDefault: false, via: "audit extension", visible: "none", note: "as V-242402" }),
  "V-242465": admin({ secureByDefault: false, via: "audit extension", visible: "none", note: "as V-242402" }),
  "V-242395": workload({
    secureByDefault: true,
    setting: "spec.addons.kubernetesDashboard.enabled",
    visible: "api",
    note: "dashboard is absent until the add-on is switched on",
  }),
  "V-242414": workload({
    secureByDefault: false,
    visible: "api",
    note: "own workload must not use host ports below 1024",
  }),
  "V-242415": workload({ secureByDefault: false, visible: "api", note: "own workload must mount Secrets as volumes" }),
  "V-242383": workload({
    secureByDefault: false,
    visible: "api",
    note: "own objects in own namespaces; default stays empty, kube-* belongs to the provider",
  }),
  "V-242417": workload({ secureByDefault: false, visible: "api", note: "the same for pods only" }),
  "V-242437": workload({
    secureByDefault: true,
    visible: "api",
    note: "provider sets default PSPs up to 1.24 only; from 1.25 Pod Security Standards are the owner's task",
  }),
  "V-242442": workload({
    secureByDefault: false,
    visible: "api",
    note: "provider updates its own namespaces; own images are the owner's task",
  }),
  "V-254800": workload({
    secureByDefault: false,
    setting: `${apiServer}.admissionPlugins`,
    visible: "none",
    note: "provider only keeps kube-system deployable; owner should enforce baseline or stricter through the PodSecurity plugin",
  }),
};

/** The procedure is older than these three; who answers for them is our own judgement. */
export const ofV2R4: Profile["rules"] = {
  "V-274882": { who: "provider", visible: "none", note: "the encryption configuration is in the seed" },
  "V-274883": workload({ secureByDefault: false, visible: "api", note: "own objects must hold no credentials" }),
  "V-274884": workload({ secureByDefault: false, visible: "api", note: "who reads Secrets is the owner's to approve" }),
};

import type { AdmissionWebhook } from "../../src/evidence/admission.ts";
import type {
  ClusterImagePolicy,
  KyvernoPolicies,
  KyvernoPolicy,
  KyvernoSettings,
} from "../../src/evidence/image-policies.ts";
import type { ObservedForCluster } from "../../src/evidence/run.ts";
import { here, nothing } from "./facts.ts";

/** All that a vanilla cluster's API says of what admits pods: nothing. */
export const nothingAdmits = {
  "api.admission-webhooks": here<readonly AdmissionWebhook[]>([]),
  "api.admission-policies": here([]),
  "api.kyverno-policies": nothing,
  "api.cluster-image-policies": nothing,
  "api.kyverno-settings": here<readonly KyvernoSettings[]>([]),
} satisfies Partial<ObservedForCluster>;

/** A webhook that is asked about every pod and refuses where nobody answers. */
export const webhook = (more: Partial<AdmissionWebhook> = {}): AdmissionWebhook => ({
  kind: "validating",
  configuration: "conf",
  name: "pods.example.com",
  failurePolicy: "Fail",
  rules: [
    {
      groups: [""],
      versions: ["v1"],
      resources: ["pods", "pods/ephemeralcontainers"],
      operations: ["CREATE", "UPDATE"],
    },
  ],
  service: { namespace: "hooks", name: "answers" },
  ...more,
});

/** Kyverno's webhook that checks signatures, as its chart sets it. */
export const kyvernoWebhook = (more: Partial<AdmissionWebhook> = {}): AdmissionWebhook =>
  webhook({
    kind: "mutating",
    configuration: "kyverno-resource-mutating-webhook-cfg",
    name: "mutate.kyverno.svc-fail",
    service: { namespace: "kyverno", name: "kyverno-svc" },
    ...more,
  });

/** A ClusterPolicy that refuses every image without a signature. */
export const kyvernoPolicy = (more: Partial<KyvernoPolicy> = {}): KyvernoPolicy => ({
  name: "signed",
  failurePolicy: "Fail",
  limitedBy: [],
  verifies: [{ rule: "all", action: "Enforce", limitedBy: [] }],
  others: [],
  ...more,
});

export const kyvernoSettings = (more: Partial<KyvernoSettings> = {}): KyvernoSettings => ({
  namespace: "kyverno",
  name: "kyverno",
  filters: ["[*/*,kube-system,*]", "[Node/*,*,*]", "[Pod/binding,*,*]", "[Event,*,*]"],
  requesters: ["system:nodes"],
  ...more,
});

/** What the API says of a Kyverno with these. */
export const withKyverno = (
  known: Partial<KyvernoPolicies> = {},
  webhooks: readonly AdmissionWebhook[] = [kyvernoWebhook()],
  settings: readonly KyvernoSettings[] = [kyvernoSettings()],
): Partial<ObservedForCluster> => ({
  ...nothingAdmits,
  "api.admission-webhooks": here(webhooks),
  "api.kyverno-policies": here({ policies: [kyvernoPolicy()], exceptions: [], ...known }),
  "api.kyverno-settings": here(settings),
});

/** What the API says of a policy-controller of Sigstore with these. */
export const withSigstore = (
  policy: Partial<ClusterImagePolicy> = {},
  own: Partial<AdmissionWebhook> = {},
): Partial<ObservedForCluster> => ({
  ...nothingAdmits,
  "api.admission-webhooks": here([
    webhook({
      configuration: "policy.sigstore.dev",
      name: "policy.sigstore.dev",
      service: { namespace: "cosign-system", name: "webhook" },
      ...own,
    }),
  ]),
  "api.cluster-image-policies": here([{ name: "all", mode: "enforce", globs: ["**"], limitedBy: [], ...policy }]),
});

/** The content of an AdmissionConfiguration with these defaults of Pod Security admission. */
export const podSecurityByDefault = (defaults: unknown, exemptions?: unknown) => ({
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "AdmissionConfiguration",
  plugins: [
    {
      name: "PodSecurity",
      configuration: {
        apiVersion: "pod-security.admission.config.k8s.io/v1",
        kind: "PodSecurityConfiguration",
        defaults,
        ...(exemptions === undefined ? {} : { exemptions }),
      },
    },
  ],
});

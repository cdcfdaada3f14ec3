import { describe, expect, it } from "vitest";
import type { AdmissionWebhook } from "../../../../src/evidence/admission.ts";
import type { KyvernoPolicy } from "../../../../src/evidence/image-policies.ts";
import type { LabelSelector } from "../../../../src/evidence/network-policies.ts";
import { entriesSeen } from "../../../../src/evidence/observed.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/image-admission-control.ts";
import {
  kyvernoPolicy,
  kyvernoSettings,
  kyvernoWebhook,
  nothingAdmits,
  webhook,
  withKyverno,
  withSigstore,
} from "../../../support/admission.ts";
import { container, pod } from "../../../support/cluster-facts.ts";
import { kubeadm } from "../../../support/discovered.ts";
import { denied, here } from "../../../support/facts.ts";
import { controlPlaneHost, judgedApart, linesOf, workloadsRead } from "../../../support/guidance-facts.ts";
import { started } from "../control-plane.ts";

const apiServer = (...flags: readonly string[]) => controlPlaneHost(started("kube-apiserver", flags));
const named = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  name,
  labels: { "kubernetes.io/metadata.name": name, ...labels },
});
const spaces = [
  named("default"),
  named("kube-system"),
  named("shop", { team: "a" }),
  named("bank", { team: "b", signed: "no" }),
];
const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(rule, {
    ...workloadsRead({}),
    ...nothingAdmits,
    "api.namespaces": here(spaces),
    "api.discovery": here(kubeadm),
    "run.hosts": apiServer(),
    ...given,
  }).own;

const where = (key: string, operator: string, ...values: readonly string[]): LabelSelector => ({
  labels: {},
  expressions: [{ key, operator, values }],
});
const selecting = (namespaces: LabelSelector) => withKyverno({}, [kyvernoWebhook({ namespaces })]);
const set = (more: Partial<AdmissionWebhook>) => withKyverno({}, [kyvernoWebhook(more)]);
const policies = (...all: readonly Partial<KyvernoPolicy>[]) => withKyverno({ policies: all.map(kyvernoPolicy) });
const check = (action: string, ...limitedBy: readonly string[]) => ({
  verifies: [{ rule: "all", action, limitedBy }],
});
const rulesOn = (...rules: readonly (readonly [resource: string, ...operations: readonly string[]])[]) => ({
  rules: rules.map(([resource, ...operations]) => ({
    groups: [""],
    versions: ["*"],
    resources: [resource],
    operations,
  })),
});

describe("Kyverno's image policies", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["enforced everywhere", withKyverno(), "not_a_finding"],
    ["enforced, in small letters", policies(check("enforce")), "not_a_finding"],
    ["enforced beside one that audits", policies(check("Audit"), {}), "not_a_finding"],
    ["audited", policies(check("Audit")), "open"],
    ["that ignore failure", policies({ failurePolicy: "Ignore" }), "open"],
    ["limited by a rule", policies(check("Enforce", "exclude")), "not_reviewed"],
    ["limited as a whole", policies({ limitedBy: ["admission"] }), "not_reviewed"],
    ["limited beside one that audits", policies(check("Enforce", "match"), check("Audit")), "not_reviewed"],
    ["of one namespace", policies({ namespace: "shop" }), "open"],
    [
      "of each namespace",
      policies({ namespace: "shop" }, { namespace: "bank" }, { namespace: "default" }),
      "not_a_finding",
    ],
    ["on names of images", policies({ verifies: [], others: ["registries"] }), "not_reviewed"],
    ["with an exception", withKyverno({ exceptions: ["shop/old"] }), "not_reviewed"],
    ["without a webhook", withKyverno({}, []), "not_reviewed"],
    ["with the validating webhook alone", set({ kind: "validating" }), "not_reviewed"],
    ["with a webhook that ignores failure", set({ failurePolicy: "Ignore" }), "open"],
    ["with the ignoring webhook alone", set({ name: "mutate.kyverno.svc-ignore", failurePolicy: "Ignore" }), "open"],
    ["with the ignoring webhook's name", set({ name: "mutate.kyverno.svc-ignore" }), "not_reviewed"],
    ["with matchConditions", set({ matchConditions: 1 }), "not_reviewed"],
    ["with an objectSelector", set({ hasObjectSelector: true }), "not_reviewed"],
    ["for everything", set(rulesOn(["*/*", "*"])), "not_a_finding"],
    ["for pods without their parts", set(rulesOn(["*", "*"])), "not_reviewed"],
    ["for new pods only", set(rulesOn(["pods/*", "CREATE"])), "not_reviewed"],
    ["for another group", set({ rules: [{ ...webhook().rules[0], groups: ["apps"] } as never] }), "not_reviewed"],
    [
      "for what has no namespace",
      set({ rules: [{ ...webhook().rules[0], scope: "Cluster" } as never] }),
      "not_reviewed",
    ],
    ["at a URL", set({ service: undefined, host: "hooks.example" } as never), "not_reviewed"],
    ["with webhooks that were not seen", { ...withKyverno(), "api.admission-webhooks": denied }, "not_reviewed"],
    [
      "audited, with webhooks that were not seen",
      { ...policies(check("Audit")), "api.admission-webhooks": denied },
      "open",
    ],
    ["that were not seen", { ...withKyverno(), "api.kyverno-policies": denied }, "not_reviewed"],
    ["with settings that were not seen", { ...withKyverno(), "api.kyverno-settings": denied }, "not_reviewed"],
    ["with settings that were not found", withKyverno({}, [kyvernoWebhook()], []), "not_reviewed"],
    ["with namespaces that were not seen", { ...withKyverno(), "api.namespaces": denied }, "not_reviewed"],
    ["with namespaces that are not all", { ...withKyverno(), "api.namespaces": here([named("shop")]) }, "not_reviewed"],
    ["with an API server that was not seen", { ...withKyverno(), "run.hosts": here([]) }, "not_reviewed"],
    [
      "with an API server that asks no webhooks",
      { ...withKyverno(), "run.hosts": apiServer("--disable-admission-plugins=MutatingAdmissionWebhook") },
      "open",
    ],
    [
      "with one whose older list has them not",
      { ...withKyverno(), "run.hosts": apiServer("--admission-control=NodeRestriction") },
      "open",
    ],
    [
      "that audit, with ImagePolicyWebhook of one of two API servers",
      {
        ...policies(check("Audit")),
        "run.hosts": here([
          ...entriesSeen(apiServer("--enable-admission-plugins=ImagePolicyWebhook")),
          ...entriesSeen(apiServer()),
        ]),
      },
      "open",
    ],
  ])("%s", (_, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it.each<readonly [string, LabelSelector, string]>([
    ["nothing", { labels: {}, expressions: [] }, "not_a_finding"],
    ["but the system's", where("kubernetes.io/metadata.name", "NotIn", "kube-system"), "not_a_finding"],
    ["but one of users", where("kubernetes.io/metadata.name", "NotIn", "kube-system", "bank"), "open"],
    ["some by name", where("kubernetes.io/metadata.name", "In", "shop", "default"), "open"],
    ["all by name", where("kubernetes.io/metadata.name", "In", "shop", "bank", "default"), "not_a_finding"],
    ["by a label that one has not", where("team", "Exists"), "open"],
    ["by a label that one has", where("signed", "DoesNotExist"), "open"],
    ["by a label that none has", where("none", "DoesNotExist"), "not_a_finding"],
    ["by a value", { labels: { team: "a" }, expressions: [] }, "open"],
  ])("is asked about namespaces selected by %s", (_, selector, status) => {
    expect(judged(selecting(selector)).status).toBe(status);
  });

  it.each<readonly [string, string, string]>([
    ["of the system's namespaces", "[*/*,kube-*,*]", "not_a_finding"],
    ["of another kind", "[ReplicaSet/*,*,*]", "not_a_finding"],
    ["of bindings", "[Pod/binding,*,*]", "not_a_finding"],
    ["of a namespace of users", "[Pod,ba?k,*]", "open"],
    ["of all kinds there", "[*,shop,*]", "open"],
    ["of a version", "[v1/Pod,s*p,*]", "open"],
    ["of pods by name", "[Pod,shop,debug-*]", "not_reviewed"],
    ["of containers to debug", "[Pod/ephemeralcontainers,shop,*]", "open"],
    ["that nobody understands", "[a/b/*,shop,*]", "open"],
  ])("has a filter %s", (_, filter, status) => {
    expect(judged(withKyverno({}, [kyvernoWebhook()], [kyvernoSettings({ filters: [filter] })])).status).toBe(status);
  });

  it("leaves requests of some out, or does not say whose", () => {
    const requesters = (names: readonly string[]) =>
      judged(withKyverno({}, [kyvernoWebhook()], [kyvernoSettings({ requesters: names })])).status;
    expect(requesters(["system:nodes", "!system:kube-scheduler"])).toBe("not_a_finding");
    expect(requesters(["system:nodes", "admins"])).toBe("not_reviewed");
    const { requesters: _, ...older } = kyvernoSettings();
    expect(judged(withKyverno({}, [kyvernoWebhook()], [older])).status).toBe("not_reviewed");
  });

  it("names the namespaces that are left out", () => {
    const { reason, seen } = judged(selecting(where("kubernetes.io/metadata.name", "NotIn", "bank")));
    expect(reason).toBe("Image policies only audit, ignore failure, or leave out: namespace bank.");
    const by = "mutating webhook kyverno-resource-mutating-webhook-cfg/mutate.kyverno.svc-fail";
    expect(linesOf({ seen })).toEqual([
      `namespace bank: left out by the namespaceSelector of ${by}`,
      `namespace default: ClusterPolicy signed, asked by ${by}`,
      `namespace shop: ClusterPolicy signed, asked by ${by}`,
      `Kyverno, ${by}: failurePolicy Fail; Service kyverno/kyverno-svc; leaves out bank`,
      "policy engines: none known",
    ]);
  });

  it("may leave its own namespace out, while nothing else runs there", () => {
    const facts = (...images: readonly string[]) => ({
      ...selecting(where("kubernetes.io/metadata.name", "NotIn", "kyverno")),
      "api.namespaces": here([...spaces, named("kyverno")]),
      "api.pods": here(images.map((image) => pod({ namespace: "kyverno", containers: [container({ image })] }))),
    });
    expect(judged(facts("reg.kyverno.io/kyverno/kyverno:v1.15.0")).status).toBe("not_a_finding");
    expect(judged(facts("ghcr.io/kyverno/background-controller:v1.15.0", "app")).status).toBe("not_reviewed");
  });

  it("knows nothing of the labels of a namespace that only a pod names", () => {
    const made = { ...selecting(where("x", "DoesNotExist")), "api.pods": here([pod({ namespace: "new" })]) };
    expect(judged(made).status).toBe("not_reviewed");
    expect(judged({ ...withKyverno(), "api.pods": here([pod({ namespace: "new" })]) }).status).toBe("not_a_finding");
  });
});

describe("Sigstore policy-controller's image policies", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["enforced for all images", withSigstore(), "not_a_finding"],
    ["that warn", withSigstore({ mode: "warn" }), "open"],
    ["for some images", withSigstore({ globs: ["ghcr.io/**"] }), "not_reviewed"],
    ["for one part of the name", withSigstore({ globs: ["*"] }), "not_reviewed"],
    ["for anybody's signature", withSigstore({ limitedBy: ["authorities"] }), "not_reviewed"],
    [
      "in namespaces that ask for it",
      withSigstore({}, { namespaces: where("policy.sigstore.dev/include", "In", "true") }),
      "open",
    ],
    ["that ignore failure", withSigstore({}, { failurePolicy: "Ignore" }), "open"],
    ["with another webhook", withSigstore({}, { name: "defaulting.clusterimagepolicy.sigstore.dev" }), "not_reviewed"],
    ["with the mutating webhook", withSigstore({}, { kind: "mutating" }), "not_reviewed"],
    ["that were not seen", { ...withSigstore(), "api.cluster-image-policies": denied }, "not_reviewed"],
    [
      "that warn, beside Kyverno's",
      { ...withKyverno(), "api.cluster-image-policies": here([{ name: "a", mode: "warn", globs: [], limitedBy: [] }]) },
      "not_a_finding",
    ],
  ])("%s", (_, given, status) => {
    expect(judged(given).status).toBe(status);
  });
});

describe("what else is asked about pods", () => {
  const asked = (webhooks: readonly AdmissionWebhook[]) => judged({ "api.admission-webhooks": here(webhooks) });

  it("is for a person, with what it does and leaves out", () => {
    const { status, reason, seen } = asked([
      webhook({ namespaces: where("team", "In", "a"), failurePolicy: "Ignore" }),
      webhook({ name: "deployments.example.com", ...rulesOn(["deployments", "CREATE"]) }),
      webhook({ name: "validation.gatekeeper.sh", matchConditions: 2 }),
      webhook({ name: "ivpol.validate.kyverno.svc-fail" }),
    ]);
    expect(status).toBe("not_reviewed");
    expect(reason).toContain(
      "Webhooks on pods whose nature is not known: validating webhook conf/ivpol.validate.kyverno.svc-fail, " +
        "validating webhook conf/pods.example.com, validating webhook conf/validation.gatekeeper.sh.",
    );
    expect(linesOf({ seen }).slice(0, 3)).toEqual([
      "Gatekeeper, validating webhook conf/validation.gatekeeper.sh: failurePolicy Fail; Service hooks/answers; all namespaces; 2 matchConditions",
      "Kyverno, validating webhook conf/ivpol.validate.kyverno.svc-fail: failurePolicy Fail; Service hooks/answers; all namespaces",
      "validating webhook conf/pods.example.com: failurePolicy Ignore; Service hooks/answers; leaves out bank, default",
    ]);
  });

  it("may be a ValidatingAdmissionPolicy that is bound", () => {
    const { rules } = webhook();
    const given = here([
      { name: "registries", rules, bindings: [{ name: "everywhere", actions: ["Deny", "Audit"] }] },
      { name: "unbound", rules, bindings: [] },
    ]);
    const { status, reason, seen } = judged({ "api.admission-policies": given });
    expect([status, reason.includes("ValidatingAdmissionPolicies on pods: registries.")]).toEqual([
      "not_reviewed",
      true,
    ]);
    expect(linesOf({ seen })).toContain("ValidatingAdmissionPolicy registries: binding everywhere: Deny, Audit");
    expect(judged({ "api.admission-policies": denied }).reason).toContain("Not seen (permission-denied)");
  });

  it("is nothing on a vanilla cluster: whether images are checked elsewhere is for a person", () => {
    const { status, reason, seen } = judged({});
    expect(status).toBe("not_reviewed");
    expect(reason).toBe(
      "No image policy of the API servers themselves, of Kyverno or of Sigstore's policy-controller: what other " +
        "webhooks, the registry or the build do is for a person.",
    );
    expect(linesOf({ seen })).toEqual(["policy engines: none known"]);
  });
});

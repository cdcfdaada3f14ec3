import { describe, expect, it } from "vitest";
import type { AdmissionWebhook } from "../../../../src/evidence/admission.ts";
import type { KyvernoPolicy } from "../../../../src/evidence/image-policies.ts";
import type { LabelSelector } from "../../../../src/evidence/network-policies.ts";
import { entriesSeen } from "../../../../src/evidence/observed.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { kyvernoPolicy, kyvernoSettings, kyvernoWebhook, webhook, withKyverno } from "../../../support/admission.ts";
import { container, pod } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";
import { linesOf } from "../../../support/guidance-facts.ts";
import { apiServer, judged, named, rulesOn, spaces, where } from "./judged-image-policies.ts";

const selecting = (namespaces: LabelSelector) => withKyverno({}, [kyvernoWebhook({ namespaces })]);
const set = (more: Partial<AdmissionWebhook>) => withKyverno({}, [kyvernoWebhook(more)]);
const policies = (...all: readonly Partial<KyvernoPolicy>[]) => withKyverno({ policies: all.map(kyvernoPolicy) });
const check = (action: string, ...limitedBy: readonly string[]) => ({
  verifies: [{ rule: "all", action, limitedBy }],
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

import { describe, expect, it } from "vitest";
import type { AdmissionWebhook } from "../../../../src/evidence/admission.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { webhook, withKyverno, withSigstore } from "../../../support/admission.ts";
import { denied, here } from "../../../support/facts.ts";
import { linesOf } from "../../../support/guidance-facts.ts";
import { judged, rulesOn, where } from "./judged-image-policies.ts";

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

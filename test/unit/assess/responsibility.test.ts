import { describe, expect, it } from "vitest";
import { withResponsibility } from "../../../src/assess/responsibility.ts";
import { gardenerShoot } from "../../../src/benchmark/responsibility/gardener-shoot.ts";
import type { ProviderAttestation } from "../../../src/evidence/site.ts";
import { notReviewed, open } from "../../../src/findings/verdict.ts";
import { groupOf, sampleFinding } from "../../support/sample-assessment.ts";

const today = "2026-11-21T06:02:10.000Z";
const attestation: ProviderAttestation = {
  document: "Attestation 7",
  approvedBy: "Operator",
  date: "2026-10-01",
  rules: { "V-242376": { status: "not_a_finding", statement: "TLS 1.2 is the minimum" } },
};

const unseen = (id: string) => sampleFinding({ id, groups: [groupOf(["w1"], notReviewed("Not seen."))] });
const answered = (finding: ReturnType<typeof unseen>, given: ProviderAttestation | undefined = undefined) =>
  withResponsibility(finding, { profile: gardenerShoot, today, ...(given && { attestation: given }) });

describe("who answers for a finding", () => {
  it("is said with the setting that changes it, and changes no verdict", () => {
    const finding = sampleFinding({ id: "V-242434" });
    expect(answered(finding)).toEqual({
      ...finding,
      responsibility: {
        profile: "Gardener shoot",
        inherited: false,
        who: "cluster-admin",
        secureByDefault: true,
        setting: "spec.kubernetes.kubelet.protectKernelDefaults",
        visible: "node",
        note: "on for Kubernetes 1.26 and later until the field says otherwise",
      },
    });
  });

  it("makes what nobody saw of the provider's an inherited rule, still Not Reviewed", () => {
    const { status, effectiveStatus, summary, responsibility } = answered(unseen("V-242376"));
    expect([status, effectiveStatus]).toEqual(["not_reviewed", "not_reviewed"]);
    expect(summary).toMatch(/^Inherited from the provider \(the operator of Gardener\), and not seen: /);
    expect(responsibility).toMatchObject({ who: "provider", inherited: true });
  });

  it("leaves a rule of the provider's that was judged as it was judged", () => {
    const finding = sampleFinding({ id: "V-242387", groups: [groupOf(["w1"], open("readOnlyPort is 10255."))] });
    const { responsibility, ...judged } = answered(finding);
    expect(judged).toEqual(finding);
    expect(responsibility).toMatchObject({ who: "provider", inherited: false });
  });

  it("is not said of what the profile does not name", () => {
    const finding = sampleFinding({ id: "non-root-containers" });
    expect(answered(finding)).toEqual(finding);
  });
});

describe("a provider's attestation", () => {
  it("decides what nobody else can look at, and says so", () => {
    const finding = answered(unseen("V-242376"), attestation);
    expect([finding.status, finding.effectiveStatus]).toEqual(["not_a_finding", "not_a_finding"]);
    expect(finding.summary).toBe(
      "Attested by the provider: TLS 1.2 is the minimum (Attestation 7, approved by Operator, 2026-10-01).",
    );
    expect(finding.groups[0]?.targets).toEqual(["the operator of Gardener"]);
    expect(finding.responsibility?.attestation).toEqual({ statement: "TLS 1.2 is the minimum", counts: true });
  });

  it.each<readonly [string, ProviderAttestation, RegExp]>([
    ["has expired", { ...attestation, expires: "2026-11-20" }, /it expired on 2026-11-20/],
    ["is from nobody", { document: "A", date: "2026-10-01", rules: attestation.rules }, /it names no approvedBy/],
  ])("does not count where it %s", (_, given, why) => {
    const finding = answered(unseen("V-242376"), given);
    expect(finding.status).toBe("not_reviewed");
    expect(finding.responsibility?.attestation).toMatchObject({ counts: false, why: expect.stringMatching(why) });
  });

  it("does not count against what was seen", () => {
    const rules = { "V-242387": { status: "not_a_finding", statement: "the port is off" } } as const;
    const seen = sampleFinding({ id: "V-242387", groups: [groupOf(["w1"], open("readOnlyPort is 10255."))] });
    const finding = answered(seen, { ...attestation, rules });
    expect(finding.status).toBe("open");
    expect(finding.responsibility?.attestation).toMatchObject({
      counts: false,
      why: "the rule was judged by what was seen",
    });
    const effectively = { ...unseen("V-242387"), effectiveStatus: "open" as const };
    expect(answered(effectively, { ...attestation, rules }).effectiveStatus).toBe("open");
  });

  it("does not count for rules that are the owner's", () => {
    const rules = { "V-242402": { status: "not_a_finding", statement: "logs are kept" } } as const;
    const finding = answered(unseen("V-242402"), { ...attestation, rules });
    expect(finding.status).toBe("not_reviewed");
    expect(finding.responsibility?.attestation).toMatchObject({ counts: false, why: "the rule is not the provider's" });
  });
});

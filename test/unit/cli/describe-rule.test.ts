import { describe, expect, it } from "vitest";
import { type ReleaseName, releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { describeRule } from "../../../src/cli/commands/rules/describe-rule.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";

function described(id: string, name: ReleaseName = "v2r6"): readonly string[] {
  const requirement = releases[name].requirements.find((candidate) => candidate.id === id);
  const rule = rulesOf(releases[name]).find((candidate) => candidate.id === id);
  if (requirement === undefined || rule === undefined) throw new Error(`${name} has no ${id}`);
  return describeRule(requirement, rule);
}

describe("plimsoll rules of one rule", () => {
  it("says what it is, what is read and how, and on which nodes", () => {
    const lines = described("V-242387");
    expect(lines[0]).toMatch(/^V-242387 {2}CNTR-K8-000330 {2}SV-242387r\d+_rule {2}CAT I {2}CCI-000213$/);
    expect(lines).toContain("Judged: automatic, on control-plane and worker nodes");
    expect(lines).toContain("  process.kubelet: the command line of the running kubelet, /proc/PID/cmdline");
    expect(described("V-242392")).toContain(
      "Judged: automatic, on worker nodes (beyond the text on control-plane nodes too)",
    );
  });

  it("says what passes by both readings", () => {
    expect(described("V-242387").filter((line) => line.startsWith("Not a finding"))).toEqual([
      "Not a finding by the text: no --read-only-port on the kubelet's command line or in its unit's files; " +
        "readOnlyPort unset or 0 in its configuration file",
      "Not a finding in effect: 0 in force, by flag, configuration or default (0 with a configuration file, 10255 without)",
    ]);
    expect(described("V-242454")).toContain("Not a finding in effect: the same");
  });

  it("says what depends on the release, only where something does", () => {
    expect(described("V-242399")).toContain("By release:");
    expect(described("V-242387")).not.toContain("By release:");
  });

  it("says how each change is made on each distribution", () => {
    const lines = described("V-242387");
    expect(lines.filter((line) => line.startsWith("  RKE2, "))).toEqual([
      expect.stringMatching(/^ {2}RKE2, kubelet flag: .*kubelet-arg.*systemctl restart rke2-server/),
      expect.stringMatching(/^ {2}RKE2, kubelet setting: .*kubelet\.conf\.d/),
    ]);
    expect(lines.some((line) => line.startsWith("  no known distribution, kubelet flag: "))).toBe(true);
  });

  it("says of a rule for people what a person does", () => {
    const lines = described("V-242415", "v1r11");
    expect(lines).toContain("Judged: manual, by a person");
    expect(lines.some((line) => line.startsWith("Not a finding"))).toBe(false);
  });

  it("speaks of the release that is asked for", () => {
    expect(described("V-242392", "v1r11")).toContain("Judged: automatic, on control-plane and worker nodes");
  });
});

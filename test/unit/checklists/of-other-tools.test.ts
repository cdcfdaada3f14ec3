import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readChecklistFile } from "../../../src/checklists/read-checklist-file.ts";
import { readChecklist } from "../../support/checklist-files.ts";
import { requireFile } from "../../support/lab-requirements.ts";

const folder = join(import.meta.dirname, "../../../../shared/checklists");
const viewer = join(folder, "sv2.17_heimdall2_small_ckl_overrides.ckl");
const manager = join(folder, "stigman_all-possible-results.ckl");
const managerJson = join(folder, "stigman_all-possible-results.cklb");
const suite = "checklists that other tools wrote";

/** STIG Manager's sample has three end tags too many: without them. */
const mended = (): string => readFileSync(manager, "utf8").replace(/(<\/VULN>\s*)(?:<\/VULN>\s*)+/g, "$1");

/** Gives every match a number of its own: all rules of STIG Manager's samples have the same ids. */
function numbered(text: string, id: RegExp): string {
  let count = 0;
  return text.replace(id, (_all, before: string, after: string) => {
    count += 1;
    return `${before}${count}${after}`;
  });
}

describe.runIf(requireFile(suite, viewer))(suite, () => {
  it("are read where a VULN ends twice, as importers do", async () => {
    const { others, stig } = await readChecklist(readFileSync(manager, "utf8"));
    expect(stig).toBeUndefined();
    expect(others).toMatchObject([{ id: "RHEL_9_TRUNCATED" }]);
    expect(others[0]?.text).not.toMatch(/<\/VULN>\s*<\/VULN>/);
    expect(others[0]?.text.match(/<\/VULN>/g)).toHaveLength(4);
  });

  it.each([
    [
      "an end too many elsewhere",
      (text: string) => text.replace("</STIG_INFO>", "</STIG_INFO></STIG_INFO>"),
      /line \d+/,
    ],
    ["cut off", (text: string) => text.slice(0, -40), /not well-formed/],
    ["said of two hosts", (text: string) => text.replace("<ASSET>", "<ASSET></ASSET><ASSET>"), /more than one ASSET/],
  ])("are refused all the same where one is %s", async (_, change, why) => {
    await expect(readChecklist(change(readFileSync(manager, "utf8")))).rejects.toThrow(why);
  });

  it("are kept as they stand where they are of another STIG", async () => {
    for (const [text, title] of [
      [readFileSync(viewer, "utf8"), "Red Hat Enterprise Linux 9 Security Technical Implementation Guide"],
      [mended(), "Red Hat Enterprise Linux 9 TRUNCATED"],
    ] as const) {
      const { stig, others } = await readChecklist(text);
      expect(stig).toBeUndefined();
      const source = /<iSTIG>.*<\/iSTIG>/s.exec(text)?.[0];
      expect(others).toEqual([{ id: expect.stringContaining("RHEL_9"), title, text: source }]);
    }
    const [other, ...more] = (await readChecklistFile(managerJson)).others;
    expect(more).toEqual([]);
    expect(readFileSync(managerJson, "utf8")).toContain(other?.text);
    expect(JSON.parse(other?.text ?? "")).toEqual(JSON.parse(readFileSync(managerJson, "utf8")).stigs[0]);
  });

  it("say what they say of STIG Viewer 2.17", async () => {
    const text = readFileSync(viewer, "utf8").replace("RHEL_9_STIG", "Kubernetes_STIG");
    const { asset, stig } = await readChecklist(text);
    expect(asset).toMatchObject({ hostName: "", marking: "CUI", role: "None", webOrDatabase: "false" });
    expect(stig).toMatchObject({ version: "1", releaseInfo: "Release: 3 Benchmark Date: 24 Apr 2024" });
    const said = stig?.rules.map(({ status, override }) => [status, override?.severity]);
    expect(said).toEqual([
      ["not_applicable", "medium"],
      ["open", "low"],
      ["open", "high"],
      ["open", undefined],
      ["open", undefined],
      ["not_a_finding", undefined],
      ["not_a_finding", undefined],
      ["not_reviewed", undefined],
      ["not_reviewed", undefined],
      ["not_reviewed", undefined],
      ["not_reviewed", undefined],
    ]);
    expect(stig?.rules[0]).toMatchObject({
      vulnId: "V-257777",
      ruleId: "SV-257777r925318_rule",
      stigId: "RHEL-09-211010",
      severity: "high",
      override: { justification: "Testing both N/A and overidden" },
    });
    expect(stig?.rules[0]?.checkText).toMatch(/^Verify .*:\n\n\$ cat \/etc\/redhat-release \n\n.*finding\.$/s);
  });

  it("say what they say of STIG Manager, in both formats", async () => {
    const xml = mended().replace("RHEL_9_TRUNCATED", "Kubernetes_STIG");
    const unique = [/(>)V-257777(<)/g, /(>)SV-257777r925318_rule(<)/g, /(>)RHEL-09-211010(<)/g].reduce(numbered, xml);
    const json = readFileSync(managerJson, "utf8").replace(
      '"stig_id": "VPN_TRUNCATED"',
      '"stig_id": "Kubernetes_STIG"',
    );
    const uniqueJson = [
      /("group_id": "V-)\d+(")/g,
      /("rule_id_src": "SV-)\d+(r)/g,
      /("rule_version": ")[^"]*(")/g,
    ].reduce(numbered, json);
    const answers = (await readChecklist(unique)).stig?.rules;
    expect(answers?.map(({ status }) => status)).toEqual(["open", "not_reviewed", "not_a_finding", "not_applicable"]);
    const { asset, stig } = await readChecklist(uniqueJson);
    expect(asset).toMatchObject({
      hostName: "Asset",
      ip: "1.1.1.1",
      fqdn: "asset.com",
      role: "",
      targetComment: "xyz",
    });
    expect(stig).toMatchObject({ version: "2", releaseInfo: "Release: 5 Benchmark Date: 07 Jun 2023" });
    expect(stig?.rules.map(({ status }) => status)).toEqual([
      "not_reviewed",
      "not_applicable",
      "open",
      "not_a_finding",
    ]);
    for (const rule of [...(answers ?? []), ...(stig?.rules ?? [])]) {
      expect(rule).toMatchObject({ details: "xyz", comments: "xyz" });
      expect(rule).not.toHaveProperty("override");
    }
  });

  it("are refused where their rules are answered in four ways", async () => {
    const text = mended().replace("RHEL_9_TRUNCATED", "Kubernetes_STIG");
    await expect(readChecklist(text)).rejects.toThrow(/answers V-257777 twice, in different ways/);
  });
});

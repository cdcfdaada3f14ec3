import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { type RunDiff, runDiffSchema } from "../../../src/findings/run-diff.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

describe("plimsoll diff", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-diff-"));
  const [first, second] = [join(folder, "first"), join(folder, "second")];

  beforeAll(async () => {
    for (const run of [first, second]) await plimsollHere("demo", "-o", run);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A copy of the second run, its assessment changed as an older or later one might be. */
  function changed(name: string, change: (assessment: Assessment) => Assessment): string {
    const copy = join(folder, name);
    cpSync(second, copy, { recursive: true });
    const path = join(copy, "assessment.json");
    const text = JSON.stringify(change(assessmentSchema.parse(JSON.parse(readFileSync(path, "utf8")))));
    writeFileSync(path, text);
    const manifest = JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8"));
    manifest.files["assessment.json"] = createHash("sha256").update(text).digest("hex");
    writeFileSync(join(copy, "manifest.json"), JSON.stringify(manifest));
    return copy;
  }
  const assessed = async (name: string, ...release: readonly string[]): Promise<string> => {
    const copy = join(folder, name);
    cpSync(second, copy, { recursive: true });
    await plimsollHere("assess", copy, ...release);
    return copy;
  };
  const jsonOf = async (before: string, after: string): Promise<RunDiff> =>
    runDiffSchema.parse(JSON.parse((await plimsollHere("diff", before, after, "--json")).stdout));

  /** w2 was not read: every verdict on it is Not Reviewed. */
  const withoutW2 = (assessment: Assessment): Assessment => {
    const unseen = { status: "not_reviewed", reason: "Not seen (refused).", seen: [] } as const;
    const findings = assessment.findings.map((finding) => {
      const groups = finding.groups.flatMap((group) => {
        const others = group.targets.filter((name) => name !== "w2");
        return [
          ...(others.length === 0 ? [] : [{ ...group, targets: others }]),
          ...(others.length === group.targets.length
            ? []
            : [{ ...group, targets: ["w2"], literal: unseen, effective: unseen }]),
        ];
      });
      const isUnseen = groups.some(({ targets, beyondText }) => targets.includes("w2") && !beyondText);
      return {
        ...finding,
        groups,
        status: isUnseen && finding.status !== "open" ? "not_reviewed" : finding.status,
      } as const;
    });
    const nodes = assessment.coverage.nodes.map((node) =>
      node.name === "w2" ? ({ ...node, state: "unread", cause: "refused" } as const) : node,
    );
    return { ...assessment, coverage: { ...assessment.coverage, nodes, complete: false }, findings };
  };

  it("of two audits of the same cluster finds no difference", async () => {
    const ended = await plimsollHere("diff", first, second, "--fail-on-new");
    expect(ended).toMatchObject({ status: exitCodes.clean, stderr: "" });
    expect(ended.stdout.split("\n")[0]).toBe("Cluster demo: no difference");
    const twice = await plimsollHere("diff", first, first);
    expect(twice.stdout.split("\n")[0]).toBe("Cluster demo: no difference");
  });

  it("of other releases says what is different of the rules", async () => {
    const [v1r11, v2r5, v2r6] = await Promise.all(
      ["v1r11", "v2r5", "v2r6"].map((release) => assessed(release, "--release", release)),
    );
    const near = await plimsollHere("diff", v2r5 ?? "", v2r6 ?? "");
    expect(near.stdout).toMatch(/^Cluster demo: 92 unchanged$/m);
    expect(near.stdout).toContain("V-242442: CCI-002647 is now CCI-002617");
    const far = await jsonOf(v1r11 ?? "", v2r6 ?? "");
    const count = (wanted: string): number => far.rules.changed.filter(({ aspect }) => aspect === wanted).length;
    expect([count("rule id"), count("check text"), count("CCIs"), count("title")]).toEqual([89, 7, 3, 0]);
    expect(far.rules.removed.map(({ id }) => id)).toEqual(["V-242386", "V-242388"]);
    expect(far.findings.filter(({ change }) => change === "added").map(({ id }) => id)).toEqual([
      "V-274882",
      "V-274883",
      "V-274884",
    ]);
    expect((await plimsollHere("diff", v1r11 ?? "", v2r6 ?? "", "--fail-on-new", "I")).status).toBe(exitCodes.open);
  });

  it("of a run with a node unread says what is not seen any more, and fixed nothing", async () => {
    const unread = changed("unread", withoutW2);
    const diff = await jsonOf(first, unread);
    expect(diff.coverage).toMatchObject({ lost: true, nodes: { lost: [{ name: "w2", cause: "refused" }] } });
    expect(diff.counts).toMatchObject({ opened: 0, further: 0, fixed: 0, gone: 0 });
    expect(diff.counts.unseen).toBeGreaterThan(10);
    const ended = await plimsollHere("diff", first, unread, "--fail-on-new");
    expect(ended.status).toBe(exitCodes.incomplete);
    expect(ended.stdout).toMatch(/^ {2}Read before, unread after, refused: w2\.$/m);
    expect((await plimsollHere("diff", first, unread)).status).toBe(exitCodes.clean);
    expect((await plimsollHere("diff", unread, first)).stdout).toContain("Unread before, read after, refused: w2.");
  });

  it("fails on what is newly open, and on request only from a category on", async () => {
    const fixed = changed("fixed", (assessment) => ({
      ...assessment,
      findings: assessment.findings.map((finding) => {
        if (finding.id !== "V-242434" && finding.id !== "V-242445") return finding;
        const good = { status: "not_a_finding", reason: "Set.", seen: [] } as const;
        const groups = finding.groups.map((group) => ({ ...group, literal: good, effective: good }));
        return { ...finding, status: "not_a_finding", effectiveStatus: "not_a_finding", groups } as const;
      }),
    }));
    const changes = async (before: string, after: string) =>
      (await jsonOf(before, after)).findings.map((one) => [one.id, one.severity, one.change, one.new]);
    expect(await changes(fixed, second)).toEqual([
      ["V-242434", "high", "opened", true],
      ["V-242445", "medium", "opened", true],
    ]);
    expect(await changes(second, fixed)).toEqual([
      ["V-242434", "high", "fixed", false],
      ["V-242445", "medium", "fixed", false],
    ]);
    expect((await plimsollHere("diff", second, fixed, "--fail-on-new")).status).toBe(exitCodes.clean);
    expect((await plimsollHere("diff", fixed, second, "--fail-on-new")).status).toBe(exitCodes.open);
    expect((await plimsollHere("diff", fixed, second, "--fail-on-new", "I")).status).toBe(exitCodes.open);
    expect((await plimsollHere("diff", fixed, second)).status).toBe(exitCodes.clean);
  });

  it("prints JSON by its schema, the same bytes each time, beside a new file that only its owner reads", async () => {
    const schema = JSON.parse(
      readFileSync(new URL("../../../src/findings/run-diff.schema.json", import.meta.url), "utf8"),
    );
    const file = join(folder, "diff.html");
    const page = ["diff", first, second, "--format", "html"];
    const ended = await plimsollHere(...page, "--output", file);
    expect(ended).toMatchObject({ status: exitCodes.clean, stdout: `${file}\n`, stderr: "" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, "utf8");
    const json = await plimsollHere("diff", first, second, "--json");
    expect(json).toMatchObject({ status: exitCodes.clean, stderr: "" });
    expect(new Ajv2020.Ajv2020({ strict: true }).validate(schema, JSON.parse(json.stdout))).toBe(true);
    const both = await plimsollHere(...page, "--json", "--output", join(folder, "beside.html"));
    expect(both.stdout).toBe(json.stdout);
    expect(readFileSync(join(folder, "beside.html"), "utf8")).toBe(text);
    const neither = await plimsollHere(...page, "--json");
    expect(neither).toMatchObject({ status: exitCodes.usage, stdout: "" });
    const again = await plimsollHere(...page, "-o", file);
    expect(again).toMatchObject({ status: exitCodes.usage, stdout: "" });
    expect(again.stderr).toBe(`plimsoll: ${file} is there already, and is not written over: give another file\n`);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("writes a page without any script", async () => {
    const { stdout } = await plimsollHere("diff", first, second, "--format", "html");
    expect(stdout).toMatch(/^<!DOCTYPE html>/);
    expect(stdout).toContain("No difference");
    expect(stdout).not.toContain("<script");
  });

  it("of two clusters, of no run, or by an unknown category is refused in a sentence", async () => {
    const other = changed("other", (assessment) => ({ ...assessment, cluster: "other" }));
    const two = await plimsollHere("diff", first, other);
    expect(two).toMatchObject({ status: exitCodes.usage, stdout: "" });
    expect(two.stderr).toBe(`plimsoll: ${first} is of the cluster demo, ${other} of other: not compared\n`);
    const none = await plimsollHere("diff", first, join(folder, "none"));
    expect(none).toMatchObject({ status: exitCodes.runFolder, stdout: "" });
    const greedy = await plimsollHere("diff", "--fail-on-new", first, second);
    expect(greedy.status).toBe(exitCodes.usage);
    expect(greedy.stderr).toContain("It must be I, II or III; without one write it after the two runs.");
    const nowhere = await plimsollHere("diff", first, second, "-o", join(folder, "none", "diff.txt"));
    expect(nowhere.status).toBe(exitCodes.output);
  });
});

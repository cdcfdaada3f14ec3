import { describe, expect, it } from "vitest";
import { notAFinding, notReviewed, open } from "../../../src/findings/verdict.ts";
import { findingDetails } from "../../../src/reports/checklist/finding-details.ts";
import { longestDetails } from "../../../src/reports/checklist/importable-text.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { groupOf, sampleFinding, seenInFile, seenInProcess } from "../../support/sample-assessment.ts";

describe("finding details", () => {
  it("give status, expectation and every group with its evidence, the worst first", () => {
    const finding = sampleFinding({
      summary: "readOnlyPort is 10255.",
      groups: [
        groupOf(["cp1"], notAFinding("readOnlyPort is 0.", [seenInFile("cp1", "readOnlyPort", "0")])),
        groupOf(["w1", "w2"], open("readOnlyPort is 10255.", [seenInFile("w1", "readOnlyPort", "10255", { line: 7 })])),
      ],
    });
    expect(findingDetails(finding)).toBe(
      [
        "Open. readOnlyPort is 10255.",
        "Expected: readOnlyPort unset or 0, no --read-only-port",
        "",
        "1. Open: w1, w2 (2, identical)",
        "   - readOnlyPort: 10255",
        "     at w1, /var/lib/kubelet/config.yaml:7; asked: read /var/lib/kubelet/config.yaml",
        "",
        "2. Not a Finding: cp1",
        "   readOnlyPort is 0.",
        "   - readOnlyPort: 0",
        "     at cp1, /var/lib/kubelet/config.yaml:12; asked: read /var/lib/kubelet/config.yaml",
      ].join("\n"),
    );
  });

  it("show the effective reading where it differs, with only what it saw in addition", () => {
    const seen = seenInProcess("cp1", "--anonymous-auth", "not set");
    const byDefault = seenInProcess("cp1", "default of v1.36.2", "true");
    const finding = sampleFinding({
      groups: [groupOf(["cp1"], notAFinding("Not set.", [seen]), open("Unset means true.", [seen, byDefault]))],
    });
    const lines = findingDetails(finding).split("\n");
    expect(lines[1]).toBe("The running configuration, defaults included: Open.");
    expect(lines.slice(-3)).toEqual([
      "   Running configuration: Open. Unset means true.",
      "   - default of v1.36.2: true",
      "     at cp1, argv[3]; asked: processes",
    ]);
  });

  it("say which targets do not count, after those that do", () => {
    const finding = sampleFinding({
      groups: [groupOf(["w1"], open("Set."), open("Set."), true), groupOf(["cp1"], notAFinding("Unset."))],
    });
    const details = findingDetails(finding);
    expect(details.indexOf("1. Not a Finding: cp1")).toBeGreaterThan(0);
    expect(details).toContain("2. Open: w1\n   The check text does not speak of these; they do not count.");
  });

  it("hold no process id: it changes with every run", () => {
    const seen = seenInProcess("cp1", "--profiling", "not set");
    expect(findingDetails(sampleFinding({ groups: [groupOf(["cp1"], open("Not set.", [seen]))] }))).not.toContain(
      "1234",
    );
  });

  it("keep a node's text on its own line: it cannot forge another group or status", () => {
    const seen = Object.values(hostile).map((value) => seenInFile("w1", value, value, { file: value, request: value }));
    const lines = findingDetails(
      sampleFinding({ summary: hostile.lines, groups: [groupOf(["w1"], open(hostile.lines, seen))] }),
    ).split("\n");
    expect(lines.filter((line) => /^\d+\. /.test(line))).toEqual(["1. Open: w1"]);
    expect(lines).toHaveLength(4 + 2 * seen.length);
    expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  it("are cut at a line, inside the limit, and say how much is gone", () => {
    const seen = Array.from({ length: 900 }, (_, index) => seenInFile("w1", `setting ${index}`, "x".repeat(90)));
    const details = findingDetails(sampleFinding({ groups: [groupOf(["w1"], open("Set.", seen))] }));
    expect(details.length).toBeLessThanOrEqual(longestDetails);
    expect(details.length).toBeGreaterThan(longestDetails - 400);
    expect(details).toMatch(
      /\n\[Truncated by plimsoll: \d+ more lines\. All of it is in report\.html and assessment\.json\.\]$/,
    );
    const left = Number(/plimsoll: (\d+) more/.exec(details)?.[1]);
    expect(details.split("\n").length - 1 + left).toBe(4 + 2 * 900);
  });

  it("cut one long value, so that the next node still shows", () => {
    const group = (name: string, value: string) => groupOf([name], open("Set.", [seenInFile(name, "args", value)]));
    const details = findingDetails(sampleFinding({ groups: [group("w1", "y".repeat(100_000)), group("w2", "short")] }));
    expect(details).toMatch(/y{1900,} … \[\d+ more characters in assessment\.json\]/);
    expect(details).toContain("- args: short");
  });

  it("stay within the limit when every character is markup, and within what an importer will decode", () => {
    const seen = Array.from({ length: 400 }, () => seenInFile("w1", "<".repeat(500), "&amp;".repeat(300)));
    const details = findingDetails(sampleFinding({ groups: [groupOf(["w1"], open("Set.", seen))] }));
    expect(details.length).toBeLessThanOrEqual(longestDetails);
    expect(details.match(/[&<>]/g)?.length).toBeLessThanOrEqual(1500);
  });

  it("write an ampersand that could begin a character reference as its mark", () => {
    const seen = [seenInFile("w1", "a & b", "&lt;script&gt; &#27; &copy a&&b")];
    expect(findingDetails(sampleFinding({ groups: [groupOf(["w1"], open("Set.", seen))] }))).toContain(
      "- a & b: ⟨U+0026⟩lt;script⟨U+0026⟩gt; ⟨U+0026⟩#27; ⟨U+0026⟩copy a&⟨U+0026⟩b",
    );
  });

  it("are there for Not Reviewed too: the cause is what a reviewer needs", () => {
    const finding = sampleFinding({ groups: [groupOf(["w1"], notReviewed("Not seen (refused): processes."))] });
    expect(findingDetails(finding)).toMatch(/^Not Reviewed\. Not seen \(refused\): processes\.\n/);
  });
});

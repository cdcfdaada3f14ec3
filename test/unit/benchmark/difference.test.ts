import { describe, expect, it } from "vitest";
import { difference } from "../../../src/benchmark/difference.ts";
import { withCheckTexts } from "../../../src/benchmark/kubernetes-stig/with-check-texts.ts";
import type { StigBenchmark, StigRequirement } from "../../../src/benchmark/requirement.ts";

const rule = (id: string, given: Partial<StigRequirement> = {}): StigRequirement => ({
  id,
  ruleId: `S${id}r1_rule`,
  stigId: `K-${id}`,
  groupTitle: "SRG-1",
  severity: "medium",
  title: "A title",
  ccis: ["CCI-1", "CCI-2"],
  checkText: { sha256: "a", terms: "b" },
  ...given,
});
const release = (...requirements: readonly StigRequirement[]): StigBenchmark => ({
  ...withCheckTexts("v2r6"),
  requirements,
});
const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id);
const texts = { discussion: "d", check: "c", fix: "f" };

describe("what is different from one release to another", () => {
  it("is nothing of the same, whatever the order and the white space", () => {
    const found = difference(
      release(rule("V-1"), rule("V-2", { disa: texts })),
      release(
        rule("V-2", { disa: { ...texts, fix: " f\n" }, title: "A\u00a0 title", ccis: ["CCI-2", "CCI-1"] }),
        rule("V-1"),
      ),
    );
    expect(found).toEqual({
      added: [],
      removed: [],
      renumbered: [],
      changed: { "check text": [], "fix text": [], discussion: [], severity: [], title: [], CCIs: [] },
      uncompared: 0,
    });
  });

  it("is what came, what went, and what was numbered anew by either id", () => {
    const found = difference(
      release(rule("V-1"), rule("V-2"), rule("V-3"), rule("V-4")),
      release(
        rule("V-1", { ruleId: "SV-1r2_rule" }),
        rule("V-2", { stigId: "K-9" }),
        rule("V-30", { stigId: "K-V-3", title: "Another" }),
        rule("V-5"),
      ),
    );
    expect([ids(found.added), ids(found.removed)]).toEqual([["V-5"], ["V-4"]]);
    expect(found.renumbered).toEqual([
      { id: "V-1", before: "SV-1r1_rule", now: "SV-1r2_rule" },
      { id: "V-2", before: "K-V-2", now: "K-9" },
      { id: "V-30", before: "V-3 SV-3r1_rule", now: "V-30 SV-30r1_rule" },
    ]);
    expect(ids(found.changed.title)).toEqual(["V-30"]);
  });

  it.each([
    ["check text", { checkText: { sha256: "c", terms: "b" } }],
    ["fix text", { disa: { ...texts, fix: "another" } }],
    ["discussion", { disa: { ...texts, discussion: "another" } }],
    ["severity", { severity: "high" }],
    ["title", { title: "Another" }],
    ["CCIs", { ccis: [] }],
  ] as const)("is another %s", (aspect, given) => {
    const { changed } = difference(
      release(rule("V-1", { disa: texts })),
      release(rule("V-1", { disa: texts, ...given })),
    );
    const found = Object.entries(changed).filter(([, rows]) => rows.length > 0);
    expect(found.map(([name]) => name)).toEqual([aspect]);
  });

  it("is not known of texts that one side has not", () => {
    const { checkText: _, ...without } = rule("V-1", { disa: texts });
    const found = difference(release(rule("V-1")), release(without));
    expect([found.changed["check text"], found.changed["fix text"], found.uncompared]).toEqual([[], [], 1]);
  });

  it("of DISA's releases is what DISA changed", () => {
    const found = difference(withCheckTexts("v1r11"), withCheckTexts("v2r6"));
    expect(ids(found.added)).toEqual(["V-274882", "V-274883", "V-274884"]);
    expect(ids(found.removed)).toEqual(["V-242386", "V-242388"]);
    expect(found.renumbered).toHaveLength(89);
    const reworded = ["V-242392", "V-242397", "V-242410", "V-242411", "V-242412", "V-242415", "V-245541"];
    expect(ids(found.changed["check text"])).toEqual(reworded);
    expect([found.changed.severity, found.changed.title, found.uncompared]).toEqual([[], [], 0]);
    const last = difference(withCheckTexts("v2r5"), withCheckTexts("v2r6"));
    expect(last.renumbered).toHaveLength(1);
    expect(last.changed.CCIs).toEqual([{ id: "V-242442", before: "CCI-002647", now: "CCI-002617" }]);
  });
});

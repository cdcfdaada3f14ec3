import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { RecordedAnswer, Recording } from "../../../src/connect/recordings/recording.ts";
import type { ObservedFacts } from "../../../src/evidence/node.ts";
import { rules } from "../../../src/rules/index.ts";
import { recordedNode } from "../../support/recorded-node.ts";

// A node of OpenRC (Alpine): no /run/systemd/system, so the reader answers `unit` by "unsupported". The rest is as recorded.

const unsupported: RecordedAnswer = {
  state: "failed",
  cause: "unsupported",
  message: "systemd does not run this node",
};

const withoutUnits = (recording: Recording): Recording =>
  Object.fromEntries(
    Object.entries(recording).map(([request, answer]) => [request, request.startsWith("unit ") ? unsupported : answer]),
  );

describe.each(["cp1", "w1"] as const)("%s without systemd", async (node) => {
  const [withSystemd, without] = await Promise.all([recordedNode(node), recordedNode(node, withoutUnits)]);

  it("knows nothing of units, which is not that there are none", () => {
    const changed = (Object.keys(without) as (keyof ObservedFacts)[]).filter(
      (fact) => without[fact].state !== withSystemd[fact].state,
    );
    expect(changed).toContain("kubelet.unit");
    expect(Object.fromEntries(changed.map((fact) => [fact, without[fact].state]))).toEqual(
      Object.fromEntries(changed.map((fact) => [fact, "unknown"])),
    );
  });

  it("passes no rule that it does not pass with it", () => {
    const passes = (seen: ObservedFacts) =>
      rules.flatMap((rule) => {
        if (rule.kind !== "node") return [];
        const { literal, effective } = judgeNode(rule, seen);
        const isPass = ({ status }: typeof literal) => status === "not_a_finding" || status === "not_applicable";
        return [
          ...(isPass(literal) ? [`${rule.id} literal`] : []),
          ...(isPass(effective) ? [`${rule.id} effective`] : []),
        ];
      });
    const before = new Set(passes(withSystemd));
    const after = passes(without);
    expect(after.length).toBeGreaterThan(10);
    expect(after.filter((pass) => !before.has(pass))).toEqual([]);
  });
});

import { expect, it } from "vitest";
import { decisionsUsed } from "../../../src/assess/decisions-used.ts";
import { parseDecisions } from "../../../src/decisions/load.ts";
import { decisionsLine } from "../../../src/reports/decisions-line.ts";

const used = (text: string) => {
  const { file, sha256, site } = parseDecisions(text, "decisions.yaml");
  return decisionsUsed({ file, sha256 }, site);
};

it("names the lists by their documents, without what is in them", () => {
  const text =
    "secretAccess: { document: S, approvedBy: A, date: 2026-01-31, readers: [], attachments: [], builtin: true }\n" +
    "ppsm: { document: P, components: {} }\n";
  const { ppsm, secretAccess } = used(text);
  expect([ppsm, secretAccess]).toEqual([{ document: "P" }, { document: "S", approvedBy: "A", date: "2026-01-31" }]);
  expect(decisionsLine(used(text))).toBe(
    "all options at their defaults; approved ports: P, no approver, no date; " +
      "approved access to Secrets: S, approved by A, 2026-01-31",
  );
});

it("names every exception with its justification", () => {
  const text =
    "options: { sensitiveExceptions: [{ namespace: shop, kind: ConfigMap, name: keys, justification: a test key }] }\n";
  expect(decisionsLine(used(text))).toBe("sensitiveExceptions: shop/ConfigMap keys (a test key)");
  expect(decisionsLine(used("{}\n"))).toBe("all options at their defaults");
});

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseDecisions } from "../../../../src/decisions/load.ts";
import type { ClusterFactsGiven } from "../../../support/cluster-facts.ts";
import { here } from "../../../support/facts.ts";
import { recordedRbac } from "../../../support/guidance-facts.ts";
import { judge, statuses, withList } from "./secret-readers.ts";

describe("the recorded kubeadm cluster", () => {
  const facts: ClusterFactsGiven = { "api.rbac": here(recordedRbac) };

  /** decisions.yaml as somebody pastes it together from the rows of the worksheet. */
  function pasted(builtin: boolean): ClusterFactsGiven {
    const { effective } = judge(facts);
    const rows = effective.seen.filter(({ what }) => /reader/.test(what) && !(builtin && what.startsWith("built-in")));
    const lines = rows.map(({ value }) => `    ${value}`);
    const text = [
      `secretAccess: # ${rows.length}`,
      "  document: D",
      "  approvedBy: A",
      "  date: 2026-01-01",
      `  builtin: ${builtin}`,
      "  readers:",
      ...lines,
      "",
    ].join("\n");
    expect(parse(text)).toMatchObject({ secretAccess: { builtin } });
    const { secretAccess } = parseDecisions(text, "decisions.yaml").site;
    return secretAccess === undefined ? {} : { "site.secret-access": here(secretAccess) };
  }

  it("passes by its own worksheet, put into decisions.yaml as it stands", () => {
    expect(statuses({ ...facts, ...pasted(false) })).toEqual(["not_a_finding", "not_a_finding"]);
  });

  it("needs two entries beside builtin: true", () => {
    expect(statuses({ ...facts, ...pasted(true) })).toEqual(["not_a_finding", "not_a_finding"]);
    expect(judge({ ...facts, ...withList({ builtin: true }) }).effective.reason).toBe(
      "Readers of Secrets that the site's list does not cover: Group:kubeadm:cluster-admins (cluster), " +
        "User:kube-apiserver-kubelet-client (cluster).",
    );
  });
});

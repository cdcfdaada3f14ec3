import { describe, expect, it } from "vitest";
import type { ApiNode } from "../../../../src/evidence/cluster.ts";
import { rule } from "../../../../src/rules/nsa-cisa/supported-versions.ts";
import { denied, here, nodeOfApi, nothing } from "../../../support/facts.ts";
import { judgedOn, lines } from "../../../support/guidance-facts.ts";
import { host, patched, supportTable, type VersionsGiven, versionFacts } from "../../../support/versioned-cluster.ts";

const judge = (given: VersionsGiven = {}) => judgedOn(rule, versionFacts(given));

describe("supported-versions", () => {
  it.each<readonly [string, VersionsGiven, string]>([
    ["supported, patched, as close as it may be", {}, "not_a_finding"],
    ["a kubelet one older", { kubelet: "v1.35.1" }, "not_a_finding"],
    ["a release out of support", { version: "v1.34.11" }, "open"],
    ["one that no table has yet", { version: "v1.38.0" }, "not_reviewed"],
    ["a kubelet out of support, which the skew allows", { kubelet: "v1.34.11" }, "open"],
    ["a kubelet four older", { version: "v1.37.0", kubelet: "v1.33.0" }, "open"],
    ["a kubelet that is newer", { kubelet: "v1.37.0" }, "open"],
    ["9 is older than 36", { kubelet: "v1.9.0" }, "open"],
    ["a patch that is missing", { version: "v1.36.3" }, "not_reviewed"],
    [
      "a table too old",
      { more: { "site.support-table": here({ ...supportTable, asOf: "2026-07-23" }) } },
      "not_reviewed",
    ],
    ["a kubectl of other times", { hosts: [host("cp1", patched, { "host.kubectl": denied })] }, "not_a_finding"],
    ["plimsoll's own table", { more: { "site.support-table": nothing } }, "not_a_finding"],
  ])("%s", (_, given, status) => {
    expect(judge(given).status).toBe(status);
  });

  it("says of which component a release is too old", () => {
    expect(judge({ kubelet: "v1.34.11" }).reason).toBe(
      "Kubernetes 1.34 of a kubelet is older than every supported release, by the site's table of 2026-11-01.",
    );
  });

  it("lists what runs below Kubernetes, and what is for a person", () => {
    const node = (name: string, more: Partial<ApiNode>) =>
      nodeOfApi({ name, kubeletVersion: patched, osImage: "Debian 12", ...more });
    const nodes = here([
      node("cp1", { runtime: "containerd://2.1.9", kernel: "6.1" }),
      node("w2", { runtime: "cri-o://1.34", kernel: "6.1" }),
      node("w1", { runtime: "containerd://2.1.9", osImage: "" }),
    ]);
    const { status, seen } = judge({ more: { "api.nodes": nodes } });
    expect(status).toBe("not_a_finding");
    expect(lines(seen).slice(-7)).toEqual([
      expect.stringMatching(/^supported releases: the site's table of 2026-11-01: /),
      "container runtime: containerd://2.1.9: cp1, w1",
      "container runtime: cri-o://1.34: w2",
      "kernel: 6.1: cp1, w2",
      "kernel: not said: w1",
      "operating system: Debian 12: cp1, w2",
      "operating system: not said: w1",
    ]);
    expect(lines(seen).find((line) => line.startsWith("for a person: "))).toContain("penetration tests");
    expect(lines(seen).some((line) => line.includes("IAVM"))).toBe(false);
  });

  it.each(["api.version", "api.nodes", "api.pods", "run.hosts", "run.collected-at"] as const)(
    "does not pass without %s",
    (name) => {
      expect(judge({ more: { [name]: denied } }).status).toBe("not_reviewed");
    },
  );
});

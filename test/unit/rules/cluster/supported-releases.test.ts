import { describe, expect, it } from "vitest";
import { here, nothing } from "../../../support/facts.ts";
import {
  controlPlanePods,
  host,
  on,
  patched,
  supportTable,
  type VersionsGiven,
} from "../../../support/versioned-cluster.ts";
import { judged, kubectl, passes, unseen } from "./judged-versions.ts";

describe("the table of supported releases", () => {
  const at = (version: string, more: VersionsGiven = {}) => judged({ version, ...more });

  it.each([
    ["the newest", "v1.37.2", "not_a_finding"],
    ["the oldest that is supported", "v1.35.2", "not_a_finding"],
    ["one that ended before the run", "v1.34.11", "open"],
    ["one before all", "v1.30.2", "open"],
    ["one newer than the table", "v1.38.0", "not_reviewed"],
  ])("%s: %s", (_what, version, status) => {
    expect(at(version).literal.status).toBe(status);
  });

  it("supports a release on its last day", () => {
    const on_ = (day: string) =>
      at("v1.34.11", { table: { ...supportTable, asOf: "2026-10-01" }, more: { "run.collected-at": here(day) } });
    expect(on_("2026-10-27T23:59:00.000Z").literal.status).toBe("not_a_finding");
    expect(on_("2026-10-28T00:00:00.000Z").literal.status).toBe("open");
  });

  it("speaks of no day more than 120 days later, and of none that is not known", () => {
    const of = (asOf: string) => at(patched, { table: { ...supportTable, asOf } }).statuses;
    expect(of("2026-07-24")).toEqual(passes);
    expect(of("2026-07-23")).toEqual(unseen);
    expect(at("v1.30.0", { table: { ...supportTable, asOf: "2026-07-23" } }).statuses).toEqual(unseen);
    expect(at(patched, { more: { "run.collected-at": here("") } }).statuses).toEqual(unseen);
  });

  it("does not say what was supported before its own day", () => {
    const table = { ...supportTable, asOf: "2026-12-01" };
    expect(at("v1.33.2", { table }).literal.status).toBe("not_reviewed");
    expect(at(patched, { table }).literal.status).toBe("not_a_finding");
    // That one ended is in it, whatever its day.
    expect(at("v1.34.11", { table }).literal.status).toBe("open");
  });

  it("does not open what may be supported longer than what is newer", () => {
    const long = { asOf: "2026-11-01", releases: [{ minor: 33, endOfLife: "2028-01-01" }] };
    expect(at("v1.34.2", { table: long }).literal.status).toBe("not_reviewed");
    expect(at("v1.33.2", { table: long }).literal.status).toBe("not_a_finding");
    const ended = { asOf: "2026-11-01", releases: [{ minor: 33, endOfLife: "2026-11-02" }] };
    expect(at("v1.32.2", { table: ended }).literal.status).toBe("not_reviewed");
  });

  it("leaves what is behind the newest patch to a person, in effect only", () => {
    const late = judged({ hosts: [host("cp1", "v1.36.3"), host("w1", "v1.33.9")] });
    expect(late.statuses).toEqual(["not_a_finding", "not_reviewed"]);
    expect(late.effective.reason).toContain(
      "kubelet v1.33.9, which gets no patches, kubelet v1.36.3, of which 1.36.4 is the newest",
    );
  });

  it.each<[string, VersionsGiven]>([
    ["kube-apiserver", {}],
    ["kube-controller-manager", {}],
    ["kube-scheduler", {}],
    ["kube-proxy", {}],
    ["kubectl", { hosts: [host("cp1", patched), host("w1", patched, kubectl("v1.36.3"))] }],
  ])("asks for patches of %s, too", (name, more) => {
    const others = controlPlanePods("cp1", patched).filter((one) => one.name !== `${name}-cp1`);
    const pods = name === "kubectl" ? others : [...others, on("cp1", name, "v1.36.3")];
    const late = judged({ pods, ...more });
    expect(late.statuses).toEqual(["not_a_finding", "not_reviewed"]);
    expect(late.effective.reason).toContain(`${name} v1.36.3, of which 1.36.4 is the newest`);
  });

  it("is plimsoll's own where the site has none", () => {
    const { literal } = judged({ more: { "site.support-table": nothing } });
    expect(literal.reason).toContain("plimsoll's table (kubernetes.io/releases) of 2026-09-14");
    expect(literal.status).toBe("not_a_finding");
  });
});

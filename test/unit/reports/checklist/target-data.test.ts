import { describe, expect, it } from "vitest";
import { type TargetData, targetData } from "../../../../src/reports/checklist/target-data.ts";

const own = { ip: "10.0.0.11", fqdn: "cp1.example.com" };
const written: TargetData = {
  ip: "",
  mac: "",
  fqdn: "",
  role: "",
  assetType: "",
  marking: "",
  techArea: "",
  webOrDatabase: "",
  webDbSite: "",
  webDbInstance: "",
};

describe("what a checklist says of its asset", () => {
  it("is what plimsoll knows, and what DISA's schema takes for nothing", () => {
    const none = { ...written, ...own, role: "None", assetType: "Computing", webOrDatabase: "false" };
    expect(targetData(own, undefined)).toEqual(none);
    expect(targetData(own, written)).toEqual(none);
  });

  it("is what people wrote before", () => {
    const earlier: TargetData = {
      ip: "192.0.2.1\n2001:db8::1",
      mac: "00:00:5E:00:53:01, 00-00-5e-00-53-02",
      fqdn: "web.example.org",
      role: "Member Server",
      assetType: "Non-Computing",
      marking: "CUI",
      techArea: "UNIX OS",
      webOrDatabase: "true",
      webDbSite: "site",
      webDbInstance: "one",
    };
    expect(targetData(own, earlier)).toEqual({
      ...earlier,
      ip: "192.0.2.1, 2001:db8::1",
      mac: "00:00:5E:00:53:01, 00-00-5e-00-53-02",
    });
  });

  it.each([
    ["ip", "10.0.0", "10.0.0.11"],
    ["ip", "10.0.0.1 and others", "10.0.0.11"],
    ["ip", "fe80::1%eth0", "10.0.0.11"],
    ["mac", "no", ""],
    ["fqdn", "web_1.example.org", "cp1.example.com"],
    ["fqdn", "web", "cp1.example.com"],
    ["role", "Server", "None"],
    ["assetType", "computing", "Computing"],
    ["techArea", "None", ""],
    ["webOrDatabase", "maybe", "false"],
    ["marking", "CUI\u202E", "CUI⟨U+202E⟩"],
  ] as const)("is not what an importer would refuse: %s %j", (name, given, expected) => {
    expect(targetData(own, { ...written, [name]: given })[name]).toBe(expected);
  });
});

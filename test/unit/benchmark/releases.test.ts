import { describe, expect, it } from "vitest";
import { releaseNames } from "../../../src/benchmark/kubernetes-stig/release-names.ts";
import { newestRelease, type ReleaseName, releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { categoryOf, type StigRequirement } from "../../../src/benchmark/requirement.ts";

const names = Object.keys(releases) as readonly ReleaseName[];
const byVulnId = (name: ReleaseName): ReadonlyMap<string, StigRequirement> =>
  new Map(releases[name].requirements.map((requirement) => [requirement.id, requirement]));

const sizes: Readonly<Record<ReleaseName, { readonly high: number; readonly medium: number }>> = {
  v1r11: { high: 18, medium: 73 },
  v2r4: { high: 20, medium: 74 },
  v2r5: { high: 18, medium: 74 },
  v2r6: { high: 18, medium: 74 },
};

describe.each(names)("Kubernetes STIG %s", (name) => {
  const { requirements, ...benchmark } = releases[name];
  const { high, medium } = sizes[name];

  it(`has ${high} rules of CAT I, ${medium} of CAT II and no other`, () => {
    const categories = requirements.map(({ severity }) => categoryOf(severity));
    expect(categories.filter((category) => category === "CAT I")).toHaveLength(high);
    expect(categories.filter((category) => category === "CAT II")).toHaveLength(medium);
    expect(requirements).toHaveLength(high + medium);
  });

  it("is named as importers expect it", () => {
    const [, version, release] = /^v(\d+)r(\d+)$/.exec(name) ?? [];
    expect(benchmark).toMatchObject({
      id: "Kubernetes_STIG",
      title: "Kubernetes Security Technical Implementation Guide",
      version,
      release,
      releaseInfo: expect.stringMatching(
        new RegExp(`^Release: ${release} Benchmark Date: \\d\\d [A-Z][a-z]{2} \\d{4}$`),
      ),
      targetKey: "5376",
      fileName: `U_Kubernetes_STIG_V${version}R${release}_Manual-xccdf.xml`,
    });
  });

  it("has every identifier once", () => {
    for (const key of ["id", "ruleId", "stigId"] as const) {
      expect(new Set(requirements.map((requirement) => requirement[key])).size).toBe(requirements.length);
    }
  });

  it.each(requirements)("$id has identifiers of the right form", (requirement) => {
    expect(requirement.id).toMatch(/^V-\d{6}$/);
    expect(requirement.ruleId).toMatch(new RegExp(`^S${requirement.id}r\\d{6,7}_rule$`));
    expect(requirement.stigId).toMatch(/^CNTR-K8-\d{6}$/);
    expect(requirement.groupTitle).toMatch(/^SRG-APP-\d{6}-CTR-\d{6}$/);
    expect(requirement.title).toMatch(/^[\x20-\x7e\u00a0]{20,}$/);
    expect(requirement.ccis.length).toBeGreaterThan(0);
    for (const cci of requirement.ccis) expect(cci).toMatch(/^CCI-\d{6}$/);
  });

  it("keeps the no-break spaces in a title of DISA's", () => {
    const title = "Kubernetes must have a\u00a0Pod Security\u00a0Admission control file configured.";
    expect(byVulnId(name).get("V-254800")?.title).toBe(title);
  });

  it("keeps all CCIs of a rule", () => {
    expect(byVulnId(name).get("V-242403")?.ccis).toHaveLength(name === "v1r11" ? 13 : 12);
  });
});

describe("earlier releases", () => {
  const only = (one: ReleaseName, other: ReleaseName) =>
    [...byVulnId(one).keys()].filter((id) => !byVulnId(other).has(id));

  it.each([
    ["v2r4", []],
    ["v1r11", ["V-274882", "V-274883", "V-274884"]],
  ] as const)("%s has two rules that were dropped, and lacks those that came later", (name, later) => {
    expect(only(name, newestRelease)).toEqual(["V-242386", "V-242388"]);
    expect(only(newestRelease, name)).toEqual(later);
  });
});

describe("releases", () => {
  it("are built in, the newest one as default", () => {
    expect(names).toEqual(["v1r11", "v2r4", "v2r5", "v2r6"]);
    expect(releases[newestRelease].release).toBe("6");
  });

  it("have their names for whoever does not want them", () => {
    expect(releaseNames).toEqual(names);
  });
});

describe("V2R5 and V2R6", () => {
  it("differ in V-242442's rule id and CCI only", () => {
    const newer = byVulnId("v2r6");
    const changed = releases.v2r5.requirements.flatMap((old) => {
      const now = newer.get(old.id);
      return JSON.stringify(now) === JSON.stringify(old) ? [] : [[old, now]];
    });
    const old = byVulnId("v2r5").get("V-242442");
    expect(changed).toEqual([[old, { ...old, ruleId: "SV-242442r1188293_rule", ccis: ["CCI-002617"] }]]);
    expect(old).toMatchObject({ ruleId: "SV-242442r961677_rule", ccis: ["CCI-002647"] });
  });
});

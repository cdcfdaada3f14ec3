import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Profile } from "../../../src/benchmark/responsibility/profile.ts";
import { profiles } from "../../../src/benchmark/responsibility/profiles.ts";
import { profileNames } from "../../../src/inventory/inventory.ts";
import { requireFile } from "../../support/lab-requirements.ts";

const required = new Set(Object.values(releases).flatMap(({ requirements }) => requirements.map(({ id }) => id)));

describe.each<readonly [string, Profile]>(Object.entries(profiles))("the profile %s", (name, profile) => {
  it("says of every rule of every release who answers for it, and of no other", () => {
    expect(Object.keys(profile.rules).toSorted()).toEqual([...required].toSorted());
  });

  it("is what an inventory can name", () => {
    expect(profile.name).toBe(name);
    expect(profileNames).toContain(name);
  });
});

const design = join(import.meta.dirname, "../../../../shared/design/gardener.md");

describe.runIf(requireFile("the Gardener profile against the procedure's table", design))("gardener-shoot", () => {
  type Row = { who: string; secureByDefault: boolean | null; setting?: string | null; visible: string };
  const table = () => {
    const [, text = ""] = /```yaml\n(.*?)```/s.exec(readFileSync(design, "utf8")) ?? [];
    return (parse(text) as { rules: Readonly<Record<string, Row>> }).rules;
  };
  const parties: Readonly<Record<string, string>> = {
    "cluster-admin": "cluster-admin",
    "end-user-workload": "workload-owner",
    "service-provider": "provider",
  };

  it("gives the 91 rules of V1R11 to whom the procedure gives them, and says what is secure by default", () => {
    const rules = table();
    expect(Object.keys(rules)).toHaveLength(91);
    for (const [id, row] of Object.entries(rules)) {
      const { who, secureByDefault, setting, visible } = (profiles["gardener-shoot"] as Profile).rules[id] ?? {};
      expect([id, who, secureByDefault ?? null, visible]).toEqual([
        id,
        parties[row.who],
        row.secureByDefault,
        row.visible,
      ]);
      if (typeof row.setting === "string") expect(setting, id).toContain(row.setting);
    }
  });
});

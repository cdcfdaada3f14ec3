import { describe, expect, it } from "vitest";
import { type ReleaseName, releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { gardenerShoot } from "../../../src/benchmark/responsibility/gardener-shoot.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import { assessed } from "./assessed.ts";
import { collected } from "./described-cluster.ts";

const line = ({ id, status, effectiveStatus, summary, responsibility: by }: Finding): string => {
  const who = `${by?.who ?? "nobody"}${by?.inherited ? ", inherited" : ""}`;
  return `${id}  ${status.padEnd(14)}  ${effectiveStatus.padEnd(14)}  ${who.padEnd(19)}  ${by?.setting ?? by?.via ?? "-"}  ${summary}`;
};

const shoot = async (release: ReleaseName) => assessed(await collected("gardener"), releases[release], gardenerShoot);

describe("a shoot of Gardener, by its profile", () => {
  it.each<ReleaseName>(["v1r11", "v2r5", "v2r6"])("%s", async (release) => {
    const { findings } = await shoot(release);
    await expect([...findings.map(line), ""].join("\n")).toMatchFileSnapshot(`golden/gardener-shoot-${release}.txt`);
  });

  it("judges the same with and without the profile", async () => {
    const statuses = (findings: readonly Finding[]) => findings.map(({ id, status }) => [id, status]);
    const without = assessed(await collected("gardener"), releases.v2r6);
    expect(statuses((await shoot("v2r6")).findings)).toEqual(statuses(without.findings));
  });

  it("passes nothing that is the provider's and was not seen", async () => {
    const inherited = (await shoot("v2r6")).findings.filter(({ responsibility }) => responsibility?.inherited);
    expect(inherited.length).toBeGreaterThan(40);
    expect(new Set(inherited.map(({ status }) => status))).toEqual(new Set(["not_reviewed"]));
  });
});

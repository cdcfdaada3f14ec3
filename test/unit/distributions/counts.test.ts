import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Status, statuses } from "../../../src/findings/verdict.ts";
import { assessed } from "./assessed.ts";
import { clusterNames, collected } from "./described-cluster.ts";

const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");

/** How many rules of the newest release have each status for a cluster. */
async function row(name: string): Promise<string> {
  const { findings } = assessed(await collected(name));
  const count = (of: (finding: (typeof findings)[number]) => Status) =>
    statuses.map((status) => String(findings.filter((finding) => of(finding) === status).length));
  expect(findings).toHaveLength(92);
  return `| ${[name, ...count(({ status }) => status), ...count(({ effectiveStatus }) => effectiveStatus)].join(" | ")} |`;
}

it.each(clusterNames)("the README's table says how many rules have which status: %s", async (name) => {
  expect(readme.split("\n")).toContain(await row(name));
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const source = join(import.meta.dirname, "../../../src");
const folders = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(folders)("src/%s", (folder) => {
  const readme = join(source, folder, "README.md");

  it("has a README.md whose first line is the question that the folder answers", () => {
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, "utf8").split("\n")[0]).toMatch(/\?$/);
  });
});

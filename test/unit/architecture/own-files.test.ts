import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "../../../src");

it("only src/own-files.ts looks for files beside itself, and what starts the one file that has them all", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const looking = files.filter((path) =>
    /import\.meta|process\.argv\[1\]/.test(readFileSync(join(source, path), "utf8")),
  );
  expect(looking).toEqual(["own-files.ts", "whole-program.ts"]);
});

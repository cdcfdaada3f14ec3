import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
export const readme = readFileSync(join(root, "README.md"), "utf8");

/** README.md and the pages of docs/, by their paths. */
export const pages = new Map(
  ["README.md", ...readdirSync(join(root, "docs")).map((file) => `docs/${file}`)]
    .sort()
    .map((path) => [path, readFileSync(join(root, path), "utf8")]),
);

/** What stands in fenced blocks of a language in a page. */
export const blocks = (language: string, path = "README.md"): readonly string[] =>
  [...(pages.get(path) ?? "").matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, text = ""]) =>
    text.trim(),
  );

/** Every line of every shell block. */
export const commands = [...pages.keys()].flatMap((path) => blocks("sh", path)).flatMap((block) => block.split("\n"));

/** Runs a line of the README as a reader would, in a shell. */
export async function run(
  line: string,
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly status: number | null; readonly output: string }> {
  const child = spawn("sh", ["-c", `{ ${line}; } 2>&1`], { cwd, env });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { output: await text(child.stdout), status: await closed };
}

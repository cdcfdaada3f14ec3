import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Asked, corpusFolder } from "./corpus.ts";
import type { Mutant } from "./mutate-source.ts";
import { mutatedProgram } from "./mutated-program.ts";
import { perturbed, randomFrom, seedOf, valuesSeen } from "./perturb.ts";
import { findGaps, tryMutants } from "./try-mutants.ts";

const root = join(import.meta.dirname, "../..");
const perturbationsEach = 4;
const folder = mkdtempSync(join(tmpdir(), "plimsoll-corpus-"));

/** What the unit tests of rules and of merging ask, recorded while they run. */
beforeAll(() => {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const config = join(import.meta.dirname, "corpus.config.ts");
  const env = { ...process.env, [corpusFolder]: folder };
  const run = spawnSync(process.execPath, [vitest, "run", "--config", config], { cwd: root, env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`the unit tests fail: ${run.stdout.slice(-2000)}${run.stderr.slice(-2000)}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readCorpus = (): readonly Asked[] =>
  readdirSync(folder)
    .toSorted()
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
    .map((line) => JSON.parse(line) as Asked);

const show = ({ file, line, original, mutated }: Mutant): string =>
  `${file}:${line}: ${original.replace(/\s+/g, " ").slice(0, 120)} => ${mutated.replace(/\s+/g, " ").slice(0, 120)}`;

/** All that the rules of the STIG, and what judges by them, are made of; checks of the guidance have tests of their own. */
function ofStig(): ReadonlySet<string> {
  const folder = join(root, "src/assess");
  const judges = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const found = new Set([...judges.map((name) => join(folder, name)), join(root, "src/rules/index.ts")]);
  for (const file of found) {
    for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
      if (fileName.startsWith(".")) found.add(resolve(dirname(file), fileName));
    }
  }
  return new Set([...found].map((file) => relative(root, file)));
}

const stig = ofStig();
const judging = (file: string): boolean =>
  stig.has(file) &&
  (file.startsWith("src/assess/") || (file.startsWith("src/rules/") && !/^src\/rules\/(index\.ts|fixes\/)/.test(file)));

it("notices every change of the rules that would make them more lenient", { timeout: 1_800_000 }, () => {
  const corpus = readCorpus();
  const program = mutatedProgram(root, judging);
  const tried = tryMutants(program, corpus);
  const survivors = tried.flatMap(({ mutant, fate }) => (fate === "noticed" ? [] : [mutant]));
  const seen = valuesSeen(corpus);
  const questions = corpus.flatMap((asked) => {
    const random = randomFrom(seedOf(asked));
    return Array.from({ length: perturbationsEach }, () => perturbed(asked, seen, random));
  });
  const gaps = findGaps(program, survivors, questions);
  expect(tried.length).toBeGreaterThan(3000);
  expect(tried.length - survivors.length).toBeGreaterThan(0.75 * tried.length);
  expect(gaps.map(({ mutant, was, now, asked }) => `${asked.rule}: ${was} -> ${now}, ${show(mutant)}`)).toEqual([]);
});

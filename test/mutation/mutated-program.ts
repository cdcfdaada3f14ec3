import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import type { judgeNode } from "../../src/assess/judge.ts";
import type { mergeNodes } from "../../src/assess/merge.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { type Mutant, mutateSource } from "./mutate-source.ts";

type Module = (exports: object, require: (path: string) => unknown, wakes: (id: number) => boolean) => void;

/** The judging part of plimsoll with every mutant in it, to be started with one of them awake. */
export type MutatedProgram = {
  readonly mutants: readonly Mutant[];
  /** `wakes` is asked at every mutant's place; while rules are loaded it hears for which file. */
  readonly start: (wakes: (id: number, loading: string | undefined) => boolean) => Judging;
};

/** What the corpus is put to. */
export type Judging = {
  readonly judgeNode: typeof judgeNode;
  readonly mergeNodes: typeof mergeNodes;
  readonly rules: readonly Rule[];
};

const compiled = (text: string): Module => {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  return new Function("exports", "require", "__m", outputText) as Module;
};

/** Files whose mutants are tried; what else they import is loaded as it is. */
export type Scope = (file: string) => boolean;

/** Compiles the rules, the judge and the merge with all that they import. */
export function mutatedProgram(root: string, scope: Scope): MutatedProgram {
  const entries = ["src/assess/judge.ts", "src/assess/merge.ts", "src/rules/index.ts"].map((file) => join(root, file));
  const modules = new Map<string, Module>();
  const mutants: Mutant[] = [];
  const load = (file: string): void => {
    if (modules.has(file)) return;
    const content = readFileSync(file, "utf8");
    const name = relative(root, file);
    const mutated = scope(name) ? mutateSource(name, content, mutants.length) : { text: content, mutants: [] };
    mutants.push(...mutated.mutants);
    modules.set(file, compiled(mutated.text));
    for (const { fileName } of ts.preProcessFile(content).importedFiles) {
      if (fileName.startsWith(".")) load(resolve(dirname(file), fileName));
    }
  };
  for (const file of entries) load(file);
  return { mutants, start: (wakes) => startWith(modules, entries, wakes) };
}

function startWith(
  modules: ReadonlyMap<string, Module>,
  entries: readonly string[],
  wakes: (id: number, loading: string | undefined) => boolean,
): Judging {
  const loaded = new Map<string, object>();
  let loading: string | undefined;
  const require = (file: string): object => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const exports = {};
    loaded.set(file, exports);
    const before = loading;
    loading = file;
    modules.get(file)?.(
      exports,
      (path) => require(resolve(dirname(file), path)),
      (id) => wakes(id, loading),
    );
    loading = before;
    return exports;
  };
  return Object.assign({}, ...entries.map(require)) as Judging;
}

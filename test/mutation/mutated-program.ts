import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import type { asRead } from "../../src/assess/as-read.ts";
import type { etcdHosts } from "../../src/assess/etcd-hosts.ts";
import type { judgeNode } from "../../src/assess/judge.ts";
import type { judgeCluster } from "../../src/assess/judge-cluster.ts";
import type { mergeNodes } from "../../src/assess/merge.ts";
import type { concludeFacts } from "../../src/assess/roles.ts";
import { type Verdict, worstStatus } from "../../src/findings/verdict.ts";
import type { Rule } from "../../src/rules/rule.ts";
import type { rulesOf } from "../../src/rules/rules-of.ts";
import { askedFunctions } from "./corpus.ts";
import { type Mutant, mutateSource } from "./mutate-source.ts";

type Load<Places> = (exports: object, require: (path: string) => unknown, places: Places, turn: () => void) => void;
/** Hears of every mutant's place that is run through; `loading` is the file that is loaded meanwhile. */
type Note = (id: number, loading: string | undefined) => void;
type Awake = { id: number };
/** A file twice: with places that are noted, all mutants asleep, and with places where one may be awake. */
type Module = { readonly noting: Load<(id: number) => false>; readonly waking: Load<Awake> };

/** The judging part of plimsoll with every mutant in it. */
export type MutatedProgram = {
  readonly root: string;
  readonly mutants: readonly Mutant[];
  /** The files that import a file, directly or through others; itself too. */
  readonly importers: (file: string) => ReadonlySet<string>;
  /** Started with all mutants asleep, and every place noted. */
  readonly noting: (note: Note) => Judging;
  /** Started with the mutant awake whose number is in `awake`, which may be changed later. */
  readonly waking: (awake: Awake) => Judging;
};

/** What the corpus is put to. */
export type Judging = {
  readonly judgeNode: typeof judgeNode;
  readonly judgeCluster: typeof judgeCluster;
  readonly mergeNodes: typeof mergeNodes;
  readonly asRead: typeof asRead;
  readonly concludeFacts: typeof concludeFacts;
  readonly etcdHosts: typeof etcdHosts;
  readonly rules: readonly Rule[];
  readonly rulesOf: typeof rulesOf;
};

const compiled = (text: string): Module => {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  // A comparison costs a tenth of a call, and there are millions of them.
  const comparing = outputText.replace(/__m\((\d+)\)/g, "(__m.id === $1)");
  const load = (body: string) => new Function("exports", "require", "__m", "__turn", body);
  return { noting: load(outputText) as Module["noting"], waking: load(comparing) as Module["waking"] };
};

// Of the largest question in the corpus all loops together turn some ten thousand times.
const mostTurns = 1_000_000;
let turns = 0;

/** One turn of a loop. @throws Error where a mutant made one endless. */
function turn(): void {
  turns += 1;
  if (turns > mostTurns) throw new Error("an endless loop");
}

/** Counts turns anew: before each question. */
export function rest(): void {
  turns = 0;
}

/** Files whose mutants are tried; what else they import is loaded as it is. */
export type Scope = (file: string) => boolean;

/** Compiles the rules and what asks them, with all that they import. */
export function mutatedProgram(root: string, scope: Scope): MutatedProgram {
  const asked = askedFunctions.map(({ file }) => file);
  const entries = [...asked, "src/rules/index.ts", "src/rules/rules-of.ts"].map((file) => join(root, file));
  const modules = new Map<string, Module>();
  const mutants: Mutant[] = [];
  const importedBy = new Map<string, string[]>();
  const load = (file: string): void => {
    if (modules.has(file)) return;
    const content = readFileSync(file, "utf8");
    const name = relative(root, file);
    const mutated = scope(name) ? mutateSource(name, content, mutants.length) : { text: content, mutants: [] };
    mutants.push(...mutated.mutants);
    modules.set(file, compiled(mutated.text));
    for (const { fileName } of ts.preProcessFile(content).importedFiles) {
      if (!fileName.startsWith(".")) continue;
      const imported = resolve(dirname(file), fileName);
      importedBy.set(imported, [...(importedBy.get(imported) ?? []), file]);
      load(imported);
    }
  };
  for (const file of entries) load(file);
  const importers = (file: string): ReadonlySet<string> => {
    const found = new Set([file]);
    for (const one of found) for (const importer of importedBy.get(one) ?? []) found.add(importer);
    return found;
  };
  const noting = (note: Note): Judging =>
    started(modules, entries, ({ noting: load }, exports, require, loading) =>
      load(
        exports,
        require,
        (id) => {
          note(id, loading());
          return false;
        },
        turn,
      ),
    );
  const waking = (awake: Awake): Judging => {
    rest();
    return started(modules, entries, ({ waking: load }, exports, require) => load(exports, require, awake, turn));
  };
  return { root, mutants, importers, noting, waking };
}

/** The worst of verdicts without what was seen, which takes most of the time and decides nothing. */
function worstUnseen(verdicts: readonly Verdict[]): Verdict {
  const status = worstStatus(verdicts.map((verdict) => verdict.status));
  if (status === undefined) throw new Error("no verdict to merge");
  const reasons = new Set(verdicts.filter((verdict) => verdict.status === status).map(({ reason }) => reason));
  return { status, reason: [...reasons].join(" "), seen: [] };
}

function started(
  modules: ReadonlyMap<string, Module>,
  entries: readonly string[],
  load: (
    module: Module,
    exports: object,
    require: (path: string) => unknown,
    loading: () => string | undefined,
  ) => void,
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
    const module = modules.get(file);
    if (module === undefined) throw new Error(`${file} was not compiled`);
    load(
      module,
      exports,
      (path) => require(resolve(dirname(file), path)),
      () => loading,
    );
    loading = before;
    if (file.endsWith("src/findings/verdict.ts")) Object.assign(exports, { worst: worstUnseen });
    // What was worked out with one mutant awake is no answer for the next.
    if (file.endsWith("src/evidence/once-for.ts")) Object.assign(exports, { onceFor: (ask: unknown) => ask });
    return exports;
  };
  return Object.assign({}, ...entries.map(require)) as Judging;
}

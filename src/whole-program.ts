import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { setEngineFor } from "./cli/engine.ts";

/** All of plimsoll in one file, as `.github/whole-program.mjs` writes it beside this one. */
const whole = new URL("plimsoll.cjs", import.meta.url);

export type WholeProgram = {
  readonly script: Script;
  /** Where code that V8 made of it is kept, if there is any: of this very text, this V8 and this kind of processor. */
  readonly keptCode: URL;
  /** Runs it on the arguments of this process; it ends when it has no more to do. */
  readonly run: () => void;
};

/**
 * Compiles plimsoll, which is one file because Node takes a third of a millisecond for each of a thousand. What V8 made of it
 * when it was built is taken where it was kept (https://nodejs.org/api/vm.html#scriptcreatecacheddata), so that it
 * is not parsed anew. V8 looks at little more than the length of a text, so the text's digest is in the name.
 * @throws what reading a file throws where plimsoll was not built, or not whole.
 */
export function compileWhole(): WholeProgram {
  // V8 takes code only where it is set as it was when the code was kept.
  setEngineFor("the rest");
  const bytes = readFileSync(whole);
  const digest = sha256(bytes).toString("hex").slice(0, 32);
  const keptCode = new URL(`plimsoll-${digest}-${process.arch}-${process.versions.v8}.code`, whole);
  // As a module of the older form is compiled. What is not ASCII stands in comments only: as Latin-1 it takes half the memory.
  const text = `(function (exports, require, module, __filename, __dirname) {${bytes.toString("latin1")}\n})`;
  const cachedData = keptAt(keptCode);
  const script = new Script(text, { filename: whole.href, ...(cachedData && { cachedData }) });
  const run = (): void => {
    const path = fileURLToPath(whole);
    const module = { exports: {} };
    const start = script.runInThisContext();
    start(module.exports, createRequire(whole), module, path, fileURLToPath(new URL(".", whole)));
  };
  return { script, keptCode, run };
}

/**
 * Keeps the code that V8 has made of a program by now. Its digest stands at its end, for V8 has none that it looks at: who starts
 * meanwhile and finds a part of it takes none.
 * @public What uses it is .github/keep-code.mjs, of dist/.
 */
export function keepCode({ script, keptCode }: WholeProgram): void {
  setEngineFor("the rest");
  const code = script.createCachedData();
  writeFileSync(keptCode, Buffer.concat([code, sha256(code)]));
}

/** Nothing where none is kept, or not as it was written: without it the program does the same, a little later. */
function keptAt(file: URL): Buffer | undefined {
  try {
    const kept = readFileSync(file);
    const code = kept.subarray(0, -32);
    return sha256(code).equals(kept.subarray(-32)) ? code : undefined;
  } catch {
    return undefined;
  }
}

const sha256 = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();

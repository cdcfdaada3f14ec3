import { join } from "node:path";
import { defineConfig, type Plugin } from "vitest/config";
import { askedFunctions, noteName } from "./corpus.ts";

const root = join(import.meta.dirname, "../..");

/** Lets every call of the functions that are asked be noted, whoever calls: the tests or the program itself. */
const listening: Plugin = {
  name: "listening",
  enforce: "pre",
  transform(code, id) {
    const found = askedFunctions.find(({ file }) => id === join(root, file));
    if (found === undefined) return undefined;
    const { name, call } = found;
    const renamed = code.replace(`export function ${name}(`, `function asked_${name}(`);
    if (renamed === code) throw new Error(`${found.file} has no function ${name}`);
    const note = `globalThis.${noteName}(${JSON.stringify(call)}, given)`;
    return `${renamed}\nexport const ${name} = (...given: Parameters<typeof asked_${name}>) => { ${note}; return asked_${name}(...given); };\n`;
  },
};

export default defineConfig({
  root,
  plugins: [listening],
  test: {
    include: ["test/unit/rules/**/*.test.ts", "test/unit/assess/**/*.test.ts", "test/unit/distributions/**/*.test.ts"],
    // They ask the same of whole nodes and clusters again and again.
    exclude: [
      "test/unit/rules/unknown-matrix.test.ts",
      "test/unit/rules/cluster/unknown-cluster-facts.test.ts",
      "test/unit/assess/*judged-once.test.ts",
    ],
    setupFiles: [join(import.meta.dirname, "record-corpus.ts")],
    // Tests of pure functions: one process can run them all.
    isolate: false,
    fileParallelism: false,
    testTimeout: 60_000,
  },
});

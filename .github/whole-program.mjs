// All of plimsoll in one file that needs nothing but Node.js. The same sources and packages give the same bytes, in whatever
// folder. Licences of what is in it stand at its end.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { precompiledTemplates } from "./templates.mjs";

const root = join(import.meta.dirname, "..");
const textOf = (path) => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(textOf("package.json"));

const filesOf = (path) =>
  statSync(join(root, path)).isDirectory()
    ? readdirSync(join(root, path)).flatMap((name) => filesOf(`${path}/${name}`))
    : [path];

/** All that plimsoll reads of its own, each by its path. */
const ownTexts = () =>
  ["src/connect/reader.sh", "src/demo/recordings", "src/findings", "templates/script", "templates/style"]
    .flatMap(filesOf)
    .filter((path) => !path.endsWith(".ts") && !path.endsWith(".md"))
    .sort()
    .map((path) => [path, textOf(path)])
    .concat([["package.json", JSON.stringify({ version: manifest.version })]]);

/** src/own-files.ts, where there is no folder to read from. */
const ownFiles = {
  name: "own files",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]own-files\.ts$/ }, () => ({
      // Functions: a text that nobody asks for is not made.
      contents: `const texts = new Map([
${ownTexts()
  .map((named) => named.map((text) => JSON.stringify(text)).join(", () => "))
  .map((entry) => `  [${entry}],`)
  .join("\n")}
]);
export function ownText(path) {
  const text = texts.get(path);
  if (text === undefined) throw new Error(\`\${path} is not in plimsoll.cjs\`);
  return text();
}`,
    }));
  },
};

/** src/reports/html/templates.ts, so that no run compiles them. */
const templates = {
  name: "templates",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]reports[\\/]html[\\/]templates\.ts$/ }, () => ({
      contents: precompiledTemplates(),
    }));
  },
};

/**
 * Parts of ssh2 that a compiler makes, and what colours the log of debug, which is here only where a tool of development wants
 * it: both work without, and look for them in a `try`.
 */
const leftOut = {
  name: "left out",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.node$|^(cpu-features|supports-color)$/ }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is left out of plimsoll.cjs`)});`,
    }));
  },
};

/** ssh2's agents for HTTP over SSH: nobody here asks for them, and they would load Node's HTTP and TLS whenever SSH is spoken. */
const noHttpOverSsh = {
  name: "no HTTP over SSH",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]ssh2[\\/]lib[\\/]http-agents\.js$/ }, () => ({ contents: "" }));
  },
};

/** The licence files of the packages that files of theirs were taken from. */
function licences(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  return [...folders].sort().map((folder) => {
    const { name, version, licenses, license = licenses?.[0]?.type } = JSON.parse(textOf(`${folder}/package.json`));
    if (license === undefined) throw new Error(`${name} does not say under which licence it is`);
    const files = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    return [`${name} ${version} (${license})`, ...files.sort().map((file) => textOf(join(folder, file)).trim())].join(
      "\n\n",
    );
  });
}

/** It is read as Latin-1, which is right where all that is not ASCII is a comment. esbuild escapes strings and names alone. */
async function refuseBeyondAscii(text) {
  const { code } = await transform(text, { minifyWhitespace: true, legalComments: "none", charset: "ascii" });
  const [found] = /.{0,40}[^\0-\x7f].{0,40}/u.exec(code) ?? [];
  if (found !== undefined) throw new Error(`not ASCII, and in no comment: write \\u escapes in ${found}`);
}

/** The file's text. */
export async function wholeProgram() {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/start.ts"],
    outfile: "dist/plimsoll.cjs",
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    // What vm.Script takes: of a module of the newer form Node keeps no code.
    format: "cjs",
    target: "node20.19",
    // Half the memory, for V8 keeps a text with any other character in two bytes each.
    charset: "ascii",
    preserveSymlinks: true,
    legalComments: "inline",
    plugins: [ownFiles, templates, leftOut, noHttpOverSsh],
  });
  if (warnings.length > 0) throw new Error("esbuild warns");
  const [{ text }] = outputFiles;
  await refuseBeyondAscii(text);
  const own = `plimsoll ${manifest.version} (${manifest.license})\n\n${textOf("LICENSE").trim()}`;
  const footer = [own, ...licences(Object.keys(metafile.inputs))]
    .join(`\n\n${"-".repeat(78)}\n\n`)
    .replaceAll("*/", "* /");
  return `${text}\n/*! What this file is made of, and under which licences.\n\n${footer}\n*/\n`;
}

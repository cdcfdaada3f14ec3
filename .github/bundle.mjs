// Writes bundle/plimsoll.mjs, all of plimsoll in one file that needs nothing but Node.js, and its SHA-256 beside it. The same
// sources and packages give the same bytes, in whatever folder. Licences of what is in it stand at its end.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { precompiledTemplates } from "./templates.mjs";

const root = join(import.meta.dirname, "..");
const textOf = (path) => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(textOf("package.json"));

const filesOf = (path) =>
  statSync(join(root, path)).isDirectory()
    ? readdirSync(join(root, path)).flatMap((name) => filesOf(`${path}/${name}`))
    : [path];

/** What the package has of src and templates by their paths: all that plimsoll reads of its own. */
const ownTexts = Object.fromEntries(
  manifest.files
    .filter((path) => /^(src|templates)\b/.test(path))
    .flatMap(filesOf)
    .sort()
    .map((path) => [path, textOf(path)])
    .concat([["package.json", JSON.stringify({ version: manifest.version })]]),
);

/** src/own-files.ts, where there is no folder to read from. */
const ownFiles = {
  name: "own files",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]own-files\.ts$/ }, () => ({
      contents: `const texts = new Map(Object.entries(${JSON.stringify(ownTexts, undefined, 1)}));
export function ownText(path) {
  const text = texts.get(path);
  if (text === undefined) throw new Error(\`\${path} is not in the bundle\`);
  return text;
}`,
    }));
  },
};

/** As in dist/. */
const templates = {
  name: "templates",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]reports[\\/]html[\\/]templates\.ts$/ }, () => ({
      contents: precompiledTemplates(),
    }));
  },
};

/** Parts of ssh2 that a compiler makes: it works without, and looks for them in a \`try\`. */
const noNativeParts = {
  name: "no native parts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.node$|^cpu-features$/ }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is left out of the bundle`)});`,
    }));
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

/** What packages in the older form of modules take for given. */
const banner = `import { createRequire as requireOf } from "node:module";
const require = requireOf(import.meta.url);
const __dirname = import.meta.dirname;`;

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["src/main.ts"],
  outfile: "bundle/plimsoll.mjs",
  write: false,
  metafile: true,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  charset: "utf8",
  preserveSymlinks: true,
  legalComments: "inline",
  plugins: [ownFiles, templates, noNativeParts],
  banner: { js: banner },
});
const own = `plimsoll ${manifest.version} (${manifest.license})\n\n${textOf("LICENSE").trim()}`;
const footer = [own, ...licences(Object.keys(metafile.inputs))]
  .join(`\n\n${"-".repeat(78)}\n\n`)
  .replaceAll("*/", "* /");
const text = `${outputFiles[0].text}\n/*! What this file is made of, and under which licences.\n\n${footer}\n*/\n`;
const folder = join(root, "bundle");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "plimsoll.mjs"), text, { mode: 0o755 });
const digest = createHash("sha256").update(text).digest("hex");
writeFileSync(join(folder, "plimsoll.mjs.sha256"), `${digest}  plimsoll.mjs\n`);
process.stdout.write(`${relative(process.cwd(), join(folder, "plimsoll.mjs"))}\nSHA-256 ${digest}\n`);

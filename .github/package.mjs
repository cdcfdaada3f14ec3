// Packs what was built as others install it: the files that package.json names. It needs no package, for all are in plimsoll.cjs.
// npm pack's options may follow.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const { dependencies, devDependencies, scripts, knip, ...manifest } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const folder = mkdtempSync(join(tmpdir(), "plimsoll-package-"));
try {
  for (const path of ["LICENSE", "README.md", ...manifest.files]) cpSync(join(root, path), join(folder, path));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const args = ["pack", folder, "--pack-destination", process.cwd(), ...process.argv.slice(2)];
  execFileSync("npm", args, { cwd: root, stdio: "inherit" });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

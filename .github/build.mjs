// What `npm run build` does after tsc: dist/plimsoll.cjs, and the code that this machine's Node makes of it.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wholeProgram } from "./whole-program.mjs";

const dist = join(import.meta.dirname, "../dist");
for (const name of readdirSync(dist)) if (name.endsWith(".code")) rmSync(join(dist, name));
writeFileSync(join(dist, "plimsoll.cjs"), await wholeProgram());
const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "keep-code.mjs")], {
  encoding: "utf8",
});
if (status !== 0) throw new Error(`the audit of which code is kept did not end well: ${stderr}`);

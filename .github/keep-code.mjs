// Runs the demo from dist/, and writes down the code that V8 made meanwhile, so that later runs need not make it anew. It is of
// this machine's Node alone and never the same bytes twice: it stays where it was built, and is not handed out.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setEngineFor } from "../dist/cli/engine.js";
import { compileWhole, keepCode } from "../dist/whole-program.js";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-build-"));
process.argv.splice(2, Infinity, "demo", "-o", join(folder, "run"));
// As it is when the program starts.
setEngineFor("the rest");
const program = compileWhole();
program.run();
process.on("exit", (status) => {
  rmSync(folder, { recursive: true, force: true });
  setEngineFor("the rest");
  if (status === 0) keepCode(program);
});

// Audits the demo's cluster with dist/plimsoll.cjs, and writes down the code that V8 made of it meanwhile, so that later runs need
// not make it anew: the demo's servers are of other files. It is of this machine's Node alone and never the same bytes twice: it
// stays where it was built, and is not handed out.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodes } from "../dist/cli/exit-codes.js";
import { startDemoCluster } from "../dist/demo/demo-cluster.js";
import { compileWhole, keepCode } from "../dist/whole-program.js";

const cluster = await startDemoCluster(new Date());
const folder = mkdtempSync(join(tmpdir(), "plimsoll-build-"));
process.argv.splice(2, Infinity, "audit", "-i", cluster.inventory, "-o", join(folder, "run"));
const program = compileWhole();
program.run();
// The servers do not keep this process: nothing else is left to do.
process.once("beforeExit", async (status) => {
  if (status === exitCodes.open) keepCode(program);
  process.exitCode = status === exitCodes.open ? 0 : 1;
  rmSync(folder, { recursive: true });
  await cluster.close();
});

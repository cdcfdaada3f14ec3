// `npm run lab`: boots the lab, audits it as a user would, shows what comes of it and takes the lab down again.
// `npm run lab -- --keep` leaves the nodes running, `-- --record` makes the demo's recordings from them instead.
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { record } from "./record.mjs";
import { lab, labFolder, startServices } from "./services.mjs";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const keep = process.argv.includes("--keep");

console.log(lab("up").trimEnd());
const stopServices = await startServices();
try {
  if (process.argv.includes("--record")) await record(join(labFolder, "inventory.yaml"));
  else await audit();
} finally {
  await stopServices();
  if (!keep) lab("down");
}

async function audit() {
  const run = join(mkdtempSync(join(tmpdir(), "plimsoll-lab-run-")), "run");
  const child = spawn(process.execPath, [main, "audit", "-i", join(labFolder, "inventory.yaml"), "-o", run], {
    stdio: "inherit",
  });
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  console.log(`\nexit status ${exitCode} (3 is expected: three of the six hosts cannot be read)`);
}

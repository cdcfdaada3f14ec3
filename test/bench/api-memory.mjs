// How much memory, time and room an audit of a large cluster takes: `npm run bench:api`.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startLargeApi } from "./start-large-api.mjs";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const usage = fileURLToPath(new URL("usage.mjs", import.meta.url));
const [pods = 50_000, nodes = 5_000] = process.argv.slice(2).map(Number);

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
try {
  const server = await startLargeApi({ pods, nodes }, folder);
  const run = join(folder, "run");
  await measured("audit", ["audit", "-i", server.inventory, "-o", run, "--format", "html,ckl"]);
  const sent = await server.stop();
  console.log(`API: ${pods} pods, ${nodes} nodes; ${sent.requests} requests, ${inMegabytes(sent.bytes)} of JSON`);
  await measured("assess", ["assess", run]);
  await measured("report", ["report", run, "--format", "html,ckl"]);
  for (const file of ["evidence/cluster.json.gz", "assessment.json", "report.html"]) {
    console.log(`${file}: ${inMegabytes(statSync(join(run, file)).size)}`);
  }
  for (const file of readdirSync(join(run, "checklists"))) {
    console.log(`checklists/${file}: ${inMegabytes(statSync(join(run, "checklists", file)).size)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function inMegabytes(/** @type {number} */ bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Runs the program and prints how long it took, on the clock and of the processor, and the most memory that it held at once. */
async function measured(/** @type {string} */ what, /** @type {readonly string[]} */ args) {
  const report = join(folder, "usage");
  writeFileSync(report, "");
  const begun = performance.now();
  // An agent is named that is not there: no host is reached, the API alone is measured.
  const env = { ...process.env, USAGE_FILE: report, SSH_AUTH_SOCK: "/none" };
  const child = spawn(process.execPath, ["--import", usage, main, ...args], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let talk = "";
  child.stderr.on("data", (chunk) => {
    talk += chunk;
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${what}: exit status ${status}, ${seconds} s, ${readFileSync(report, "utf8")}`);
  if (status !== 0 && status !== 3 && status !== 1) console.log(talk);
}

// The runs of `npm run bench`, in namespaces that fleet.mjs made: starts the hosts, lets one party after the other ask them, prints
// and writes what came of it. Any host that was not read ends it: figures of such a run would say nothing.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { barsOf } from "./bars.mjs";
import { loopDelay } from "./loop-delay.mjs";
import { measured } from "./measure.mjs";
import { sampleOf } from "./one-host.mjs";
import { parties } from "./parties.mjs";
import { topFunctions } from "./profile.mjs";
import { startHosts } from "./start-hosts.mjs";
import { barLines, fleetTable } from "./tables.mjs";
import { writeResults } from "./write-results.mjs";

/** @type {{ readonly folder: string, readonly sizes: readonly number[], readonly concurrency: number, readonly ids: readonly string[], readonly profile: boolean, readonly write: boolean }} */
const { folder, sizes, concurrency, ids, profile, write } = JSON.parse(process.argv[2] ?? "");
const kept = fileURLToPath(new URL("../../runs/bench", import.meta.url));
mkdirSync(kept, { recursive: true });

const versionOf = (/** @type {string} */ program, /** @type {string} */ option) =>
  execFileSync("sh", ["-c", `${program} ${option} 2>&1 || true`], { encoding: "utf8" }).split("\n")[0] ?? "";

function machine() {
  const programs = { openssh: ["ssh", "-V"], clush: ["clush", "--version"], ansible: ["ansible", "--version"] };
  const versions = Object.entries(programs)
    .filter(([id]) => ids.includes(id))
    .map(([id, [program = "", option = ""]]) => [id, versionOf(program, option)]);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return {
    date: new Date().toISOString().slice(0, 10),
    processors: cpus().length,
    model: cpus()[0]?.model ?? "",
    memory: Math.round(totalmem() / 1e9),
    kernel: release(),
    /** What others did on the machine just before, in processors (getloadavg(3), one minute). */
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    versions: { plimsoll: version, node: process.version, ...Object.fromEntries(versions) },
  };
}

/** What the audit says of itself: every host is to have been read. */
function requireAllRead(/** @type {string} */ output, /** @type {number} */ count) {
  const said = /(\d+) of (\d+) nodes read/.exec(output);
  if (Number(said?.[1]) !== count)
    throw new Error(`the audit read ${said?.[0] ?? "nothing"}, not ${count}:\n${output.slice(-2000)}`);
}

const where = machine();
const hosts = await startHosts();
console.log(`${concurrency} hosts at once; ${JSON.stringify(where)}\n`);
if (where.load > where.processors / 2) {
  console.log(
    `*** OTHERS USE THE MACHINE (load ${where.load}): seconds say little, and ratios of seconds not much more ***\n`,
  );
}
const rows = [];
for (const count of sizes) {
  const fleet = hosts.fleet(count);
  for (const party of parties) {
    if (!ids.includes(party.id) || count > (party.most ?? count)) continue;
    const of = join(folder, `${party.id}-${count}`);
    mkdirSync(of);
    const profiled = party.id === "audit" && profile ? { profile: of } : {};
    const task = { ...fleet, folder: of, concurrency, ...profiled };
    const usage = await measured(party.start(task), { folder: of, sshd: hosts.sshd });
    if (party.id === "audit") requireAllRead(usage.output, count);
    if (profiled.profile) keepProfile(of);
    const { wall, cpu, peak, octets, nodes } = usage;
    rows.push({ id: party.id, title: party.title, hosts: count, wall, cpu, peak, octets, nodes });
    console.log(`${party.title}, ${count} hosts: ${wall.toFixed(1)} s`);
    rmSync(of, { recursive: true });
  }
}
const samples = [];
for (const id of ids.filter((each) => ["audit", "ssh2", "openssh"].includes(each))) {
  samples.push(await sampleOf(id, { folder, hosts }));
}
const loop = ids.includes("audit")
  ? await loopDelay(sizes.findLast((size) => size <= 1000) ?? 1000, concurrency, { folder, hosts })
  : undefined;
hosts.stop();

const results = { ...where, concurrency, rows, samples, ...(loop && { loop }) };
const bars = barsOf(results);
for (const line of [...fleetTable(results), "", ...barLines(bars)]) console.log(line);
writeFileSync(join(kept, "fleet.json"), `${JSON.stringify({ ...results, bars }, null, 1)}\n`);
if (write) writeResults(results);
process.exit(0);

/** The largest is the main thread's. */
function keepProfile(/** @type {string} */ where) {
  const [text = ""] = readdirSync(where)
    .filter((name) => name.endsWith(".cpuprofile"))
    .map((name) => readFileSync(join(where, name), "utf8"))
    .sort((a, b) => b.length - a.length);
  writeFileSync(join(kept, "audit.cpuprofile"), text);
  console.log("runs/bench/audit.cpuprofile, by time of their own:");
  for (const line of topFunctions(JSON.parse(text), 25)) console.log(line);
}

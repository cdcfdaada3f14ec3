import { readFileSync, writeFileSync } from "node:fs";
import { barsOf } from "./bars.mjs";
import { chartOf } from "./chart.mjs";
import { barLines, fleetTable } from "./tables.mjs";

const begins = "<!-- measured: npm run bench -- --full --write -->";
const ends = "<!-- end of measured -->";
const place = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url);

/** The README with a run's figures between its two marks. */
export function withFigures(/** @type {string} */ readme, /** @type {import("./bars.mjs").Results} */ results) {
  const from = readme.indexOf(begins);
  const to = readme.indexOf(ends);
  if (from < 0 || to < from) throw new Error(`README.md has no ${begins} … ${ends}`);
  return `${readme.slice(0, from + begins.length)}\n\n${figures(results).join("\n")}\n\n${readme.slice(to)}`;
}

function figures(/** @type {import("./bars.mjs").Results} */ results) {
  const { date, processors, model, memory, kernel, load, versions, concurrency } = results;
  const named = Object.entries(versions).map(([name, version]) =>
    version.includes(name) ? version : `${name} ${version}`,
  );
  return [
    `${date}, ${processors} processors (${model}; load ${load} before), ${memory} GB, Linux ${kernel}; ${concurrency} hosts at once; ` +
      `${named.join("; ")}.`,
    "",
    ...fleetTable(results),
    "",
    ...barLines(barsOf(results)),
  ];
}

/** The number of hosts that the chart shows: the largest at which OpenSSH was measured too. */
export const chartedHosts = (/** @type {import("./bars.mjs").Results} */ { rows }) =>
  Math.max(...rows.filter(({ id, hosts }) => id === "openssh" && hosts <= 1000).map(({ hosts }) => hosts));

/** Keeps a run as the one that the README shows. */
export function writeResults(/** @type {import("./bars.mjs").Results} */ results) {
  writeFileSync(place("test/bench/measured.json"), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(place(".github/bench.svg"), chartOf(results, chartedHosts(results)));
  writeFileSync(place("README.md"), withFigures(readFileSync(place("README.md"), "utf8"), results));
}

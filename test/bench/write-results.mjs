import { readFileSync, writeFileSync } from "node:fs";
import { barsOf } from "./bars.mjs";
import { chartOf } from "./chart.mjs";
import { fleetEstimate } from "./fleet-estimate.mjs";
import { barLines, fleetTable } from "./tables.mjs";

const begins = "<!-- measured: npm run bench -- --full --write -->";
const ends = "<!-- end of measured -->";
const place = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url);

/** A page with these lines between its two marks. */
function between(/** @type {string} */ page, /** @type {string} */ name, /** @type {readonly string[]} */ lines) {
  const from = page.indexOf(begins);
  const to = page.indexOf(ends);
  if (from < 0 || to < from) throw new Error(`${name} has no ${begins} … ${ends}`);
  return `${page.slice(0, from + begins.length)}\n\n${lines.join("\n")}\n\n${page.slice(to)}`;
}

/** The README with a run's figures. */
export const withFigures = (/** @type {string} */ readme, /** @type {import("./bars.mjs").Results} */ results) =>
  between(readme, "README.md", figures(results));

/** docs/fleets.md with what is extrapolated from them. */
export const withEstimate = (/** @type {string} */ fleets, /** @type {import("./bars.mjs").Results} */ results) =>
  between(fleets, "docs/fleets.md", fleetEstimate(results));

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

/** Keeps a run as the one that the pages show. */
export function writeResults(/** @type {import("./bars.mjs").Results} */ results) {
  writeFileSync(place("test/bench/measured.json"), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(place(".github/bench.svg"), chartOf(results, chartedHosts(results)));
  writeFileSync(place("README.md"), withFigures(readFileSync(place("README.md"), "utf8"), results));
  writeFileSync(place("docs/fleets.md"), withEstimate(readFileSync(place("docs/fleets.md"), "utf8"), results));
}

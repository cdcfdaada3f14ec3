// What is printed, and what the README shows: tables in Markdown, of the results alone.
import { cpuPerHost, knownRoundTrips } from "./bars.mjs";

const number = (/** @type {number} */ value) => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));

/** Lines of cells as Markdown's tables, columns as wide as their widest. */
function aligned(/** @type {readonly (readonly string[])[]} */ cells) {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const padded = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  return [padded[0] ?? "", `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...padded.slice(1)];
}

/** One line a party and number of hosts. */
export function fleetTable(/** @type {import("./bars.mjs").Results} */ { rows, samples }) {
  const head = [
    "",
    "hosts",
    "wall",
    "client CPU a host",
    "client peak",
    "on the wire a host",
    "round trips",
    "CPU of the hosts, each",
  ];
  return aligned([
    head,
    ...rows.map((row) => {
      const sample = samples.find(({ id }) => id === row.id);
      return [
        row.title,
        String(row.hosts),
        `${number(row.wall)} s`,
        `${number(cpuPerHost(row))} ms`,
        `${row.peak.toFixed(0)} MB${["openssh", "clush", "ansible"].includes(row.id) ? " (largest process)" : ""}`,
        `${number(row.octets / row.hosts / 1000)} KB`,
        sample === undefined ? "" : (knownRoundTrips(sample)?.toFixed(1) ?? "varied"),
        `${number((row.nodes * 1000) / row.hosts)} ms`,
      ];
    }),
  ]);
}

/** One line a bar: what it allows, what was measured, and whether it is met. */
export function barLines(/** @type {readonly import("./bars.mjs").Bar[]} */ bars) {
  const word = (/** @type {boolean | undefined} */ met) => (met ? "met" : "MISSED");
  const quantity = (/** @type {number} */ value, /** @type {string} */ unit) => `${number(value)} ${unit}`.trim();
  return aligned([
    ["bar", "at most", "measured", ""],
    ...bars.map(({ what, most, unit, measured, met }) => [
      what,
      quantity(most, unit),
      measured === undefined ? "not measured" : quantity(measured, unit),
      measured === undefined ? "" : word(met),
    ]),
  ]);
}

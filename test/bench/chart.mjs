// The README's chart, of the results alone: bars of one number of hosts, in two panels that share the names.
import { cpuPerHost } from "./bars.mjs";

const width = 760;
const lineHeight = 30;
const names = 210;
const panel = 200;
const gap = 75;
const top = 64;

const escaped = (/** @type {string} */ text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("`", "");

const shown = (/** @type {number} */ value) => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));

/** A colour scheme of its own, for an image does not know the page's. */
const style = `text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}.t{font-weight:600}.s{font-size:12px;fill:#59636e}
.b{fill:#8c959f}.o{fill:#0969da}
@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.s{fill:#9198a1}.b{fill:#656c76}.o{fill:#4493f8}}`;

/** An SVG of wall and client CPU of every party at so many hosts. */
export function chartOf(/** @type {import("./bars.mjs").Results} */ results, /** @type {number} */ hosts) {
  const rows = results.rows.filter((row) => row.hosts === hosts);
  const panels = [
    { title: "Wall, seconds", of: (/** @type {import("./bars.mjs").Row} */ row) => row.wall },
    { title: "Client CPU, ms a host", of: cpuPerHost },
  ];
  const parts = panels.flatMap(({ title, of }, index) => {
    const left = names + index * (panel + gap);
    const most = Math.max(...rows.map(of));
    return [
      text(left, top - 12, "s", title),
      ...rows.map((row, line) => {
        const length = Math.max(2, Math.round((of(row) / most) * panel));
        const y = top + line * lineHeight;
        return `<rect class="${row.id === "audit" ? "o" : "b"}" x="${left}" y="${y}" width="${length}" height="18" rx="2"/>${text(left + length + 6, y + 14, "", shown(of(row)))}`;
      }),
    ];
  });
  const labels = rows.map((row, line) =>
    text(names - 10, top + line * lineHeight + 14, row.id === "audit" ? "e t" : "e", row.title),
  );
  const height = top + rows.length * lineHeight + 12;
  const title = `${hosts.toLocaleString("en")} hosts, ${results.concurrency} at once, on ${results.processors} processors`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    `<style>${style}\n.e{text-anchor:end}</style>`,
    text(0, 20, "t", title),
    ...labels,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

const text = (
  /** @type {number} */ x,
  /** @type {number} */ y,
  /** @type {string} */ kind,
  /** @type {string} */ words,
) => `<text${kind && ` class="${kind}"`} x="${x}" y="${y}">${escaped(words)}</text>`;

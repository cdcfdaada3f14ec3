import { readFileSync } from "node:fs";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { barsOf, knownRoundTrips, roundTripsOf } from "../../bench/bars.mjs";
import { chartOf } from "../../bench/chart.mjs";
import { topFunctions } from "../../bench/profile.mjs";
import { hostsOf } from "../../bench/start-hosts.mjs";
import { barLines } from "../../bench/tables.mjs";
import { chartedHosts, withEstimate, withFigures } from "../../bench/write-results.mjs";

const place = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const row = (id: string, hosts: number, wall: number, cpu: number, peak = 100) => ({
  ...{ id, title: id === "audit" ? "plimsoll <audit>" : id, hosts, wall, cpu, peak },
  ...{ octets: 0, nodes: 0 },
});
const rows = [
  row("audit", 100, 15, 1.2, 90),
  row("openssh", 100, 10, 2),
  row("ansible", 100, 30, 13),
  row("audit", 1000, 90, 10, 200),
  row("audit", 5000, 540, 61, 249),
];
const samples = [{ id: "audit", up: 1, down: 60_001, roundTrips: 10.04, spread: 0.9 }];

const loop = { hosts: 1000, longest: 201, p99: 5 };

describe("the bars", () => {
  const bars = new Map(barsOf({ rows, samples, loop }).map((bar) => [bar.what, bar]));

  it.each([
    ["wall beside OpenSSH's `true`, 100 hosts", 1.5, true],
    ["wall beside Ansible's, 100 hosts", 0.5, false],
    ["client CPU beside Ansible's, 100 hosts", 1.2 / 13, true],
    ["client CPU a host, 100 hosts", 12, true],
    ["client CPU a host, 5000 hosts", 12.2, false],
    ["round trips a host after TCP's", 10, true],
    ["from a host, on the wire", 60.001, false],
    ["event loop stands still", 201, false],
    ["peak memory, 5000 hosts", 249, true],
    ["peak memory at 5000 hosts beside 1000", 1.245, true],
    ["wall a host at 5000 hosts beside 1000", 1.2, false],
  ])("%s: %d", (what, measured, met) => {
    expect(bars.get(what)?.measured).toBeCloseTo(measured, 6);
    expect(bars.get(what)?.met).toBe(met);
  });

  it("neither meet nor miss what was not measured", () => {
    const [wall] = barsOf({ rows: [row("audit", 100, 1, 1)], samples: [] });
    expect(wall).toMatchObject({ measured: undefined, met: undefined });
  });

  it("take round trips from the quickest runs, and none where runs differ by more", () => {
    const quiet = { id: "audit", up: 1, down: 1, ...roundTripsOf([1.5, 1.1, 1, 9], [4.2, 5, 4.12, 4.12], 200) };
    expect(knownRoundTrips(quiet)).toBe(7.8);
    const noisy = { id: "audit", up: 1, down: 1, ...roundTripsOf([9, 5], [4, 8], 200) };
    expect(knownRoundTrips(noisy)).toBeUndefined();
  });

  it("never hide a miss", () => {
    const lines = barLines([...bars.values()]);
    expect(lines.filter((line) => line.includes("MISSED"))).toHaveLength(5);
    expect(lines.find((line) => line.includes("wall beside OpenSSH's `true`, 1000"))).toContain("not measured");
  });
});

describe("the chart", () => {
  const svg = chartOf({ ...JSON.parse(readFileSync(place("test/bench/measured.json"), "utf8")), rows }, 100);
  const widths: number[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "rect") widths.push(Number(attributes["width"]));
  });

  it("is XML, with bars as long as what they stand for", () => {
    parser.write(svg).close();
    // Wall, then CPU a host; of each the longest is as long as its panel.
    expect(widths).toEqual([100, 67, 200, 18, 31, 200]);
  });

  it("is small, for dark pages too, and loads nothing", () => {
    expect(svg.length).toBeLessThan(10_000);
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg).not.toMatch(/href|url\(|@import/);
  });
});

describe("the README", () => {
  const results = JSON.parse(readFileSync(place("test/bench/measured.json"), "utf8"));

  it("shows the run that is kept, bars that are missed among it", () => {
    const readme = readFileSync(place("README.md"), "utf8");
    expect(withFigures(readme, results)).toBe(readme);
    const fleets = readFileSync(place("docs/fleets.md"), "utf8");
    expect(withEstimate(fleets, results)).toBe(fleets);
  });

  it("shows the chart of that run", () => {
    expect(readFileSync(place(".github/bench.svg"), "utf8")).toBe(chartOf(results, chartedHosts(results)));
  });

  it("cannot lose its marks unseen", () => {
    expect(() => withFigures("# plimsoll", results)).toThrow("README.md has no <!-- measured");
  });
});

describe("the hosts", () => {
  it("have an address and a name each, and workers of every configuration", () => {
    const hosts = hostsOf(5000);
    expect(new Set(hosts.map(({ address }) => address)).size).toBe(5000);
    expect(new Set(hosts.map(({ name }) => name)).size).toBe(5000);
    const blocks = new Set(hosts.map(({ address }) => address.split(".")[1]));
    expect([...blocks].sort()).toEqual(Array.from({ length: 12 }, (_, index) => String(10 + index)));
    const isControlPlane = hosts.map(({ role }) => role === "control-plane");
    expect(isControlPlane).toEqual(hosts.map(({ address }) => address.startsWith("127.10.")));
    expect(isControlPlane.filter(Boolean)).toHaveLength(3);
  });
});

describe("a profile", () => {
  it("is summed by function, without the time when nothing ran", () => {
    const node = (id: number, functionName: string, url = "") => ({
      id,
      callFrame: { functionName, url, lineNumber: 8 },
    });
    const nodes = [node(1, "(idle)"), node(2, "", "file:///a/node_modules/b/dist/c.js"), node(3, "f"), node(4, "f")];
    const samples = [1, 2, 3, 4, 3];
    const lines = topFunctions({ nodes, samples, timeDeltas: [9_000, 2_000, 1_000, 4_000, 1_000] }, 2);
    expect(lines.map((line) => line.trim())).toEqual([
      "6 ms  75.0 %  f",
      "2 ms  25.0 %  (anonymous) node_modules/b/dist/c.js:9",
    ]);
  });
});

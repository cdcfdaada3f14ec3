// What docs/fleets.md extrapolates for many clusters from a run of the bench.

/** What the bench does not measure, or its hosts have not. */
const assumed = {
  nodesPerCluster: 5_000,
  clusters: 20,
  /** Seconds there and back; the bench's hosts are near. */
  roundTrip: 0.02,
  /** Seconds of the processor to read the API server of 50,000 pods (`bench:api`), which the first shard does beside its hosts. */
  apiSeconds: 30,
  /** Seconds and MB to put the shards of a cluster together, judge and report. */
  mergeSeconds: 20,
  mergePeak: 400,
};

/** Of one process, by the largest audit that was measured. */
function figuresOf(/** @type {import("./bars.mjs").Results} */ { rows, samples, concurrency }) {
  const audits = rows.filter(({ id }) => id === "audit");
  const largest = audits.reduce((most, row) => (row.hosts > most.hosts ? row : most));
  const sample = samples.find(({ id }) => id === "audit");
  return {
    hosts: largest.hosts,
    concurrency,
    /** Seconds of its processor for a host, MB at its peak, seconds that the host itself takes. */
    cpuPerHost: largest.cpu / largest.hosts,
    peak: largest.peak,
    nodeSeconds: largest.nodes / largest.hosts,
    /** After TCP's own. */
    roundTrips: sample?.roundTrips ?? Number.NaN,
  };
}

/** Hosts that one process reads in a second: as many as fly at once, or as its one processor serves. */
const perSecond = (/** @type {ReturnType<typeof figuresOf>} */ figures) =>
  Math.min(
    figures.concurrency / ((figures.roundTrips + 1) * assumed.roundTrip + figures.nodeSeconds),
    1 / figures.cpuPerHost,
  );

const minutes = (/** @type {number} */ seconds) =>
  seconds < 90 ? `${Math.ceil(seconds / 10) * 10} s` : `${Math.ceil(seconds / 60)} min`;

const gigabytes = (/** @type {number} */ megabytes) => `${(megabytes / 1000).toFixed(1)} GB`;

const plans = [
  { words: "one machine, a cluster after the other", shards: 1, atOnce: 1 },
  { words: "20 CI jobs or CronJobs, one a cluster", shards: 1, atOnce: assumed.clusters },
  { words: "20 Indexed Jobs of 7 shards", shards: 7, atOnce: assumed.clusters },
];

/** The sentence and the table of docs/fleets.md. */
export function fleetEstimate(/** @type {import("./bars.mjs").Results} */ results) {
  const figures = figuresOf(results);
  const { nodesPerCluster, clusters, apiSeconds, mergePeak, mergeSeconds } = assumed;
  const row = (/** @type {(typeof plans)[number]} */ { words, shards, atOnce }) => {
    const cluster = nodesPerCluster / (perSecond(figures) * shards) + apiSeconds + mergeSeconds;
    const memory = Math.max(shards * figures.peak, mergePeak) * atOnce;
    return `| ${words} | ${shards * atOnce} | ${minutes((cluster * clusters) / atOnce)} | ${gigabytes(memory)} |`;
  };
  return [
    `Extrapolated, not measured, from [the bench](../test/bench/README.md) of ${figures.hosts} hosts on ${results.date}, for ${clusters} clusters of ` +
      `${nodesPerCluster} nodes and 50000 pods, 20 ms away:`,
    "",
    "| how | processes at once | time | memory in all |",
    "| --- | --- | --- | --- |",
    ...plans.map(row),
  ];
}

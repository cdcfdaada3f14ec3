/**
 * What the README extrapolates for many clusters, from figures for one process. Put the bench's figures here, and its
 * table into the README as the test beside the README's says it.
 */
export const figures = {
  /** Where the figures are from, as the README says it. */
  source: "the bench's bars, which its figures must not pass",
  nodesPerCluster: 5_000,
  clusters: 20,
  /** Of one process: hosts at once, seconds of its processor for one, MiB at its peak. */
  concurrency: 32,
  cpuPerHost: 0.012,
  peak: 250,
  /** Of a host: round trips after TCP's own, and seconds that the node itself takes. */
  roundTrips: 10,
  nodeSeconds: 0.5,
  /** Seconds there and back; no figure of the bench's, whose hosts are near. */
  roundTrip: 0.02,
  /** Seconds of the processor to read the API server of 50,000 pods, which the first shard does beside its hosts. */
  apiSeconds: 30,
  /** Seconds and MiB to put the shards of a cluster together, judge and report. */
  mergeSeconds: 20,
  mergePeak: 400,
} as const;

/** Hosts that one process reads in a second: as many as fly at once, or as its one processor serves. */
const perSecond = (): number =>
  Math.min(
    figures.concurrency / ((figures.roundTrips + 1) * figures.roundTrip + figures.nodeSeconds),
    1 / figures.cpuPerHost,
  );

const minutes = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds / 10) * 10} s` : `${Math.ceil(seconds / 60)} min`;

const gibibytes = (mebibytes: number): string => `${(mebibytes / 1024).toFixed(1)} GiB`;

type Plan = { readonly words: string; readonly shards: number; readonly atOnce: number };

const plans: readonly Plan[] = [
  { words: "one machine, a cluster after the other", shards: 1, atOnce: 1 },
  { words: "20 CI jobs or CronJobs, one a cluster", shards: 1, atOnce: figures.clusters },
  { words: "20 Indexed Jobs of 7 shards", shards: 7, atOnce: figures.clusters },
];

function row({ words, shards, atOnce }: Plan): string {
  const { nodesPerCluster, clusters, peak, apiSeconds, mergePeak, mergeSeconds } = figures;
  const cluster = nodesPerCluster / (perSecond() * shards) + apiSeconds + mergeSeconds;
  const memory = Math.max(shards * peak, mergePeak) * atOnce;
  return `| ${words} | ${shards * atOnce} | ${minutes((cluster * clusters) / atOnce)} | ${gibibytes(memory)} |`;
}

/** The README's table. */
export const fleetTable = (): string =>
  ["| how | processes at once | time | memory in all |", "| --- | --- | --- | --- |", ...plans.map(row)].join("\n");

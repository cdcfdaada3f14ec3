import { monitorEventLoopDelay } from "node:perf_hooks";

/** How late this process was for what was due, in milliseconds. */
export type LoopDelay = { readonly longest: number; readonly p99: number };

/** What is looked at so often, in milliseconds. */
const resolution = 20;

const milliseconds = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e6) - resolution);

/** Begins to measure for how long anything stood in the way of deadlines and keepalives; returns how to end it. */
export function watchLoop(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  return () => {
    histogram.disable();
    return { longest: milliseconds(histogram.max), p99: milliseconds(histogram.percentile(99)) };
  };
}

/** Milliseconds that are looked back on. */
const stretch = 15_000;
/** What is known of fewer hosts, or of a shorter time, says nothing of the others. */
const fewest = { hosts: 10, milliseconds: 3_000 };

/** Hosts done in a second over the last stretch, told when and how many are done by now; undefined where that says nothing. */
export type Pace = (at: number, done: number) => number | undefined;

/** Begins before any host is done. `at` in milliseconds. */
export function startPace(at: number): Pace {
  const marks = [{ at, done: 0 }];
  return (now, done) => {
    if (now - (marks.at(-1)?.at ?? 0) >= 1_000) marks.push({ at: now, done });
    while (marks.length > 1 && (marks[1]?.at ?? now) <= now - stretch) marks.shift();
    const [first = { at: now, done }] = marks;
    const passed = now - first.at;
    const isEnough = passed >= fewest.milliseconds && done - first.done >= fewest.hosts;
    return isEnough ? (done - first.done) / (passed / 1_000) : undefined;
  };
}

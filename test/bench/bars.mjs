// What the bench is judged by: pure functions of what was measured.

/**
 * @typedef {{ readonly id: string, readonly title: string, readonly hosts: number, readonly wall: number, readonly cpu: number, readonly peak: number, readonly octets: number, readonly nodes: number }} Row
 * @typedef {{ readonly id: string, readonly up: number, readonly down: number, readonly roundTrips: number, readonly spread: number }} Sample
 * @typedef {{
 *   readonly date: string,
 *   readonly processors: number,
 *   readonly model: string,
 *   readonly memory: number,
 *   readonly kernel: string,
 *   readonly load: number,
 *   readonly versions: Readonly<Record<string, string>>,
 *   readonly concurrency: number,
 *   readonly rows: readonly Row[],
 *   readonly samples: readonly Sample[],
 *   readonly loop?: { readonly hosts: number, readonly longest: number, readonly p99: number },
 * }} Results
 * @typedef {{ readonly what: string, readonly most: number, readonly unit: string, readonly measured: number | undefined, readonly met: boolean | undefined }} Bar
 */

/** Client milliseconds of processors a host. */
export const cpuPerHost = (/** @type {Row} */ { cpu, hosts }) => (cpu * 1000) / hosts;

/**
 * Round trips, of seconds without and with a delay of so many milliseconds each way: by the quickest of each. The spread is by
 * how many the next quickest would have it otherwise.
 */
export function roundTripsOf(
  /** @type {readonly number[]} */ prompt,
  /** @type {readonly number[]} */ late,
  /** @type {number} */ delay,
) {
  const [first = 0, second = first] = [...prompt].sort((a, b) => a - b);
  const [firstLate = 0, secondLate = firstLate] = [...late].sort((a, b) => a - b);
  const inTrips = (/** @type {number} */ seconds) => (seconds * 1000) / (2 * delay);
  return { roundTrips: inTrips(firstLate - first), spread: inTrips(second - first + (secondLate - firstLate)) };
}

/** What is known of round trips: nothing where runs differ by more than one. */
export const knownRoundTrips = (/** @type {Sample | undefined} */ sample) =>
  sample !== undefined && sample.spread <= 1 ? Math.round(sample.roundTrips * 10) / 10 : undefined;

/** Every bar, with what was measured; what was not is undefined, and neither met nor missed. */
export function barsOf(/** @type {Pick<Results, "rows" | "samples" | "loop">} */ { rows, samples, loop }) {
  const row = (/** @type {string} */ id, /** @type {number} */ hosts) =>
    rows.find((each) => each.id === id && each.hosts === hosts);
  const sample = samples.find(({ id }) => id === "audit");
  const audits = rows.filter(({ id }) => id === "audit");
  const ratio = (/** @type {number | undefined} */ a, /** @type {number | undefined} */ b) =>
    a === undefined || b === undefined ? undefined : a / b;
  const perHost = (/** @type {Row | undefined} */ each) => each && each.wall / each.hosts;
  return [
    ...audits.map((each) =>
      bar(
        `wall beside OpenSSH's \`true\`, ${each.hosts} hosts`,
        1.5,
        "x",
        ratio(each.wall, row("openssh", each.hosts)?.wall),
      ),
    ),
    bar("wall beside Ansible's, 100 hosts", 1 / 3, "x", ratio(row("audit", 100)?.wall, row("ansible", 100)?.wall)),
    bar("client CPU beside Ansible's, 100 hosts", 1 / 10, "x", ratio(row("audit", 100)?.cpu, row("ansible", 100)?.cpu)),
    ...audits.map((each) => bar(`client CPU a host, ${each.hosts} hosts`, 12, "ms", cpuPerHost(each))),
    bar("round trips a host after TCP's", 10, "", knownRoundTrips(sample)),
    bar("from a host, on the wire", 60, "KB", sample && sample.down / 1000),
    bar("event loop stands still", 200, "ms", loop?.longest),
    bar("peak memory, 5000 hosts", 250, "MB", row("audit", 5000)?.peak),
    bar("peak memory at 5000 hosts beside 1000", 1.3, "x", ratio(row("audit", 5000)?.peak, row("audit", 1000)?.peak)),
    bar(
      "wall a host at 5000 hosts beside 1000",
      1.1,
      "x",
      ratio(perHost(row("audit", 5000)), perHost(row("audit", 1000))),
    ),
  ];
}

/** @returns {Bar} */
function bar(
  /** @type {string} */ what,
  /** @type {number} */ most,
  /** @type {string} */ unit,
  /** @type {number | undefined} */ measured,
) {
  return { what, most, unit, measured, met: measured === undefined ? undefined : measured <= most };
}

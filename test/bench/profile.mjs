/** @typedef {{ readonly nodes: readonly { readonly id: number, readonly callFrame: { readonly functionName: string, readonly url: string, readonly lineNumber: number } }[], readonly samples: readonly number[], readonly timeDeltas: readonly number[] }} CpuProfile */

/** The functions of a V8 profile in which most time passed, callees not counted: milliseconds, share, name and place. */
export function topFunctions(/** @type {CpuProfile} */ { nodes, samples, timeDeltas }, /** @type {number} */ most) {
  const nameOf = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const place = url.replace(/^.*?\/(?=node_modules\/|dist\/)/, "");
      return [id, `${functionName || "(anonymous)"}${place && ` ${place}:${lineNumber + 1}`}`];
    }),
  );
  /** @type {Map<string, number>} */
  const times = new Map();
  let whole = 0;
  for (const [index, id] of samples.entries()) {
    const name = nameOf.get(id) ?? "";
    const time = (timeDeltas[index] ?? 0) / 1000;
    if (name === "(idle)") continue;
    whole += time;
    times.set(name, (times.get(name) ?? 0) + time);
  }
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(
      ([name, time]) => `${time.toFixed(0).padStart(8)} ms ${((time / whole) * 100).toFixed(1).padStart(5)} %  ${name}`,
    );
}

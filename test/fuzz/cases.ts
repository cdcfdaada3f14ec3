/** How many inputs are tried in all, shared by the targets; few of them in the usual suite. */
const cases = Number(process.env["FUZZ_CASES"] ?? 12_000);

/** For one of so many targets; fast-check prints the seed where one fails. */
export const runsOf = (share: number) => ({
  numRuns: Math.max(1, Math.ceil(cases * share)),
  ...(process.env["FUZZ_SEED"] === undefined ? {} : { seed: Number(process.env["FUZZ_SEED"]) }),
});

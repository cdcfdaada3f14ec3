/** `1 node`, `1,230 nodes`. */
export const countOf = (count: number, what: string): string =>
  `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${what}${count === 1 ? "" : "s"}`;

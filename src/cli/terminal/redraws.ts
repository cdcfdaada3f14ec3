import type { Terminal } from "./terminal.ts";

/**
 * Whether a line on standard error can be drawn again: it is a terminal, and one that knows control sequences, which
 * `TERM=dumb` says it does not. Colours are never written, so `NO_COLOR` (no-color.org) has nothing to turn off.
 */
export const redraws = ({ isTTY }: { readonly isTTY?: boolean }, environment: Terminal["environment"]): boolean =>
  isTTY === true && environment["TERM"] !== "dumb";

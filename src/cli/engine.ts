import { setFlagsFromString } from "node:v8";
import type { Work } from "./terminal/terminal.ts";

/**
 * How far garbage may grow beyond what is in use before V8 collects it, in percent. Its own is a multiple: of a large cluster,
 * hundreds of megabytes. While hosts are asked little is in use, and looking through it again and again took a
 * fourteenth of an audit; a run holds the most when it is judged. No limit is set.
 */
const heapGrowth: Readonly<Record<Work, number>> = { "asking hosts": 100, "the rest": 25 };

// V8 of Node 20 compiles a function anew, for its speed, as soon as it ran for a while, of which a run of minutes has
// hundreds: of an audit of 100 hosts that was a quarter. With this it waits eight times as long (its own is 66 KiB), and
// compiles each function without those that it calls: compiling them in takes longer than it saves. Later
// ones have another compiler in between, and no such flag.
if (process.versions.v8.startsWith("11.")) {
  setFlagsFromString("--interrupt-budget=540672");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=0");
}

/** Sets V8 for what the program is about to do. */
export const setEngineFor = (work: Work): void => setFlagsFromString(`--heap-growing-percent=${heapGrowth[work]}`);

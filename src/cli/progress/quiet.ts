import type { Terminal } from "../terminal/terminal.ts";

/** Whether only results and errors are wanted. */
export type QuietFlag = { readonly quiet?: boolean };

/** Talk that only goes along with the work: nobody has to do anything about it. */
export const aside = ({ quiet }: QuietFlag, { talk }: Pick<Terminal, "talk">): Terminal["talk"] =>
  quiet === true ? () => undefined : talk;

/** Passes on what is put in place of a variable. @throws Error where all of it together is more than any command line. */
export type Grown = (text: string) => string;

// The kernel takes 128 KiB in one argument. A few lines of variables can stand for more than memory holds.
const mostText = 1024 * 1024;

/** Begins to count; what it returns throws Error beyond 1 MiB in all. */
export function growing(): Grown {
  let length = 0;
  return (text) => {
    length += text.length;
    if (length > mostText) throw new Error("its variables stand for more than 1 MiB");
    return text;
  };
}

/** A number that the kernel gives a process or a user. @throws Error at what is none: it would pass for no number at all. */
export function processId(text: string): number {
  if (!/^\d{1,10}$/.test(text))
    throw new Error(`not a process's or a user's number: ${JSON.stringify(text.slice(0, 40))}`);
  return Number(text);
}

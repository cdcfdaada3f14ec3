/** A control character, with what a terminal would take for its parameters or its text (ECMA-48, sections 5.4 and 5.6). */
const control = /\p{Cc}(?:\[[0-?]*[ -/]*[@-~]|\][^\p{Cc}]*)?/gu;
/** What is not seen, or turns the direction of what is. */
const unseen = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One line of a server's words as a terminal may show it: nothing that moves the cursor, no more than so many characters. */
export function plainWords(text: string, most: number): string {
  const plain = text
    .slice(0, 16 * most)
    .replace(control, " ")
    .replace(unseen, "")
    .trim();
  const characters = [...plain];
  return characters.length <= most ? plain : `${characters.slice(0, most).join("")}…`;
}

/** Lines of printable ASCII: each other character is a blank. */
export const printable = (text: string): string => text.replace(/[^\n\x20-\x7e]/g, " ");

import { type DescriptionPart, descriptionParts } from "../benchmark/requirement.ts";

/** What DISA says of a rule besides check and fix. */
type Description = {
  readonly discussion: string;
  readonly more: Readonly<Partial<Record<DescriptionPart, string>>>;
};

/**
 * Takes apart a rule's description: DISA writes markup into it as text, and prose in that is not escaped a second time,
 * so that it is no XML. Without that markup all of it is the discussion.
 */
export function descriptionOf(text: string): Description {
  const parts = descriptionParts.flatMap((name) => {
    const part = between(text, name)?.trim() ?? "";
    return part === "" ? [] : [[name, part] as const];
  });
  return { discussion: between(text, "VulnDiscussion") ?? text, more: Object.fromEntries(parts) };
}

function between(text: string, name: string): string | undefined {
  const start = text.indexOf(`<${name}>`);
  if (start === -1) return undefined;
  const from = start + name.length + 2;
  const end = text.indexOf(`</${name}>`, from);
  return end === -1 ? undefined : text.slice(from, end);
}

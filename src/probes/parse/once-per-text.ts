// Nodes of a fleet have the same few files; more than these no run needs to keep in memory.
const charactersAtMost = 512 * 1024;

/**
 * A parser that remembers what it made of a text, for the next node that has the same one. Whoever asks shares the
 * result, so it must be one that nobody can change, or may. What it throws at is not remembered, nor a text that would
 * take the place of many.
 */
export function oncePerText<Parsed>(parse: (text: string) => Parsed): (text: string) => Parsed {
  // In the order in which they were asked for last.
  const known = new Map<string, { readonly parsed: Parsed }>();
  let characters = 0;
  const forgetOldest = (): void => {
    for (const text of known.keys()) {
      if (characters <= charactersAtMost) return;
      known.delete(text);
      characters -= text.length;
    }
  };
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) {
      known.delete(text);
      known.set(text, found);
      return found.parsed;
    }
    const parsed = parse(text);
    if (text.length <= charactersAtMost / 16) {
      known.set(text, { parsed });
      characters += text.length;
      forgetOldest();
    }
    return parsed;
  };
}

/** The same of what is made of several texts and their names together. */
export function oncePerTexts<Texts, Parsed>(parse: (texts: Texts) => Parsed): (texts: Texts) => Parsed {
  const once = oncePerText((json) => parse(JSON.parse(json)));
  return (texts) => once(JSON.stringify(texts));
}

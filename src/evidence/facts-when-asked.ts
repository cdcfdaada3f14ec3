/** Which facts there are, and what each is. */
type Facts<Fact> = {
  readonly keys: () => Iterable<string>;
  readonly has: (name: string) => boolean;
  /** Undefined of a name that it does not have. */
  readonly get: (name: string) => Fact | undefined;
  /** The fact as `factText` has it, where that is known without working it out. */
  readonly text: (name: string) => string | undefined;
};

const texts = new WeakMap<object, (name: string) => string | undefined>();

/** Whether facts are from a file that has the text of each. */
export const hasTexts = (facts: object): boolean => texts.has(facts);

/** A fact as `factText` has it, of facts whose texts are known; undefined of others. */
export const textKnown = (facts: object, name: string): string | undefined => texts.get(facts)?.(name);

/**
 * Facts of which each is worked out when it is first asked for. They can be copied and gone through like an object that
 * has them, which asks for all.
 */
export function factsWhenAsked<Named extends object>({ keys, has, get, text }: Facts<Named[keyof Named]>): Named {
  const known = new Map<string, Named[keyof Named] | undefined>();
  const factOf = (name: string | symbol): Named[keyof Named] | undefined => {
    if (typeof name === "symbol") return undefined;
    const fact = known.get(name) ?? get(name);
    known.set(name, fact);
    return fact;
  };
  const facts = new Proxy({} as Named, {
    get: (_, name) => factOf(name),
    has: (_, name) => typeof name === "string" && has(name),
    ownKeys: () => [...keys()],
    getOwnPropertyDescriptor: (_, name) =>
      typeof name === "string" && has(name)
        ? { configurable: true, enumerable: true, get: () => factOf(name) }
        : undefined,
  });
  texts.set(facts, text);
  return facts;
}

/** Facts with some in the place of others, or beside them; none is looked at before it is asked for. */
export function factsOver<Above extends object, Below extends object>(above: Above, below: Below): Above & Below {
  return factsWhenAsked<Above & Below>({
    keys: () => new Set([...Object.keys(below), ...Object.keys(above)]),
    has: (name) => name in above || name in below,
    get: (name) => (name in above ? above[name as keyof Above] : below[name as keyof Below]) as never,
    text: (name) => textKnown(name in above ? above : below, name),
  });
}

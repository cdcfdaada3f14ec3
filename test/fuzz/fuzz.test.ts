import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPolluted, unkeepable } from "./answer.ts";
import { runsOf } from "./cases.ts";
import { corpus } from "./corpus.ts";
import { fileReaders } from "./file-readers.ts";
import { textLike } from "./inputs.ts";
import { nodeReaders } from "./node-readers.ts";
import { isOwnError, type Target } from "./target.ts";

const targets = [...nodeReaders, ...fileReaders];

/** What is wrong with how a reader took a text; undefined where nothing is. */
function trouble(target: Target, text: string): string | undefined {
  try {
    const unkept = unkeepable(target.read(text));
    if (unkept !== undefined) return unkept;
  } catch (error) {
    if (!isOwnError(error, target)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return isPolluted() ? "a prototype was changed" : undefined;
}

it("every input that once broke a reader is tried on one", () => {
  const names = targets.map(({ name }) => name);
  expect(Object.keys(corpus).filter((name) => !names.includes(name))).toEqual([]);
});

describe.each(targets)("the reader of $name", (target) => {
  it("has texts that it reads", () => {
    expect(target.seeds.some((seed) => reads(target, seed))).toBe(true);
  });

  it("answers or refuses whatever it is given", () => {
    const inputs = textLike(target.seeds, target.words);
    const known = corpus[target.name] ?? [];
    for (const text of known) expect(trouble(target, text)).toBeUndefined();
    fc.assert(
      fc.property(inputs, (text) => {
        const found = trouble(target, text);
        if (found !== undefined) throw new Error(found);
      }),
      runsOf(0.9 / targets.length),
    );
  });
});

function reads({ read }: Target, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}

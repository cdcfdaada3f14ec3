import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesFor, unhash } from "../../../src/connect/known-hosts/known-hosts-index.ts";
import { parseKnownHosts } from "../../../src/connect/known-hosts/known-hosts-line.ts";

const hashed = (name: string, salt: string): string => {
  const hash = createHmac("sha1", Buffer.from(salt)).update(name).digest("base64");
  return `|1|${Buffer.from(salt).toString("base64")}|${hash}`;
};

const names: readonly string[] = ["node1", "node2", "[node2]:2222", "node3", "10.0.0.1", "elsewhere"];
const name = fc.constantFrom(...names);
/** A line of known_hosts: the names that it speaks of, and how it says so. */
const line = fc.oneof(
  fc.tuple(name, fc.string({ minLength: 1, maxLength: 4 })).map(([one, salt]) => ({
    hosts: hashed(one, salt),
    speaksOf: [one],
  })),
  fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).map((some) => ({ hosts: some.join(","), speaksOf: some })),
  fc.constant({ hosts: "node?,!node3", speaksOf: ["node1", "node2"] as string[] }),
  fc.constant({ hosts: "|2|aa|bb", speaksOf: [] as string[] }),
);

describe("the lines of a name", () => {
  it("are found whichever names were looked for before, and in the file's order", async () => {
    const wanted = fc.array(name, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(line), wanted, wanted, async (lines, before, asked) => {
        const parsed = parseKnownHosts(lines.map(({ hosts }) => `${hosts} ssh-ed25519 AAAA\n`).join(""));
        await unhash(parsed, before);
        for (const one of [...asked, ...names]) {
          const meant = lines.flatMap(({ speaksOf }, index) => (speaksOf.includes(one) ? [index + 1] : []));
          expect(linesFor(parsed, one).map((found) => found.line)).toEqual(meant);
        }
        await unhash(parsed, names);
        expect(linesFor(parsed, "elsewhere")).toHaveLength(
          lines.filter(({ speaksOf }) => speaksOf.includes("elsewhere")).length,
        );
      }),
    );
  });
});

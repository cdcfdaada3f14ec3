import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFrameDecoder, type FrameEvent } from "../../src/connect/reader-session/frame-decoder.ts";
import { encodeBundle, encodeHello, parseHello } from "../../src/connect/reader-session/frames.ts";
import type { Answer } from "../../src/connect/session.ts";
import { runsOf } from "./cases.ts";
import { bytesLike } from "./inputs.ts";

const decoded = (chunks: readonly Buffer[]): readonly FrameEvent[] => {
  const decoder = createFrameDecoder();
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
};

function pieces(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const cut: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes.length === 0 ? bytes.length : (sizes[index % sizes.length] ?? 1);
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
}

const answered = (text: string) => ({ state: "answered", payload: Buffer.from(text) }) as const;
const one = (number: number, answer: Answer): string => encodeBundle(number, [{ id: number, answer }]);
const valid = encodeHello(0) + one(1, answered("a")) + one(2, { state: "absent" }) + one(3, answered("b".repeat(99)));
const zeros = "0".repeat(64);
const words = ["\nplimsoll-reader 1 0\n", "#1 0 ", `#2 4 ${zeros}\n`, "YWJj\n", "#", "TWVuZAo=\n", "99999999"];

describe("the frame decoder", () => {
  it("finds the same in the same bytes, however they are split, and nothing after a failure", () => {
    fc.assert(
      fc.property(
        bytesLike([valid], words),
        fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 6 }),
        (bytes, sizes) => {
          const events = decoded([bytes]);
          expect(decoded(pieces(bytes, sizes))).toEqual(events);
          expect(events.slice(0, -1).some(({ kind }) => kind === "failure")).toBe(false);
          const ids = events.flatMap((event) => (event.kind === "answer" ? [event.id] : []));
          expect(ids).toEqual(ids.map((_, index) => index + 1));
          expect(events.slice(1).some(({ kind }) => kind === "hello")).toBe(false);
        },
      ),
      runsOf(0.09),
    );
  });

  it.each([
    ["the right digest under a wrong number", one(2, answered("a"))],
    ["a number twice", one(1, answered("a")) + one(1, answered("a"))],
    ["numbers out of order", one(1, answered("a")) + one(3, answered("a"))],
    ["another length", one(1, answered("abc")).replace(/^#1 (\d+)/, (_, length) => `#1 ${Number(length) + 1}`)],
    [
      "base64 with other bits at its end",
      one(1, answered("ab"))
        .replace(/g==\n$/, "h==\n")
        .replace(/=\n$/, "=\n\n"),
    ],
    ["a digest in capitals", one(1, answered("a")).replace(/[0-9a-f]{64}/, (digest) => digest.toUpperCase())],
    ["a number with ten digits", one(1, answered("a")).replace("#1", "#1000000000")],
    ["a header of ten megabytes", `#1 ${"0".repeat(10_000_000)}`],
    ["a second hello", encodeHello(0)],
  ])("ends the session at %s", (_what, forged) => {
    const events = decoded([Buffer.from(encodeHello(0)), Buffer.from(forged), Buffer.from(one(9, answered("x")))]);
    expect(events.at(-1)).toMatchObject({ kind: "failure", cause: "unparseable" });
  });

  it("holds an answer that comes byte by byte in little more than its own room", () => {
    const decoder = createFrameDecoder();
    decoder.push(Buffer.from(`${encodeHello(0)}#1 2000000 ${zeros}\n`));
    const room = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 2_000_000; sent += 1) decoder.push(Buffer.from([0x61]));
    expect(process.memoryUsage().arrayBuffers - room).toBeLessThan(64 * 1024 * 1024);
  });

  it("takes no hello that is only like one", () => {
    for (const line of [
      "plimsoll-reader 2 0",
      " plimsoll-reader 1 0",
      "plimsoll-reader 1 0 ",
      "plimsoll-reader 1 -1",
    ]) {
      expect(parseHello(line)).toBeUndefined();
    }
  });
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bundleLimit,
  createFrameDecoder,
  type FrameEvent,
  noiseLimit,
} from "../../../src/connect/reader-session/frame-decoder.ts";
import { encodeBundle, encodeHello, encodeRequest, parseRequest } from "../../../src/connect/reader-session/frames.ts";
import { type Answer, type FailureCause, type Request, verbs } from "../../../src/connect/session.ts";

const decode = (...chunks: readonly (Buffer | string)[]): readonly FrameEvent[] => {
  const decoder = createFrameDecoder();
  const events = chunks.flatMap((chunk) => decoder.push(Buffer.from(chunk)));
  return [...events, ...decoder.end()];
};

const hello: FrameEvent = { kind: "hello", hello: { uid: 0, missing: [], unfit: [] } };
const answered = (text: string): Answer => ({ state: "answered", payload: Buffer.from(text) });
const failure = (cause: FailureCause, message: RegExp): unknown => ({
  kind: "failure",
  cause,
  message: expect.stringMatching(message),
});

/** Answers that survive the way: what the reader itself can say. */
const answers: fc.Arbitrary<Answer> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes): Answer => ({ state: "answered", payload: Buffer.from(bytes) })),
  fc.constant<Answer>({ state: "absent" }),
  fc
    .constantFrom<FailureCause>("permission-denied", "withheld", "unsupported", "unparseable")
    .map((cause): Answer => ({ state: "failed", cause, message: "why: it is so" })),
);
const noise = fc
  .array(fc.string({ maxLength: 40 }), { maxLength: 5 })
  .map((lines) => lines.join("\n"))
  .filter((text) => !text.includes("plimsoll-reader"));

/** Two answers a round. */
const stream = (before: string, given: readonly Answer[]): Buffer =>
  Buffer.from(before + encodeHello(0) + given.map((answer, index) => round(index + 1, answer)).join(""));
const round = (number: number, answer: Answer): string =>
  encodeBundle(number, [
    { id: 2 * number - 1, answer },
    { id: 2 * number, answer: { state: "absent" } },
  ]);

/** A bundle of any content, with the right digest. */
const bundle = (content: string): string => framed(Buffer.from(content).toString("base64"));

/** A bundle of any text, with the right digest. */
function framed(text: string): string {
  return `#1 ${text.length} ${createHash("sha256").update(`1 ${text}`).digest("hex")}\n${text}\n`;
}

function split(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((place, index) => bytes.subarray(place, [...places, bytes.length][index]));
}

describe("the frame decoder", () => {
  it("gives back what was encoded, after any noise, however the bytes are split", () => {
    fc.assert(
      fc.property(
        noise,
        fc.array(answers, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (before, given, cuts) => {
          const events = decode(...split(stream(before, given), cuts));
          expect(events).toEqual([
            hello,
            ...given.flatMap((answer, index) => [
              { kind: "answer", id: 2 * index + 1, answer },
              { kind: "answer", id: 2 * index + 2, answer: { state: "absent" } },
            ]),
          ]);
        },
      ),
    );
  });

  it("never gives another answer than the original when a byte is changed", () => {
    fc.assert(
      fc.property(
        fc.array(answers, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (given, at, change) => {
          const bytes = stream("", given);
          const place = at % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ change;
          for (const event of decode(bytes)) {
            if (event.kind !== "answer") continue;
            const original: Answer | undefined = event.id % 2 === 1 ? given[(event.id - 1) / 2] : { state: "absent" };
            if (event.answer.state === "answered") expect(event.answer).toEqual(original);
            else expect(event.answer.state).toBe(original?.state);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("never takes a cut stream for a whole one", () => {
    fc.assert(
      fc.property(fc.array(answers, { minLength: 1, maxLength: 4 }), fc.nat(), (given, at) => {
        const bytes = stream("", given);
        const events = decode(bytes.subarray(0, at % bytes.length));
        const complete = events.filter(({ kind }) => kind === "answer");
        expect(
          complete.flatMap((event) => (event.kind === "answer" && event.id % 2 === 1 ? [event.answer] : [])),
        ).toEqual(given.slice(0, complete.length / 2));
        expect(complete.length / 2).toBeLessThan(given.length);
      }),
    );
  });

  it("reads who the reader is and what the node lacks", () => {
    expect(decode("plimsoll-reader 1 1000 missing:base64,sha256sum\n")).toEqual([
      { kind: "hello", hello: { uid: 1000, missing: ["base64", "sha256sum"], unfit: [] } },
    ]);
  });

  it.each([
    ["a foreign line", `${encodeHello(0)}Broadcast message\n`, "unparseable", /other output/],
    ["a foreign line without end", encodeHello(0) + "x".repeat(200), "unparseable", /other output/],
    ["a header of another kind", `${encodeHello(0)}#1 ok 0 ${"0".repeat(64)}\n\n`, "unparseable", /other output/],
    ["an unknown state", encodeHello(0) + bundle("M1 fine\nMend\n"), "unparseable", /digest/],
    ["an answer without a head", encodeHello(0) + bundle(" a\nMend\n"), "unparseable", /digest/],
    ["answers without their end", encodeHello(0) + bundle("M1 ok\n a\n"), "unparseable", /digest/],
    [
      "a line within an answer that is none of it",
      encodeHello(0) + bundle("M1 ok\n a\nb\n c\nMend\n"),
      "unparseable",
      /digest/,
    ],
    ["an empty line within an answer", encodeHello(0) + bundle("M1 ok\n a\n\nM2 ok\nMend\n"), "unparseable", /digest/],
    ["a last line without its end", encodeHello(0) + bundle("M1 ok\n a\nMend"), "unparseable", /digest/],
    ["something behind their end", encodeHello(0) + bundle("M1 ok\nMend\n a\n"), "unparseable", /digest/],
    ["base64 that is none", encodeHello(0) + framed("TWVuZAo=TWVuZAo="), "unparseable", /digest/],
    ["a tool that failed its trial", encodeHello(0) + bundle("M1 ok\nMunfit sed\n"), "unsupported", /as sed does not/],
    ["rounds out of order", encodeHello(0) + encodeBundle(2, []), "unparseable", /out of order/],
    ["another round's digest", encodeHello(0) + encodeBundle(2, []).replace("#2", "#1"), "unparseable", /digest/],
    ["an announced flood", `${encodeHello(0)}#1 ${bundleLimit + 1} ${"0".repeat(64)}\n`, "truncated", /12 MiB/],
    ["a payload longer than announced", `${encodeHello(0)}#1 4 ${"0".repeat(64)}\nYWJjZGVm`, "unparseable", /length/],
    ["a wrong digest", `${encodeHello(0)}#1 4 ${"0".repeat(64)}\nYWJj\n`, "unparseable", /digest/],
    ["an end in a payload", `${encodeHello(0)}#1 4 ${"0".repeat(64)}\nYW`, "truncated", /middle/],
    ["an end in a header", `${encodeHello(0)}#1 4`, "truncated", /middle/],
  ] as const)("fails on %s", (_, text, cause, message) => {
    expect(decode(text)).toEqual([hello, failure(cause, message)]);
  });

  it("gives up on noise without end", () => {
    expect(decode("Welcome\n".repeat(noiseLimit / 8 + 1))).toEqual([failure("unparseable", /64 KiB/)]);
    expect(decode("x".repeat(noiseLimit + 1))).toEqual([failure("unparseable", /64 KiB/)]);
  });

  it("gives up on a session without end, and finds nothing after a failure", () => {
    const answer = answered("x".repeat(3 * 1024 * 1024));
    const rounds = [1, 2, 3, 4, 5].map((number) => encodeBundle(number, [{ id: number, answer }]));
    const events = decode(encodeHello(0), ...rounds, encodeBundle(6, []));
    expect(events.map(({ kind }) => kind)).toEqual(["hello", "answer", "answer", "answer", "failure"]);
    expect(events.at(-1)).toEqual(failure("truncated", /16 MiB/));
  });

  it("reads an answer line by line, with its last line's end or without", () => {
    const text = "M2 ok\n a\n  b\n \nM1 ok unended\n a\nM3 ok\nM4 withheld holds a private key\nMend\n";
    expect(decode(encodeHello(0), bundle(text)).slice(1)).toEqual([
      { kind: "answer", id: 2, answer: answered("a\n b\n\n") },
      { kind: "answer", id: 1, answer: answered("a") },
      { kind: "answer", id: 3, answer: answered("") },
      { kind: "answer", id: 4, answer: { state: "failed", cause: "withheld", message: "holds a private key" } },
    ]);
  });

  it("tells refused from absent, and a listing that was kept back from one that cannot be read", () => {
    const given: readonly Answer[] = [
      { state: "failed", cause: "permission-denied", message: "Permission denied" },
      { state: "failed", cause: "truncated", message: "too many entries: more than 20000" },
      { state: "failed", cause: "timed-out", message: "Input/output error" },
    ];
    const events = decode(
      encodeHello(0),
      encodeBundle(
        1,
        given.map((answer, index) => ({ id: index + 1, answer })),
      ),
    );
    expect(
      events.map((event) =>
        event.kind === "answer" && event.answer.state === "failed" ? event.answer.cause : event.kind,
      ),
    ).toEqual(["hello", "permission-denied", "withheld", "unparseable"]);
  });
});

describe("request lines", () => {
  it("come back as they were", () => {
    const argument = fc.string({ unit: "binary" }).filter((text) => !/[\n\0]/.test(text));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom(...verbs), argument, (id, verb, text) => {
        const request: Request = { verb, argument: text };
        expect(parseRequest((encodeRequest(id, request) ?? "").slice(0, -1))).toEqual({ id, request });
      }),
    );
  });

  it("are refused where an argument would be two lines", () => {
    expect(encodeRequest(1, { verb: "stat", argument: "/a\n2 read /etc/shadow" })).toBeUndefined();
    expect(parseRequest("1 write /etc/passwd")).toBeUndefined();
  });
});

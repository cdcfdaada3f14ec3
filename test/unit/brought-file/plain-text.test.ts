import { describe, expect, it } from "vitest";
import { plainText } from "../../../src/brought-file/plain-text.ts";

const big = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("the text of bytes", () => {
  it.each([
    ["UTF-8", Buffer.from("é😀\r\n")],
    ["UTF-8 with a byte order mark", Buffer.from("\uFEFFé😀\r\n")],
    ["UTF-16 as Windows writes it", Buffer.from("\uFEFFé😀\r\n", "utf16le")],
    ["UTF-16 the other way round", big("\uFEFFé😀\r\n")],
  ])("is the same in %s", (_what, bytes) => {
    expect(plainText(bytes)).toBe("é😀\r\n");
  });

  it.each([
    ["Latin-1", Buffer.from("é", "latin1")],
    ["UTF-8 that is cut off", Buffer.from("é").subarray(0, 1)],
    ["UTF-16 with half a pair", Buffer.from("\uFEFF\ud800", "utf16le")],
    ["UTF-16 with half a character", Buffer.from([0xff, 0xfe, 0x41])],
  ])("is not guessed: %s", (_what, bytes) => {
    expect(plainText(bytes)).toBeUndefined();
  });
});

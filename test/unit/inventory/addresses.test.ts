import { describe, expect, it } from "vitest";
import { canonicalAddress, isAddress } from "../../../src/inventory/addresses.ts";

describe("isAddress", () => {
  it.each([
    "10.0.0.1",
    "::1",
    "fd00:10::21",
    "fe80::1%eth0",
    "n1",
    "n_1",
    "node-1.example.org",
    "1a",
    "xn--mnchen-3ya.de",
  ])("takes %s", (text) => {
    expect(isAddress(text)).toBe(true);
  });

  it.each([
    "",
    ".",
    "a.",
    "a..b",
    "-a",
    "a-",
    "a b",
    "a\n",
    "10.0.0.256",
    "10.0.1",
    "12",
    "[::1]",
    "10.0.0.1:22",
    "root@a",
    "a/b",
  ])("refuses %j", (text) => {
    expect(isAddress(text)).toBe(false);
  });

  it("knows how long a name may be", () => {
    const label = "a".repeat(63);
    expect(isAddress(`${label}.${label}.${label}.${"a".repeat(61)}`)).toBe(true);
    expect(isAddress(`${label}.${label}.${label}.${"a".repeat(62)}`)).toBe(false);
    expect(isAddress(`${label}a`)).toBe(false);
  });
});

describe("canonicalAddress", () => {
  it.each([
    ["FD00:0:0::1", "fd00::1"],
    ["::ffff:10.0.0.1", "::FFFF:a00:1"],
    ["Node1", "node1"],
    ["fe80::1%eth0", "FE80::1%eth0"],
  ])("makes one of %s and %s", (one, other) => {
    expect(canonicalAddress(one)).toBe(canonicalAddress(other));
  });
});

import { describe, expect, it } from "vitest";
import { parseStat, parseStatLines, parseWalk } from "../../../src/probes/parse/stat-lines.ts";

const lines = (...text: readonly string[]) => Buffer.from(`${text.join("\n")}\n`);

describe("stat lines", () => {
  it("reads type, permission bits with setuid, ids and names", () => {
    expect(parseStat(lines("e|89ed|0|12|root|domain users|/usr/bin/x/"), "/usr/bin/x")).toEqual({
      path: "/usr/bin/x",
      type: "file",
      mode: 0o4755,
      uid: 0,
      gid: 12,
      user: "root",
      group: "domain users",
    });
  });

  it("joins a link with what it leads to, and knows a dangling one", () => {
    const [link, dangling] = parseStatLines(
      lines("e|a1ff|0|0|root|root|/d/link/", "t|8180|7|7|UNKNOWN|UNKNOWN|/d/link/", "e|a1ff|0|0|root|root|/d/gone/"),
      "/d",
    );
    expect(link?.target).toMatchObject({ type: "file", mode: 0o600, uid: 7, user: "UNKNOWN" });
    expect(dangling?.target).toBe("dangling");
  });

  it("refuses a name with a line break that tries to pass for a record of its own", () => {
    const forged = lines("e|81ff|0|0|root|root|/pki/evil", "e|8180|0|0|root|root|/pki/ca.key/");
    expect(() => parseWalk(forged, "/pki")).toThrow("not a stat line");
  });

  it.each([
    ["a path outside what was asked", "e|8180|0|0|root|root|/etc/shadow/"],
    ["a path that only begins alike", "e|8180|0|0|root|root|/pki-old/ca.key/"],
  ])("refuses %s", (_what, line) => {
    expect(() => parseStatLines(lines(line), "/pki")).toThrow("not below /pki");
  });

  it("refuses a walk without its root, and a stat of several entries", () => {
    expect(() => parseWalk(lines("e|8180|0|0|root|root|/pki/ca.key/"), "/pki")).toThrow("does not start at /pki");
    expect(() => parseStat(Buffer.from(""), "/pki")).toThrow("expected one entry");
  });
});

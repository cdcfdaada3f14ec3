import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSweeps } from "../../../src/cli/given/sweeps.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import type { Inventory } from "../../../src/inventory/inventory.ts";
import { hostOf } from "../../support/inventory-host.ts";
import { sweepHeader, sweepOf } from "../../support/sweep.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-from-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inventory: Inventory = { cluster: "c", hosts: [hostOf("w1"), hostOf("w2")] };

const good = (host: string, reader?: string): string =>
  sweepOf({ processes: { state: "absent" } }, sweepHeader(host, reader));
const put = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return name;
};
const hostsOf = (...given: readonly string[]) => [...loadSweeps(given, inventory, folder).keys()];
function problems(...given: readonly string[]): string {
  try {
    loadSweeps(given, inventory, folder);
  } catch (error) {
    if (error instanceof UsageError) return error.message.replaceAll(`${folder}/`, "");
    throw error;
  }
  return "none";
}

describe("sweeps given with --from", () => {
  it("are of the host that the file is called after, however the node calls itself", () => {
    expect(hostsOf(put("w1.sweep", good("ip-10-0-0-1")))).toEqual(["w1"]);
  });

  it("are of the host that the node calls itself, where the file's name says nothing", () => {
    expect(hostsOf(put("tonight.txt", good("W2.example.org")))).toEqual(["w2"]);
  });

  it("come from folders too, with their digest and time", () => {
    put("w1.sweep", good("w1"));
    put("notes.txt", "no sweep");
    const found = loadSweeps(["."], inventory, folder).get("w1");
    expect(found?.origin).toMatchObject({ file: "w1.sweep", takenAt: "2026-11-21T06:00:00Z" });
    expect(found?.origin.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("are taken once, however often a file is given", () => {
    expect(hostsOf(put("w1.sweep", good("w1")), ".")).toEqual(["w1"]);
  });

  it.each([
    ["w1.sweep", "", "w1.sweep is empty"],
    ["w1.sweep", good("w1").slice(0, -9), "w1.sweep is cut off: its end mark is missing"],
    [
      "w1.sweep",
      good("w1").replace("absent", "denied"),
      "w1.sweep was changed or damaged: answer 1 does not match its SHA-256",
    ],
    ["w1.sweep", good("w2"), "w1.sweep is of w2, by what the node calls itself: call it w2.sweep"],
    [
      "x.sweep",
      good("db1"),
      "x.sweep is of db1, which the inventory does not know: call the file <name in the inventory>.sweep",
    ],
    [
      "w1.sweep",
      good("w1", "0".repeat(64)),
      "w1.sweep was taken by another reader than this plimsoll's: print that with plimsoll reader and sweep again",
    ],
  ])("are refused in one sentence: %s", (name, content, sentence) => {
    expect(problems(put(name, content))).toBe(sentence);
  });

  it("are refused where two are of one host, and all are told of at once", () => {
    put("a.sweep", good("w1"));
    put("b.sweep", "");
    put("c.sweep", good("w1"));
    expect(problems(".").split("\n")).toEqual(["b.sweep is empty", "plimsoll: c.sweep and a.sweep are both of w1"]);
  });

  it("must be there", () => {
    mkdirSync(join(folder, "empty"));
    mkdirSync(join(folder, "strange", "w1.sweep"), { recursive: true });
    put("file", "");
    expect(["none.sweep", "file/below", "empty", "strange"].map((name) => problems(name))).toEqual([
      "none.sweep: there is no such file or folder",
      "file/below: there is no such file or folder",
      "empty: the folder holds no file called *.sweep",
      "strange/w1.sweep cannot be read: it is a folder, not a file",
    ]);
  });
});

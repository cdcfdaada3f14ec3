import { execFileSync } from "node:child_process";
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-endless-"));
const path = (name: string): string => join(root, name);
const reading = ["read", "forwarding", "certificates", "kubeconfig"] as const;
const terabyte = 1024 ** 4;

/** What looks like a file and is not to be read to its end. */
const endless = ["zero", "pipe", "to-pipe", "sparse", "to-sparse", "loop"];

beforeAll(() => {
  symlinkSync("/dev/zero", path("zero"));
  execFileSync("mkfifo", [path("pipe")]);
  symlinkSync("pipe", path("to-pipe"));
  const sparse = openSync(path("sparse"), "w");
  ftruncateSync(sparse, terabyte);
  closeSync(sparse);
  symlinkSync("sparse", path("to-sparse"));
  symlinkSync("loop", path("loop"));
  mkdirSync(path("many"));
  for (let number = 0; number < 40_000; number += 1) writeFileSync(path(`many/${number}`), "");
  mkdirSync(path("mixed"));
  symlinkSync("/dev/zero", path("mixed/zero"));
  execFileSync("mkfifo", [path("mixed/pipe")]);
  writeFileSync(path("mixed/a\nb"), "PRIVATE KEY");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each(readerShells())("the reader under $name", ({ shell, source }) => {
  it("comes back from every file that has no end, with no content, and no absence but of a link to itself", async () => {
    const requests = endless.flatMap((name) => reading.map((verb) => ({ verb, argument: path(name) })));
    const { answers } = await askReader(shell, requests, source);
    const told = requests.map(({ verb, argument }, index) => [
      verb,
      argument.slice(root.length),
      answers[index]?.state,
    ]);
    // A link to itself is nothing: of that the kernel is sure.
    const expected = requests.map(({ verb, argument }) => {
      const name = argument.slice(root.length);
      return [verb, name, name === "/loop" ? "absent" : "failed"];
    });
    expect(told).toEqual(expected);
  });

  it("comes back from directories of very many entries, and of such files", async () => {
    const { answers } = await askReader(
      shell,
      [
        { verb: "list", argument: path("many") },
        { verb: "keys", argument: path("many") },
        { verb: "list", argument: path("mixed") },
        { verb: "keys", argument: path("mixed") },
      ],
      source,
    );
    const [manyListed, manyKeys, mixedListed, mixedKeys] = answers;
    expect(manyListed).toMatchObject({
      state: "failed",
      cause: "withheld",
      message: expect.stringMatching(/than 20000$/),
    });
    expect(manyKeys).toMatchObject({
      state: "failed",
      cause: "withheld",
      message: expect.stringMatching(/than 2000$/),
    });
    expect(textOf(mixedListed)).toContain(`|${path("mixed/zero")}/\n`);
    // A key whose name could pass for two is not told as if it were none.
    expect(textOf(mixedKeys)).toBe(`${path("mixed/a\nb")}/\n`);
  });
});

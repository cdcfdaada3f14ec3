import { describe, expect, it } from "vitest";
import { parseArgumentsFile } from "../../../src/probes/parse/arguments-file.ts";

const words = (text: string) =>
  parseArgumentsFile(text, { SNAP_DATA: "/data" }).map((word) => `${word.line} ${word.text}`);

describe("a file of arguments", () => {
  it("is words with their lines, without comments and quotes, variables filled in", () => {
    expect(words(`# all\n--a=1 --b\n\n--c="x \${SNAP_DATA}/y" # end\n--d='$SNAP_DATA'\n--e=$SNAP_DATA#z\n`)).toEqual([
      "2 --a=1",
      "2 --b",
      "4 --c=x /data/y",
      "5 --d=$SNAP_DATA",
      "6 --e=/data#z",
    ]);
  });

  it.each(["--a=$(id)", "--a=`id`", "--a=$HOME", '--a="open', "--a=1;b", "--a=1 | b"])(
    "is not understood: %s",
    (text) => {
      expect(() => words(text)).toThrow();
    },
  );
});

import { describe, expect, it } from "vitest";
import { parseArgumentsFile } from "../../../src/probes/parse/arguments-file.ts";

const words = (text: string) =>
  parseArgumentsFile(text, { SNAP_DATA: "/data" }).map((word) => `${word.line} ${word.text}`);

describe("a file of arguments", () => {
  it("is words with their lines, without comments and quotes, variables filled in", () => {
    const file = `# all\n--a=1  --b \n\n--c="x<\${SNAP_DATA}/y"\n --d='https://a;b'\r\n--e=$SNAP_DATA#z\n`;
    expect(words(file)).toEqual(["2 --a=1", "2 --b", "4 --c=x</data/y", "5 --d=https://a;b", "6 --e=/data#z"]);
  });

  const unknown = [
    "--a=$(id)",
    '--a="$(id)"',
    "--a=`id`",
    '--a="`id`"',
    "--a=$HOME",
    "--a=1;b",
    "--a=1 | b",
    "--a=$5",
    "--a=b$",
  ];
  // The one deletes quotes and parts at single blanks, the other is a shell.
  const notAlike = [
    ...["--a=b\t--c=d", '--a="b --c=d"', "--a='b c'", '--a="open', "--a='$SNAP_DATA'", "--a=b # c", "--a=b\\ c"],
    ...[`--a="b'c"`, `--a='b"c'`, '--a="b\\"c"'],
  ];
  it.each([...unknown, ...notAlike])("is not understood: %j", (text) => {
    expect(() => words(text)).toThrow();
  });
});

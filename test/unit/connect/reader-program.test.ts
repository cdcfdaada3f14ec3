import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readerAsSent, readerSha256, readerSource } from "../../../src/connect/reader.ts";
import { requireTools } from "../../support/lab-requirements.ts";

const path = fileURLToPath(new URL("../../../src/connect/reader.sh", import.meta.url));
const hasShellcheck = requireTools("shellcheck of reader.sh", [{ command: "shellcheck", package: "shellcheck" }]);
const hasShfmt = requireTools("the reader as it is sent", [{ command: "shfmt", package: "shfmt" }]);
const hasCheckbashisms = requireTools("checkbashisms of reader.sh", [
  { command: "checkbashisms", package: "devscripts" },
]);

/** The names that an alternation of literals, classes and `?` stands for; of a range its first character. */
function namesOf(alternation: string): string[] {
  return alternation.split("|").flatMap((alternative) =>
    [...alternative.matchAll(/(\[[^\]]+\]|.)(\??)/g)].reduce<string[]>(
      (names, [, part = "", optional]) => {
        const characters = part.startsWith("[") ? [...part.slice(1, -1).replace(/(.)-./, "$1")] : [part];
        return names.flatMap((name) => [...(optional ? [""] : []), ...characters].map((each) => name + each));
      },
      [""],
    ),
  );
}

describe("the program that runs on nodes", () => {
  it("ends with the line that starts it, so that a program cut short does nothing", () => {
    expect(readerSource.endsWith(`\n}\n\nmain "$@"\n`)).toBe(true);
    expect(readerSource.match(/^main "\$@"$/gm)).toHaveLength(1);
  });

  it("writes to no file", () => {
    // In awk's programs > compares; what they may do is proved in read-only/.
    const code = readerSource.replace(/^(gathered|approved)='[^']*'/gm, "").replace(/^\s*#.*$/gm, "");
    // In patterns of sed, > stands in brackets or after a dash.
    const targets = [...code.matchAll(/(?<![-|[])>+\s*(&?[^\s;)|]+)/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(10);
    expect([...new Set(targets)].sort()).toEqual(["&1", "&2", "&3", "/dev/null"]);
    expect(code).not.toMatch(/<<|\b(tee|mktemp|cp|mv|rm|mkdir|touch|dd|install|chmod|chown|eval)\b/);
  });

  it.skipIf(!hasShfmt)("is sent without its sweep and the comments of the shell and of awk, and with all else", () => {
    const withoutComments = (text: string): string =>
      execFileSync("shfmt", ["-ln", "posix", "-mn"], { input: text, encoding: "utf8" });
    const parts = readerSource.split(/^(?=# --- )/m).filter((part) => !part.startsWith("# --- Sweep: "));
    const left = withoutComments(parts.join("")).replace(/^#!.*\n/, "");
    // A line that begins so is a comment in awk's programs; in sed's or in a list it would not be one.
    expect(left.replace(/^(gathered|homes)='[^']*'/gm, "")).not.toMatch(/^\s*#/m);
    expect(withoutComments(readerAsSent)).toBe(left.replace(/^[ \t]*#.*\n/gm, ""));
    expect(readerAsSent.length).toBeLessThan(0.7 * readerSource.length);
  });

  it("looks for a secret's name in every line that can hold one", () => {
    const [, secretName = ""] = /^secret_name='(.*)'$/m.exec(readerSource) ?? [];
    const [, nameParts = ""] = /^name_parts='(.*)'$/m.exec(readerSource) ?? [];
    const names = namesOf(secretName.replace("[A-Za-z0-9_.-]*", "").replace(/[()]/g, ""));
    expect(names).toEqual(expect.arrayContaining(["auth", "dsn", "_KEY", "ApiKey", "CONNECTION_STRING"]));
    expect(names.filter((name) => !new RegExp(`^${secretName}$`).test(name))).toEqual([]);
    expect(names.filter((name) => !new RegExp(nameParts).test(name))).toEqual([]);
  });

  it("has the digest that reports print", () => {
    expect(execFileSync("sha256sum", [path], { encoding: "utf8" })).toMatch(new RegExp(`^${readerSha256} `));
  });

  it.skipIf(!hasCheckbashisms)("passes checkbashisms", () => {
    expect(() => execFileSync("checkbashisms", ["--posix", "--extra", path], { stdio: "pipe" })).not.toThrow();
  });

  it.skipIf(!hasShellcheck)("passes shellcheck", () => {
    expect(() => execFileSync("shellcheck", [path], { stdio: "pipe" })).not.toThrow();
  });
});

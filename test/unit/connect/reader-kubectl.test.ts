import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../../src/connect/session.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells, unprivileged } from "./reader-shells.ts";

let root = "";
const path = (name: string): string => join(root, name);
const isRoot = process.getuid?.() === 0;

const program = (name: string, script: string, mode = 0o755): void => {
  mkdirSync(join(path(name), ".."), { recursive: true });
  writeFileSync(path(name), `#!/bin/sh\n${script}\n`);
  chmodSync(path(name), mode);
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "plimsoll-kubectl-"));
  chmodSync(root, 0o755);
  // What it was started with, in place of a version.
  program(
    "plain/kubectl",
    'echo "$*|$(id -u)|$(id -G)|$(env | sort | tr "\\n" " ")|$(ls /proc/self/fd | tr "\\n" " ")"',
  );
  program("odd $(id);*/kubectl", "echo odd");
  program("closed/kubectl", "echo closed", 0o755);
  program("silent/kubectl", "exit 3");
  program("loud/kubectl", "echo to nobody >&2; echo out");
  program(
    "endless/kubectl",
    "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done",
  );
  program("writes/kubectl", `echo x >${path("writes/trace")}`);
  chmodSync(path("writes"), 0o777);
  program("a blank/kubectl", "cat >/dev/null; echo blank");
  program("waits/kubectl", "sleep 60 & echo started");
  program("private/kubectl", "echo private", 0o700);
  program("data/kubectl", "echo not for running", 0o644);
  mkdirSync(path("directory/kubectl"), { recursive: true });
  mkdirSync(path("dangling"));
  symlinkSync("nowhere", path("dangling/kubectl"));
  mkdirSync(path("twice"));
  symlinkSync("../plain/kubectl", path("twice/kubectl"));
  chmodSync(path("closed"), 0o700);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The lines about this test's own folders, of a kubectl with what it printed; the machine may have kubectl of its own. */
const own = (answer: Answer | undefined): readonly (readonly string[])[] =>
  textOf(answer)
    .split(/\n(?!>)/)
    .map((text) => {
      const [line = "", ...printed] = text.split("\n>");
      const fields = line.split("|");
      return fields[0] === "kubectl" ? [...fields, printed.join("\n")] : fields;
    })
    .filter((fields) => fields.some((field) => field.startsWith(root)))
    .map((fields) => fields.map((field) => field.replace(root, "").trimEnd()));

for (const { name, shell, source } of readerShells()) {
  // At the same time: under each of them one waits for seconds until its deadline.
  describe.concurrent(`kubectl under ${name}`, () => {
    const ask = async (...directories: readonly string[]) => {
      const argument = directories.map(path).join(":");
      return own((await askReader(shell, [{ verb: "kubectl", argument }], source)).answers[0]);
    };

    it("asks each for its client version, as nobody, with nothing of the reader's", async () => {
      const found = await ask("plain", "twice");
      const uid = isRoot ? 65534 : process.getuid?.();
      const [, state, where, output = ""] = found.find(([kind]) => kind === "kubectl") ?? [];
      expect([state, where]).toEqual(["ran", "/plain/kubectl"]);
      const [args, id, groups, environment, descriptors] = output.split("|");
      expect([args, id]).toEqual(["version --client -o json", String(uid)]);
      if (isRoot) expect(groups).toBe("65534");
      expect(environment).toMatch(
        /^HOME=\/nonexistent KUBECONFIG=\/dev\/null (OLDPWD=\S+ )?PATH=\/usr\/bin:\/bin PWD=\S+ (SHLVL=1 )?(_=\S+ )?$/,
      );
      expect(descriptors?.split(" ")).not.toContain("5");
      expect(found.filter(([kind]) => kind === "kubectl")).toHaveLength(1);
      expect(found.filter(([kind]) => kind === "searched")).toEqual([
        ["searched", "/plain"],
        ["searched", "/twice"],
      ]);
    });

    it("runs what only root may reach, whatever the folder is called", async () => {
      const odd = "odd $(id);*";
      expect((await ask(odd, "closed")).filter(([kind]) => kind === "kubectl")).toEqual([
        ["kubectl", "ran", `/${odd}/kubectl`, "odd"],
        ["kubectl", "ran", "/closed/kubectl", "closed"],
      ]);
    });

    it("gives what was printed and no more: an endless one is cut off, and none writes a byte into a file", async () => {
      const found = await ask("silent", "loud", "endless", "writes");
      expect(found).toContainEqual(["kubectl", "ran", "/silent/kubectl", ""]);
      expect(found).toContainEqual(["kubectl", "ran", "/loud/kubectl", "out"]);
      const endless = found.find(([, , where]) => where === "/endless/kubectl")?.[3] ?? "";
      expect(endless.length).toBeGreaterThan(1000);
      expect(endless.length).toBeLessThanOrEqual(65536);
      expect(found).toContainEqual(["kubectl", "ran", "/writes/kubectl", ""]);
      expect(readFileSync(path("writes/trace"), "utf8")).toBe("");
    });

    it("gives it nothing to read, waits for nothing that it leaves behind, and takes folders whole", async () => {
      const found = await ask("a blank", "silent", "waits");
      expect(found.filter(([kind]) => kind === "kubectl").map(([, , where, said]) => [where, said])).toEqual([
        ["/a blank/kubectl", "blank"],
        ["/silent/kubectl", ""],
        ["/waits/kubectl", expect.stringMatching(/^(started)?$/)],
      ]);
    });

    it("is not stopped by what is no program", async () => {
      expect((await ask("data", "directory", "dangling", "none", "plain/kubectl")).map(([kind]) => kind)).toEqual(
        Array(5).fill("searched"),
      );
    });

    it.skipIf(!isRoot)("says where it could not look", async () => {
      const argument = ["closed", "private", "data"].map(path).join(":");
      const { answers } = await askReader(unprivileged(shell), [{ verb: "kubectl", argument }], source);
      expect(own(answers[0])).toEqual([
        ["searched", "/closed"],
        ["searched", "/private"],
        ["unseen", "/private/kubectl"],
        ["searched", "/data"],
        ["unseen", "/closed/kubectl"],
      ]);
    });
  });
}

it.skipIf(!isRoot)("never runs one as root: without a way down it says so", async () => {
  const [first] = readerShells();
  if (first === undefined) throw new Error("no shell");
  const source = first.source.replace(/\b(setpriv|chroot|su) ([->])/g, "no-$1 $2");
  const { answers } = await askReader(first.shell, [{ verb: "kubectl", argument: path("plain") }], source);
  expect(own(answers[0])).toContainEqual(["kubectl", "unsupported", "/plain/kubectl", ""]);
});

it.skipIf(!isRoot).each(["chroot", "su"])("comes down by %s as well", async (way) => {
  const [first] = readerShells();
  if (first === undefined) throw new Error("no shell");
  const ways = ["setpriv", "chroot", "su"];
  const without = ways.slice(0, ways.indexOf(way)).join("|");
  const source = first.source.replace(new RegExp(`\\b(${without}) ([->])`, "g"), "no-$1 $2");
  const { answers } = await askReader(first.shell, [{ verb: "kubectl", argument: path("plain") }], source);
  const [, state, , output] = own(answers[0]).find(([kind]) => kind === "kubectl") ?? [];
  expect([state, output?.split("|")[1]]).toEqual(["ran", "65534"]);
});

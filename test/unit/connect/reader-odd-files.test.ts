import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseProcesses } from "../../../src/probes/parse/process-lines.ts";
import { parseWalk } from "../../../src/probes/parse/stat-lines.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-odd-"));
const path = (...parts: readonly string[]): string => join(root, ...parts);
let garbled: ChildProcess | undefined;
let container: ChildProcess | undefined;
let zombie: { readonly parent: ChildProcess; readonly pid: number } | undefined;

// Node starts no process with arguments that are no UTF-8; a shell does.
const startGarbled = (): Promise<ChildProcess> => {
  copyFileSync(process.execPath, path("kubelet"));
  const script = `"$1" -e 'process.stdout.write("up"); process.stdin.resume()' -- "$(printf '%b' '--config=/x\\0377')"`;
  const child = spawn("/bin/sh", ["-c", `exec ${script}`, "sh", path("kubelet")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  return new Promise((resolve) => child.stdout?.once("data", () => resolve(child)));
};

// A child that has ended, and whose parent, which is cat by then, never asks for it.
const startZombie = async (): Promise<{ readonly parent: ChildProcess; readonly pid: number }> => {
  const script = `mkfifo end; printf '#!/bin/sh\\nread -r line <end\\n' >kubezombie; chmod 755 kubezombie
    ./kubezombie & echo $!; exec cat`;
  const parent = spawn("/bin/sh", ["-c", script], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const said = (): Promise<string> =>
    new Promise((resolve) => parent.stdout?.once("data", (data) => resolve(String(data))));
  const pid = Number(await said());
  parent.stdin?.write("cat is up");
  await said();
  writeFileSync(path("end"), "\n");
  while (!/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await setImmediate();
  return { parent, pid };
};

// With a folder that only its own mounts have, below one that the host has as well; one file in it is no file.
const startContainer = (): Promise<ChildProcess> => {
  const script = `mount -t tmpfs tmpfs /opt && mkdir /opt/of-a-container && echo its own >/opt/of-a-container/config.yaml &&
    ln -s /proc/kmsg /opt/of-a-container/endless && echo up && exec cat`;
  const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const child = spawn("unshare", [...asRoot, "--mount", "sh", "-c", script], { stdio: ["pipe", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", () => resolve(child));
    child.once("exit", (status) => reject(new Error(`no container: status ${status}`)));
  });
};

beforeAll(async () => {
  mkdirSync(path("pki"));
  for (let index = 0; index < 2000; index += 1) writeFileSync(path("pki", `${index}.key`), "");
  mkdirSync(path("names"));
  for (const name of ["größe.yaml", "blank s.yaml"]) writeFileSync(path("names", name), "");
  writeFileSync(Buffer.concat([Buffer.from(path("names", "bytes-")), Buffer.from([0xff, 0xfe])]), "");
  mkdirSync(path("break"));
  writeFileSync(path("break", "a\nb"), "");
  mkdirSync(path("forging", "\ne|8180|0|0|root|root|"), { recursive: true });
  writeFileSync(path("large.yaml"), Buffer.alloc(5_000_000, "#"));
  symlinkSync("names", path("to-names"));
  symlinkSync("nowhere", path("to-nowhere"));
  symlinkSync("to-itself", path("to-itself"));
  garbled = await startGarbled();
  zombie = await startZombie();
  container = await startContainer();
});

afterAll(() => {
  garbled?.kill();
  container?.kill();
  zombie?.parent.kill();
  rmSync(root, { recursive: true, force: true });
});

for (const { name, shell, source } of readerShells()) {
  describe(`odd files and processes under ${name}`, () => {
    const ask = async (verb: "list" | "read" | "processes", argument: string) =>
      (await askReader(shell, [{ verb, argument }], source)).answers[0];
    const walk = async (directory: string) => {
      const answer = await ask("list", path(directory));
      if (answer?.state !== "answered") throw new Error(JSON.stringify(answer));
      return parseWalk(answer.payload, path(directory)).entries;
    };

    it("lists 2000 files", async () => {
      expect(await walk("pki")).toHaveLength(2001);
    });

    it("lists names of all kinds, through a link to the directory too", async () => {
      for (const directory of ["names", "to-names"]) {
        const names = (await walk(directory)).map((entry) => entry.path.slice(path(directory).length + 1));
        expect(names).toEqual(["", "blank s.yaml", "bytes-\ufffd\ufffd", "größe.yaml"]);
      }
    });

    it("shows a link that leads nowhere, or to itself, as dangling", async () => {
      for (const directory of ["to-nowhere", "to-itself"]) {
        expect(await walk(directory)).toMatchObject([{ type: "symlink", target: "dangling" }]);
      }
    });

    it.each(["break", "forging"])("gives nothing that passes for a listing: %s", async (directory) => {
      await expect(walk(directory)).rejects.toThrow(/not a stat line|twice|not below/);
    });

    it("withholds a manifest of 5 MB, and says so", async () => {
      expect(await ask("read", path("large.yaml"))).toMatchObject({
        state: "failed",
        cause: "withheld",
        message: "larger than 1048576 bytes",
      });
    });

    it("gives arguments byte by byte, and leaves out zombies", async () => {
      const answer = await ask("processes", "");
      if (answer?.state !== "answered") throw new Error(JSON.stringify(answer));
      const processes = parseProcesses(answer.payload);
      expect(processes.find(({ pid }) => pid === garbled?.pid)).toMatchObject({
        isGarbled: true,
        argv: expect.arrayContaining(["--config=/x\ufffd"]),
      });
      expect(zombie?.pid).toBeGreaterThan(1);
      expect(processes.filter(({ pid }) => pid === zombie?.pid)).toEqual([]);
    });
  });
}

for (const { name, shell, source } of readerShells()) {
  it(`reads what only a container has, under ${name}`, async () => {
    const folder = `/proc/${container?.pid}/root/opt/of-a-container`;
    const requests = [
      { verb: "read", argument: `${folder}/config.yaml` },
      { verb: "read", argument: `${folder}/endless` },
      { verb: "read", argument: "/etc/passwd" },
    ] as const;
    const { answers } = await askReader(shell, requests, source);
    expect(textOf(answers[0])).toBe("its own\n");
    expect(answers[1]).toMatchObject({ cause: "unparseable", message: "not a regular file" });
    expect(answers[2]).toMatchObject({ state: "answered" });
  });

  it(`gives no file for one that never ends, and no absence for a process that has ended, under ${name}`, async () => {
    const shadow = join(root, "shadow");
    writeFileSync(shadow, "root:$6$salt$hash:19000:0:99999:7:::\nbin:*:19000::::::\n");
    const requests = [
      { verb: "read", argument: "/proc/kmsg" },
      { verb: "read", argument: "/proc/self/environ" },
      { verb: "read", argument: shadow },
      { verb: "stat", argument: "/proc/4194305/root/etc/x" },
      { verb: "list", argument: "/proc/4194305/root/etc/x" },
      { verb: "read", argument: "/proc/4194305/root/etc/x" },
      { verb: "stat", argument: `/proc/${process.pid}/root/etc/no-such-file` },
    ] as const;
    const { answers } = await askReader(shell, requests, source);
    const ended = { state: "failed", cause: "unparseable", message: "the process has ended" };
    expect(answers).toMatchObject([
      { cause: "unparseable", message: "not a regular file" },
      { cause: "unparseable", message: "not a regular file" },
      { cause: "withheld" },
      ended,
      ended,
      ended,
      { state: "absent" },
    ]);
  });
}

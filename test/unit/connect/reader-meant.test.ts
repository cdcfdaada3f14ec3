import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Request } from "../../../src/connect/session.ts";
import { skip } from "../../support/lab-requirements.ts";
import { askReader, type Shell, textOf } from "./ask-reader.ts";
import { otherReaderShells, readerShells } from "./reader-shells.ts";

// Paths that are left to the node: which process, and which file, it has to find out by itself.

const root = mkdtempSync(join(tmpdir(), "plimsoll-meant-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const shells = [...readerShells(), ...otherReaderShells()];

const failed = { state: "failed", cause: "unsupported", message: "which one is meant is not clear" };

const ownProcesses = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"] as const;
const canUnshare =
  spawnSync("unshare", [...ownProcesses.slice(1), "true"]).status === 0 ||
  skip("SKIPPED processes that are left to the node: unshare --pid is not allowed here");

describe.runIf(canUnshare)("a process of that name", () => {
  const sleep = spawnSync("sh", ["-c", "command -v sleep"], { encoding: "utf8" }).stdout.trim();
  const program = join(root, "kube-proxy");
  const inside = join(root, "config");
  writeFileSync(inside, "mode: iptables\n");
  spawnSync("cp", [sleep, program]);
  spawnSync("chmod", ["755", root, program]);
  const requests: readonly Request[] = [
    { verb: "stat", argument: "/proc/@kube-proxy" },
    { verb: "stat", argument: `/proc/@kube-proxy/root${inside}` },
    { verb: "read", argument: `/proc/@kube-proxy/root${inside}` },
    { verb: "stat", argument: "/proc/@containerd" },
    { verb: "stat", argument: "/" },
  ];
  /** In a process namespace that has nothing but what `before` starts there: pids are 2, 3, ... */
  const askWhere = async (shell: Shell, source: string, before: string): Promise<readonly Answer[]> => {
    const run = `${before} "$@"; exit $?`;
    return (await askReader([...ownProcesses, "sh", "-c", run, "sh", ...shell], requests, source)).answers;
  };
  // Standing still until it is what it is called: a shell that has not become it yet is none.
  const up = (count: number): string =>
    `until [ "$(cat /proc/[0-9]*/comm | grep -c -x kube-proxy)" = ${count} ]; do :; done;`;

  it.each(shells)("is that process, where one of root's has it: $name", async ({ shell, source }) => {
    const [process, stat, read, engine, slash] = await askWhere(shell, source, `${program} 1000 & ${up(1)}`);
    const [, pid] = /\|\/proc\/(\d+)\/\n$/.exec(textOf(process)) ?? [];
    expect(pid).toMatch(/^\d+$/);
    expect(textOf(stat)).toContain(`|/proc/${pid}/root${inside}/\n`);
    expect(textOf(read)).toBe("mode: iptables\n");
    expect(engine).toEqual(failed);
    expect(textOf(slash)).toContain("|//\n");
  });

  it.each(shells)("is nobody's, where there are two: $name", async ({ shell, source }) => {
    const [process, stat, read] = await askWhere(shell, source, `${program} 1000 & ${program} 1000 & ${up(2)}`);
    expect([process, stat, read]).toEqual([failed, failed, failed]);
  });

  it.each(shells)("is nobody's, where it is not root's: $name", async ({ shell, source }) => {
    const others = `setpriv --reuid=65534 --regid=65534 --clear-groups ${program} 1000 & ${up(1)}`;
    const [process, stat, read] = await askWhere(shell, source, others);
    expect([process, stat, read]).toEqual([failed, failed, failed]);
  });

  it.each(shells)("is not kept apart from root's by another's of the same name: $name", async ({ shell, source }) => {
    const both = `setpriv --reuid=65534 --regid=65534 --clear-groups ${program} 1000 & ${program} 1001 & ${up(2)}`;
    const [, , read] = await askWhere(shell, source, both);
    expect(textOf(read)).toBe("mode: iptables\n");
  });
});

describe.each(shells)("the only network configuration, under $name", ({ shell, source }) => {
  const folder = join(root, "net.d");
  const here = source.replaceAll("/etc/cni/net.d/", `${folder}/`);
  const put = (name: string, text = `{"name": ${JSON.stringify(name)}}`): void => {
    writeFileSync(join(folder, name), text);
  };
  const ask = async (): Promise<readonly Answer[]> => {
    const requests = ["stat", "read"] as const;
    const answers = await askReader(
      shell,
      requests.map((verb) => ({ verb, argument: `${folder}/@` })),
      here,
    );
    return answers.answers;
  };

  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });

  it.each(["10-bridge.conf", "10-calico.conflist", "cni.json"])("is the one that is there: %s", async (name) => {
    put(name, "{}\n");
    put("README");
    put(".hidden.conf");
    mkdirSync(join(folder, "below"));
    const [stat, read] = await ask();
    expect(textOf(stat)).toContain(`|${folder}/${name}/\n`);
    expect(textOf(read)).toBe("{}\n");
  });

  it.each([
    ["two", ["10-calico.conflist", "20-old.conf"]],
    ["none", ["README"]],
    ["one with a blank in its name", ["a b.conf"]],
    ["one with a line break in its name", ["a\nread /etc/shadow.conf".replaceAll("/", "_")]],
    ["one whose name is no ASCII", ["ä.conf"]],
  ])("is none where there is %s", async (_, names) => {
    for (const name of names) put(name);
    expect(await ask()).toEqual([failed, failed]);
  });

  it("is a link's too, and a dangling one is none", async () => {
    put("target", "{}\n");
    symlinkSync("target", join(folder, "10-x.conf"));
    symlinkSync("nowhere", join(folder, "20-x.conf"));
    const [, read] = await ask();
    expect(textOf(read)).toBe("{}\n");
  });
});

it.each(shells)("nothing else can be left to a node: $name", async ({ shell, source }) => {
  const paths = ["/proc/@sshd", "/proc/@", "/proc/@*", "/proc/@kube*/root", "/etc/cni/net.d/@x", "/etc/cni/net.d/@/x"];
  const { answers } = await askReader(
    shell,
    paths.map((argument) => ({ verb: "stat", argument })),
    source,
  );
  expect(answers).toEqual(paths.map(() => failed));
});

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostProcess } from "../../../src/evidence/processes.ts";
import { parseProcesses } from "../../../src/probes/parse/process-lines.ts";
import { skip } from "../../support/lab-requirements.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-processes-"));
const running: ChildProcess[] = [];

/** The test's own node binary under another name: BusyBox and coreutils tools mind what they are called. */
const start = (name: string, argv0: string, args: readonly string[], env = {}): Promise<ChildProcess> => {
  const program = join(root, name);
  if (!existsSync(program)) copyFileSync(process.execPath, program);
  const script = "process.stdout.write('up'); process.stdin.resume()";
  const child = spawn(program, ["-e", script, "--", ...args], {
    argv0,
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  running.push(child);
  return new Promise((resolve) => child.stdout?.once("data", () => resolve(child)));
};

// Another mount namespace takes root, and a container may still forbid it.
const canUnshare =
  spawnSync("unshare", ["--mount", "true"]).status === 0 ||
  skip("SKIPPED processes in another mount namespace: unshare --mount is not allowed here");

let kubelet: ChildProcess;
let disguised: ChildProcess;
let bystander: ChildProcess;
let etcd: ChildProcess;

beforeAll(async () => {
  const odd = [
    "--config=/x\n--anonymous-auth=true",
    "--token",
    "abc",
    "--token=def",
    "--enable-token",
    "--v=2",
    "$(id)",
    "",
    "--forged=1\np|1|0|host|host|-\nc|kubelet\na|--anonymous-auth=false",
    "-----BEGIN PRIVATE KEY-----",
    "password: |",
    "--secret-key=hush\nhush",
    "K3S_TOKEN=hush hush",
    "--auth",
    "--v=3",
    "",
  ];
  kubelet = await start("kubelet", "kubelet", odd);
  disguised = await start("etcd", "innocent", []);
  etcd = await start("server", "/usr/bin/etcd", [], {
    ETCD_DATA_DIR: "/data dir\nETCD_FORGED=1",
    ETCD_INITIAL_CLUSTER_TOKEN: "hush hush",
    ETCD_DISCOVERY_PROXY: "http://user:hush@proxy/",
    ETCD_EMPTY: "",
    OTHER_ETCD_NAME: "hush",
    AWS_SECRET_ACCESS_KEY: "hush",
    etcd_name: "hush",
  });
  bystander = await start("bystander", "bystander", []);
});

afterAll(() => {
  for (const child of running) child.kill();
  rmSync(root, { recursive: true, force: true });
});

const byId = (text: string): ReadonlyMap<number | undefined, HostProcess> =>
  new Map(parseProcesses(Buffer.from(text)).map((process) => [process.pid, process]));

for (const { name, shell, source } of readerShells()) {
  describe(`processes under ${name}`, () => {
    const look = async (): Promise<string> =>
      textOf((await askReader(shell, [{ verb: "processes", argument: "" }], source)).answers[0]);

    it("gives what the kernel says of the daemons of interest, secrets removed", async () => {
      const text = await look();
      expect(text.split("\n")[0]).toBe("complete|yes");
      const found = byId(text).get(kubelet.pid);
      expect(found?.argv).toEqual([
        "kubelet",
        "-e",
        expect.any(String),
        "--",
        "--config=/x\n--anonymous-auth=true",
        "--token",
        "REDACTED",
        "--token=REDACTED",
        "--enable-token",
        "--v=2",
        "$(id)",
        "",
        "--forged=1\np|1|0|host|host|-\nc|kubelet\na|--anonymous-auth=false",
        "-----BEGIN PRIVATE KEY-----",
        "password: |",
        "--secret-key=REDACTED",
        "K3S_TOKEN=REDACTED",
        "--auth",
        "--v=3",
        "",
      ]);
      expect(found).toMatchObject({
        uid: process.geteuid?.(),
        comm: readFileSync(`/proc/${kubelet.pid}/comm`, "utf8").trim(),
        exe: join(realpathSync(root), "kubelet"),
        env: "unread",
      });
      const cgroup = readFileSync(`/proc/${kubelet.pid}/cgroup`, "utf8");
      expect(cgroup).toMatch(new RegExp(`:${found?.cgroup}$`, "m"));
      expect(JSON.stringify(found)).not.toMatch(/hush|abc|def/);
    });

    it("knows a program by its file where its command line says otherwise", async () => {
      expect(byId(await look()).get(disguised.pid)).toMatchObject({ exe: join(realpathSync(root), "etcd") });
    });

    it("gives the ETCD_ variables of etcd and of nothing else, secrets removed", async () => {
      const text = await look();
      const found = byId(text);
      expect(found.get(etcd.pid)?.env).toEqual({
        ETCD_DATA_DIR: "/data dir\nETCD_FORGED=1",
        ETCD_DISCOVERY_PROXY: "http://REDACTED@proxy/",
        ETCD_EMPTY: "",
        ETCD_INITIAL_CLUSTER_TOKEN: "REDACTED",
      });
      expect(found.get(kubelet.pid)?.env).toBe("unread");
      expect(found.get(disguised.pid)?.env).toEqual({});
      expect(JSON.stringify(found.get(etcd.pid))).not.toContain("hush");
    });

    it("says that a process sees the host's own files", async () => {
      expect(byId(await look()).get(etcd.pid)?.hostFiles).toBe(true);
    });

    it.runIf(canUnshare)("says that a process in a mount namespace of its own may not", async () => {
      const apart = spawn(
        "unshare",
        ["--mount", join(root, "etcd"), "-e", "process.stdout.write('up'); process.stdin.resume()"],
        {
          stdio: ["pipe", "pipe", "inherit"],
        },
      );
      running.push(apart);
      await new Promise((resolve) => apart.stdout.once("data", resolve));
      expect(byId(await look()).get(apart.pid)?.hostFiles).toBe(false);
    });

    it("leaves out bystanders and itself", async () => {
      const found = byId(await look());
      expect(found.has(bystander.pid)).toBe(false);
      expect([...found.values()].filter(({ argv }) => /\b(grep|ls|sed|awk)\b/.test(argv[0] ?? ""))).toEqual([]);
    });

    // BusyBox goes by its first word.
    it.skipIf(name === "BusyBox")(
      "leaves itself out, with the shells that it is made of, whatever it is called",
      async () => {
        const named = ["bash", "-c", 'exec -a kube-reader "$0" "$@"', ...shell] as const;
        const { answers } = await askReader(named, [{ verb: "processes", argument: "" }], source);
        const found = parseProcesses(Buffer.from(textOf(answers[0])));
        expect(found.filter(({ argv }) => argv.includes("kube-reader"))).toEqual([]);
      },
    );

    it.each([
      ['grep -lE -e "$interest" $texts', "sh -c 'kill -9 $$'"],
      ["grep $as_text -H -e '' $asked_files", "sh -c 'kill -9 $$'"],
      ["ls -n $in_one_line $exes", "true"],
    ])("calls no list complete where this did not go through all: %s", async (command, instead) => {
      expect(source).toContain(command);
      const { answers } = await askReader(
        shell,
        [{ verb: "processes", argument: "" }],
        source.replace(command, () => instead),
      );
      expect(textOf(answers[0])).toMatch(/^complete\|no\|/);
    });
  });
}

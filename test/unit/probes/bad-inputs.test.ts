import { describe, expect, it } from "vitest";
import type { RecordedAnswer, Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeTextPki } from "../../../src/probes/node/fixed-files.ts";
import { onHost } from "../../../src/probes/node/process-view.ts";
import { componentProcesses, probeProcesses } from "../../../src/probes/node/processes.ts";
import {
  manifestContainers,
  manifestDirectories,
  probeStaticPodDirectory,
} from "../../../src/probes/node/static-pods.ts";
import { parseManifest } from "../../../src/probes/parse/manifest.ts";
import { parseWalk } from "../../../src/probes/parse/stat-lines.ts";
import { source } from "../../support/facts.ts";
import { processLines } from "../../support/process-lines.ts";
import { ok } from "./recorded-answers.ts";

const directory = "/etc/kubernetes/manifests";
const etcd = "kind: Pod\nspec: {containers: [{command: [etcd]}]}\n";
const bytes = (content: Buffer): RecordedAnswer => ({ state: "ok", base64: content.toString("base64") });
const ask = (recording: Recording) => asking(replaySession(recording), "n1");
const listed = (...entries: readonly string[]) => `e|41ed|0|0|root|root|${directory}/\n${entries.join("\n")}\n`;
const file = (name: string) => `e|8180|0|0|root|root|${directory}/${name}/`;
const link = (name: string) => `e|a1ff|0|0|root|root|${directory}/${name}/`;

const pods = async (recording: Recording) => {
  const found = await probeStaticPodDirectory(ask(recording), directory, onHost);
  return { etcd: manifestContainers(found, "etcd"), directories: manifestDirectories(found) };
};

describe("a manifests directory that is a link", () => {
  const start = `e|a1ff|0|0|root|root|${directory}/\n`;

  it("to a directory: its manifests are read", async () => {
    const seen = await pods({
      [`list ${directory}`]: ok(`${start}t|41ed|0|0|root|root|${directory}/\n${file("e.yaml")}\n`),
      [`read ${directory}/e.yaml`]: ok(etcd),
    });
    expect(seen.etcd).toMatchObject({ value: { length: 1 } });
  });

  it("to nowhere, or to itself: it holds nothing, and is itself still seen", async () => {
    const seen = await pods({ [`list ${directory}`]: ok(start) });
    expect(seen.etcd.state).toBe("absent");
    expect(seen.directories).toMatchObject({ value: [{ entries: [{ target: "dangling" }] }] });
  });

  it("to a file, which the kubelet then loads", async () => {
    const seen = await pods({
      [`list ${directory}`]: ok(`${start}t|8180|0|0|root|root|${directory}/\n`),
      [`read ${directory}`]: ok(etcd),
    });
    expect(seen.etcd).toMatchObject({ value: { length: 1 } });
  });
});

describe("what lies in a manifests directory", () => {
  it("is skipped where the kubelet skips it: links to nowhere and to directories, pipes, hidden files", async () => {
    const entries = [
      link("nowhere"),
      link("to-directory"),
      `t|41ed|0|0|root|root|${directory}/to-directory/`,
      `e|11a4|0|0|root|root|${directory}/pipe/`,
      file(".hidden"),
      `e|41ed|0|0|root|root|${directory}/deeper/`,
      file("deeper/e.yaml"),
    ];
    expect((await pods({ [`list ${directory}`]: ok(listed(...entries)) })).etcd.state).toBe("absent");
  });

  it("is read under a name in whatever letters", async () => {
    const seen = await pods({
      [`list ${directory}`]: ok(listed(file("etcd-größe.yaml"))),
      [`read ${directory}/etcd-größe.yaml`]: ok(etcd),
    });
    expect(seen.etcd).toMatchObject({ value: { length: 1 } });
  });

  it.each([
    ["a name that is no UTF-8", bytes(Buffer.from(listed(file("e\xff.yaml")), "latin1")), {}, "UTF-8"],
    ["a file that is gone", ok(listed(file("e.yaml"))), { [`read ${directory}/e.yaml`]: { state: "absent" } }, "found"],
    [
      "a file that is too large",
      ok(listed(file("e.yaml"))),
      { [`read ${directory}/e.yaml`]: { state: "failed", cause: "withheld", message: "larger than 1048576 bytes" } },
      "larger than 1048576 bytes",
    ],
    [
      "UTF-16",
      ok(listed(file("e"))),
      { [`read ${directory}/e`]: bytes(Buffer.from(`\ufeff${etcd}`, "utf16le")) },
      "utf-8",
    ],
    [
      "bytes that are no text",
      ok(listed(file("e"))),
      { [`read ${directory}/e`]: bytes(Buffer.from([0x61, 0xff])) },
      "utf-8",
    ],
    ["a NUL", ok(listed(file("e"))), { [`read ${directory}/e`]: ok(`${etcd}\0`) }, "NUL"],
    ["a tab", ok(listed(file("e"))), { [`read ${directory}/e`]: ok("kind: Pod\nspec:\n\ta: b\n") }, "line 3"],
  ] as const)("makes all components unknown: %s", async (_what, listing, more, why) => {
    const seen = await pods({ [`list ${directory}`]: listing, ...(more as Recording) });
    expect(seen.etcd).toMatchObject({ state: "unknown", message: expect.stringContaining(why) });
  });

  it("may be a manifest of just under 1 MiB", () => {
    const flags = Array.from({ length: 40_000 }, (_, index) => `    - --flag-${index}=value`).join("\n");
    const manifest = `kind: Pod\nspec:\n  containers:\n  - command:\n    - etcd\n${flags}\n`;
    expect(parseManifest(manifest, source)[0]?.invocation.argv).toHaveLength(40_001);
  });

  it("may be aliases that stand for more than memory holds", () => {
    const levels = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`);
    expect(() => parseManifest(`kind: Pod\na0: &a0 x\n${levels.join("\n")}\n`, source)).toThrow("more than");
  });
});

describe("listings", () => {
  it("keep names apart that are no UTF-8, each with its own link's end", () => {
    const lines = (name: string, mode: string) =>
      `e|a1ff|0|0|root|root|/pki/${name}/\nt|${mode}|0|0|root|root|/pki/${name}/\n`;
    const listing = `e|41ed|0|0|root|root|/pki/\n${lines("\xfe", "8180")}${lines("\xff", "81ff")}`;
    const modes = parseWalk(Buffer.from(listing, "latin1"), "/pki").entries.map(({ path, target }) => [
      path,
      typeof target === "object" ? target.mode : undefined,
    ]);
    expect(modes).toEqual([
      ["/pki", undefined],
      ["/pki/\ufffd", 0o600],
      ["/pki/\ufffd", 0o777],
    ]);
  });

  it("are not taken in by a directory whose name begins with a line break and a forged record", () => {
    const listing = "e|41ed|0|0|root|root|/pki/\ne|41ed|0|0|root|root|/pki/\ne|8180|0|0|root|root|/pki/ca.key/\n";
    expect(() => parseWalk(Buffer.from(listing), "/pki")).toThrow("twice");
  });

  it("of a PKI with 2000 files are whole, owners without names and setuid bits included", async () => {
    const root = "/etc/kubernetes/pki";
    const files = Array.from({ length: 2000 }, (_, n) => `e|8980|1001|1002|UNKNOWN|UNKNOWN|${root}/${n}.key/`);
    const pki = await probeTextPki(
      ask({
        "stat /etc/kubernetes": ok("e|41ed|0|0|root|root|/etc/kubernetes/\n"),
        [`stat ${root}`]: ok(`e|41ed|0|0|root|root|${root}/\n`),
        [`list ${root}`]: ok(`e|41ed|0|0|root|root|${root}/\n${files.join("\n")}\n`),
      }),
    );
    if (pki.state !== "present") throw new Error(JSON.stringify(pki));
    expect(pki.value.walk.entries).toHaveLength(2001);
    expect(pki.value.walk.entries[1]).toMatchObject({ mode: 0o4600, uid: 1001, user: "UNKNOWN" });
  });
});

describe("processes", () => {
  // As the kernel has them: each argument ended by NUL.
  const line = (pid: number, exe: string, cmdline: string) =>
    processLines({ pid, comm: "x", exe, argv: cmdline === "" ? [] : cmdline.replace(/\0$/, "").split("\0") });
  const apiServers = async (...lines: readonly string[]) =>
    componentProcesses(
      await probeProcesses(ask({ processes: bytes(Buffer.from(`complete|yes\n${lines.join("")}`, "latin1")) })),
      "kube-apiserver",
    );

  it("may be 20000", async () => {
    const others = Array.from({ length: 20_000 }, (_, pid) => line(pid, "/usr/bin/etcdctl", `etcdctl\0${pid}\0`));
    expect(await apiServers(...others, line(30_000, "/kube-apiserver", "kube-apiserver\0"))).toMatchObject({
      value: { length: 1 },
    });
  });

  it("may have 100 KB of arguments, with line breaks and empty ones at the end", async () => {
    const argv = ["kube-apiserver", `--a=${"x".repeat(100_000)}`, "--b=1\n--anonymous-auth=false", "", ""];
    expect(await apiServers(line(7, "/kube-apiserver", `${argv.join("\0")}\0`))).toMatchObject({ value: [{ argv }] });
  });

  it("with bytes that are no UTF-8 show no flag: not the one that the bytes would turn into", async () => {
    const garbled = "kube-apiserver\0--authorization-mode=RBAC\xff\0";
    expect(await apiServers(line(7, "/kube-apiserver", garbled))).toMatchObject({
      state: "unknown",
      reason: "unparseable",
      message: "an argument of kube-apiserver is not UTF-8",
    });
    const other = line(7, "/usr/bin/kube-other", garbled.slice(15));
    expect((await apiServers(other)).state).toBe("absent");
  });

  it("without arguments are none of a component's; where the program is one's, no flag is known to be missing", async () => {
    expect((await apiServers(line(7, "", ""))).state).toBe("absent");
    for (const nothing of ["", "\0", "\0\0"]) {
      expect(await apiServers(line(7, "/usr/bin/kube-apiserver (deleted)", nothing))).toMatchObject({
        state: "unknown",
        reason: "unparseable",
        message: "the command line of kube-apiserver is empty",
      });
    }
  });

  it("whose lines were lost are not understood", async () => {
    const whole = line(7, "/kube-apiserver", "kube-apiserver\0--profiling=false\0");
    expect((await apiServers(whole)).state).toBe("present");
    for (const lost of ["p|", "c|", "e|"]) {
      const others = whole.split("\n").filter((text) => !text.startsWith(lost));
      expect(await apiServers(others.join("\n"))).toMatchObject({ state: "unknown", reason: "unparseable" });
    }
  });

  it("that a shell or a wrapper are for a component are not counted: the component runs below them", async () => {
    const lines = [
      line(7, "/usr/bin/dash", "/bin/sh\0-c\0exec kube-apiserver --a=b\0"),
      line(8, "/usr/bin/tini", "tini\0--\0kube-apiserver\0"),
      line(9, "/go-runner", "/go-runner\0--log-file=/x\0/usr/local/bin/kube-apiserver\0"),
      line(10, "/usr/local/bin/kube-apiserver", "/usr/local/bin/kube-apiserver\0--a=b\0"),
    ];
    expect(await apiServers(...lines)).toMatchObject({ value: [{ source: { pid: 10 } }] });
  });
});

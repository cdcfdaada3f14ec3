import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readerSource } from "../../../../src/connect/reader.ts";
import { verbs } from "../../../../src/connect/session.ts";
import { requireRoot, requireTools } from "../../../support/lab-requirements.ts";
import { askReader } from "../ask-reader.ts";

const hasTools =
  requireTools("the reader's system calls", [
    { command: "strace", package: "strace" },
    { command: "nft", package: "nftables" },
  ]) && requireRoot("the reader's system calls");

const root = mkdtempSync(join(tmpdir(), "plimsoll-traced-"));
const path = (name: string): string => join(root, name);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Calls that take a path or a socket and change nothing. All others that strace counts to these classes are reported. */
const harmless = new Set(
  (
    "access faccessat faccessat2 stat lstat newfstatat statx statfs fstatfs readlink readlinkat execve getcwd chdir fchdir " +
    "getxattr lgetxattr listxattr llistxattr getsockopt setsockopt getsockname getpeername sendto sendmsg recvfrom recvmsg " +
    "chroot shutdown socketpair"
  ).split(" "),
);

/** What a traced line could have changed; nothing for a call that only looks. */
function isWrite(line: string): boolean {
  const [, call = "", rest = ""] = /^\d+ +([a-z0-9_]+)\((.*)$/.exec(line) ?? [];
  if (call === "" || harmless.has(call)) return false; // "<... resumed>", "+++ exited"
  if (/^open(at|at2)?$/.test(call)) {
    return /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)/.test(rest) && !/^AT_FDCWD, "\/dev\/null"/.test(rest);
  }
  if (call === "socket") return !/^AF_(UNIX|NETLINK)\b/.test(rest);
  // The C library asks nscd for names, where there is one.
  if (call === "connect") return !/sun_path="\/(var\/)?run\/nscd\/socket"/.test(rest);
  if (call === "bind") return !/AF_NETLINK/.test(rest);
  return true;
}

// PID 1 and the network are the test's own, so that the reader sees whose they are, and there is a packet filter.
const ownNode = ["unshare", "--pid", "--fork", "--mount", "--mount-proc", "--net"] as const;
// A kubectl of this machine is a program of its own: the test brings another.
const prepare =
  "[ ! -e /usr/bin/kubectl ] || mount --bind /dev/null /usr/bin/kubectl; nft 'add table inet t; add chain inet t c { type filter hook input priority 0; }'";
const trace = `strace -f -qq --seccomp-bpf -e signal=none -s 200 -e trace=%file,%network,kill,tkill,tgkill,ftruncate,fchmod,fchown,fallocate,fsetxattr,fremovexattr,setns,unshare,init_module,finit_module,delete_module,reboot,settimeofday,clock_settime,bpf -o`;

const linesOf = (file: string): readonly string[] => readFileSync(file, "utf8").split("\n");

describe.skipIf(!hasTools)("the reader's system calls", () => {
  it("open nothing for writing, and change nothing else, whatever is asked", async () => {
    writeFileSync(path("config.yaml"), "- name: A_TOKEN\n  value: x\ntoken: abc\n");
    writeFileSync(path("rsyslog.conf"), "*.* @@logs.example:6514\n");
    writeFileSync(
      path("kubeconfig"),
      "users:\n- name: a\n  user:\n    token: abc\n    client-certificate-data: YQ==\n",
    );
    writeFileSync(path("pair.pem"), "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n");
    mkdirSync(path("bin"));
    writeFileSync(path("bin/kubectl"), "#!/bin/sh\necho version\n");
    chmodSync(path("bin/kubectl"), 0o755);
    const of = { read: "config.yaml", forwarding: "rsyslog.conf", kubeconfig: "kubeconfig", certificates: "pair.pem" };
    const requests = verbs.map((verb) => {
      const name = (of as Readonly<Record<string, string>>)[verb];
      if (verb === "unit") return { verb, argument: "kubelet.service" };
      if (verb === "kubectl") return { verb, argument: path("bin") };
      return { verb, argument: name === undefined ? root : path(name) };
    });
    const log = path("trace");
    const { answers } = await askReader([...ownNode, "sh", "-c", `${prepare}; exec ${trace} ${log} sh -s`], requests);
    const states = Object.fromEntries(requests.map(({ verb }, index) => [verb, answers[index]?.state]));
    expect(states).toEqual({
      ...Object.fromEntries(verbs.map((verb) => [verb, "answered"])),
      certificates: "failed", // not whole
      unit: "failed", // no systemd here
    });
    expect(
      linesOf(log).filter((line) => /execve\(.*"(nft|kubectl)"|execve\("[^"]*nft"/.test(line)).length,
    ).toBeGreaterThan(0);
    expect(linesOf(log).length).toBeGreaterThan(1000);
    expect(linesOf(log).filter(isWrite)).toEqual([]);
  });

  it("are no others in a sweep", () => {
    const log = path("trace-of-sweep");
    writeFileSync(path("reader.sh"), readerSource);
    const [unshare, ...options] = ownNode;
    const run = `${prepare}; ${trace} ${log} sh ${path("reader.sh")} sweep`;
    const content = execFileSync(unshare, [...options, "sh", "-c", run], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    expect(content).toMatch(/\nplimsoll-sweep end \d+\n$/);
    expect(linesOf(log).length).toBeGreaterThan(1000);
    expect(linesOf(log).filter(isWrite)).toEqual([]);
  });

  it("would be noticed", async () => {
    const log = path("trace-of-others");
    const others = [
      "touch x",
      "echo x >x",
      "mkdir y",
      "ln x z",
      "mv x w",
      "chmod 700 w",
      "touch -d 2000-01-01 w",
      "rm w",
      "sleep 9 & kill $!",
    ];
    execFileSync("sh", ["-c", `${trace} ${log} sh -c '${others.join(";")}'`], { cwd: root, stdio: "ignore" });
    const calls = linesOf(log)
      .filter(isWrite)
      .map((line) => /^\d+ +([a-z0-9]+)/.exec(line)?.[1]);
    expect([...new Set(calls)]).toEqual(
      expect.arrayContaining(["openat", "utimensat", "mkdir", "linkat", "fchmodat", "unlinkat", "kill"]),
    );
    expect(calls.some((call) => call?.startsWith("rename"))).toBe(true);
  });
});

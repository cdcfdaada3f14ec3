import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerAsSent, readerSource } from "../../../src/connect/reader.ts";
import type { Answer, Request } from "../../../src/connect/session.ts";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { askReader, type Shell, textOf } from "./ask-reader.ts";
import { otherReaderShells, sourceWithPath, unprivileged } from "./reader-shells.ts";
import { alwaysNeeded, fromToybox, toolFolder } from "./reader-tools.ts";

// Every verb at least once, and of redaction each form once, on nodes of other kinds: the answers are to be those that the
// same machine gives by its own shell and tools. Those are tested one by one in the other files.

const root = mkdtempSync(join(tmpdir(), "plimsoll-elsewhere-"));
const path = (name: string): string => join(root, name);
let kubelet: ChildProcess;
let reference: readonly (string | object)[];

const secrets = [
  'token: "a b \\" c" # why\nuser: x\n',
  "token: 'it''s'\npassword: abc,def\n",
  '{"a":{"password": 12345, "b":[{"private_key":"p"}]}}',
  "- name: A_TOKEN\n\n  # why\n  value: 'a b'\n- name: B\n  value: x\n",
  "run --token abc K3S_TOKEN=def https://user:hush@host/ eyJhbGciOi.eyJzdWIiOi.c2ln\n",
  "token: |\n  abc\n",
  "-----BEGIN PRIVATE KEY-----\nabc\n",
  "root:$6$salt$hash:19000:0:99999:7:::\n",
  "apiVersion: v1\nkind: Pod\n",
];

/** No control characters, which redaction leaves its marks by, and no colon: what is before one may be a secret's name. */
const isPlain = (byte: number): boolean => (byte >= 0x20 && byte !== 0x3a && byte !== 0x7f) || byte === 0x0a;
const bytes = (size: number): Buffer =>
  Buffer.from(
    Uint8Array.from({ length: size }, (_, index) => (index * 7) % 256).map((byte) => (isPlain(byte) ? byte : 0x2e)),
  );

beforeAll(async () => {
  chmodSync(root, 0o755);
  const made = makeCertificates(new Date("2026-05-01T12:00:00Z"));
  const [cert, key] = [made.cert, made.key].map((pem) => pem.replaceAll("\r\n", "\n"));
  for (const [index, text] of secrets.entries()) writeFileSync(path(`secret-${index}`), text);
  writeFileSync(path("pair.pem"), `${cert}${key}`);
  const user = `    client-certificate-data: ${Buffer.from(cert ?? "").toString("base64")}\n    token: hush\n`;
  writeFileSync(path("kubeconfig"), `apiVersion: v1\nusers:\n- name: a\n  user:\n${user}`);
  writeFileSync(path("kubeconfig.json"), '{"users":[{"name":"a","user":{"token":"hush"}}]}');
  writeFileSync(
    path("rsyslog.conf"),
    '*.* @@logs.example:6514\nAction(Type="omfwd" Pwd="hush")\n$ModLoad imklog # x\n',
  );
  mkdirSync(path("tree/deep"), { recursive: true });
  writeFileSync(path("tree/deep/with 'quote' $(id) * "), "");
  writeFileSync(path("tree/ca.key"), key ?? "");
  symlinkSync("deep", path("tree/link"));
  symlinkSync("nowhere", path("tree/dangling"));
  mkdirSync(path("closed"), { mode: 0o700 });
  writeFileSync(path("bytes"), bytes(1000));
  writeFileSync(path("quarter"), bytes(262144));
  writeFileSync(path("whole"), bytes(1048576));
  mkdirSync(path("bin"));
  writeFileSync(path("bin/kubectl"), '#!/bin/sh\necho "$*"\n', { mode: 0o755 });
  kubelet = spawn(
    process.execPath,
    [
      "-e",
      "require('net').createServer().listen(0, '127.0.0.1', () => console.log('up'))",
      "--",
      "--token=hush",
      "--v=2",
    ],
    { argv0: "kubelet", stdio: ["ignore", "pipe", "inherit"] },
  );
  await new Promise((resolve) => kubelet.stdout?.once("data", resolve));
  reference = await look(["/bin/sh", "-s"]);
  expect(reference.filter((said) => typeof said === "string").length).toBeGreaterThan(15);
});

afterAll(() => {
  kubelet?.kill();
  rmSync(root, { recursive: true, force: true });
});

const requests: readonly Request[] = [
  ...secrets.map((_, index) => ({ verb: "read", argument: path(`secret-${index}`) }) as const),
  ...(["bytes", "quarter", "none", "tree"] as const).map((name) => ({ verb: "read", argument: path(name) }) as const),
  ...(["tree/link", "tree/dangling", "none"] as const).map((name) => ({ verb: "stat", argument: path(name) }) as const),
  { verb: "list", argument: path("tree") },
  { verb: "keys", argument: path("tree") },
  { verb: "certificates", argument: path("pair.pem") },
  { verb: "kubeconfig", argument: path("kubeconfig") },
  { verb: "kubeconfig", argument: path("kubeconfig.json") },
  { verb: "forwarding", argument: path("rsyslog.conf") },
  { verb: "unit", argument: "kubelet.service" },
  { verb: "credentials", argument: "" },
  { verb: "filters", argument: "" },
  { verb: "labels", argument: "" },
  { verb: "kubectl", argument: path("bin") },
  { verb: "processes", argument: "" },
  { verb: "sockets", argument: "" },
];

/** The head of the list and the lines of the test's process; whether it sees the same files follows from where the test has put the reader. */
const ownProcess = (text: string): readonly string[] =>
  text
    .split(/^(?=p\|)/m)
    .filter((lines, index) => index === 0 || lines.startsWith(`p|${kubelet.pid}|`))
    .map((lines) => lines.replace(/^(p\|.*)\|(host|other)\|-$/m, "$1|*|-"));

/** What was said, but of what else runs on this machine meanwhile. */
async function look(shell: Shell, source = readerAsSent): Promise<readonly (string | object)[]> {
  const { answers } = await askReader(shell, requests, source);
  expect(answers).toHaveLength(requests.length);
  return answers.map((answer, index) => {
    if (answer.state !== "answered") return answer;
    const verb = requests[index]?.verb ?? "";
    const text = answer.payload.toString(verb === "read" ? "latin1" : "utf8");
    if (verb === "processes") return ownProcess(text);
    if (verb !== "sockets" && verb !== "kubectl") return text;
    const own = new RegExp(
      `^(complete|b)\\||\\|${kubelet.pid}(\\||$)|\\|${Buffer.from(path("bin")).toString("base64").slice(0, -4)}`,
    );
    return text.split("\n").filter((line) => own.test(line));
  });
}

describe("the reader under another shell", () => {
  for (const { name, shell } of otherReaderShells()) {
    it(`answers the same: ${name}`, async () => {
      expect(await look(shell)).toEqual(reference);
      const whole = (await askReader(shell, [{ verb: "read", argument: path("whole") }])).answers[0];
      expect(whole?.state === "answered" && whole.payload.equals(bytes(1048576))).toBe(true);
    });
  }

  it("is refused where it cannot compare files", async () => {
    const source = readerAsSent.replaceAll(" -ef ", " -eq ");
    expect((await askReader(["/bin/sh", "-s"], [], source)).hello?.unfit).toEqual(["test"]);
  });
});

const under = (folder: string): readonly [Shell, string] => [["/bin/sh", "-s"], sourceWithPath(folder)];
const hello = async (folder: string) => (await askReader(["/bin/sh", "-s"], [], sourceWithPath(folder))).hello;

describe("the reader with other tools", () => {
  it("answers the same with openssl in place of base64 and sha256sum", async () => {
    const node = under(toolFolder(["openssl"]));
    expect(await look(...node)).toEqual(reference);
    const [shell, source] = node;
    const whole = (await askReader(shell, [{ verb: "read", argument: path("whole") }], source)).answers[0];
    expect(whole?.state === "answered" && whole.payload.equals(bytes(1048576))).toBe(true);
  });

  it("answers the same with od and awk in place of base64, up to 256 KiB", async () => {
    const node = under(toolFolder(["od", "sha256sum"]));
    expect(await look(...node)).toEqual(reference);
    const [shell, source] = node;
    const whole = (await askReader(shell, [{ verb: "read", argument: path("whole") }], source)).answers[0];
    expect(whole).toMatchObject({ cause: "withheld", message: "larger than 262144 bytes" });
  });

  for (const [awk, debian] of [
    ["mawk", "mawk"],
    ["gawk", "gawk"],
    ["original-awk", "original-awk"],
  ] as const) {
    const isThere = requireTools(`reader.sh with ${awk}`, [{ command: awk, package: debian }]);
    it.skipIf(!isThere)(`answers the same with ${awk}`, async () => {
      const folder = toolFolder(["base64", "sha256sum"]);
      rmSync(join(folder, "awk"));
      symlinkSync(`/usr/bin/${awk}`, join(folder, "awk"));
      expect(await look(...under(folder))).toEqual(reference);
    });
  }

  it("says which it cannot do without", async () => {
    const nothing = mkdtempSync(join(root, "nothing-"));
    expect((await hello(nothing))?.missing).toEqual([...alwaysNeeded, "base64", "sha256sum"]);
    expect((await hello(toolFolder([])))?.missing).toEqual(["base64", "sha256sum"]);
    expect(await hello(toolFolder(["base64", "sha256sum"]))).toMatchObject({ missing: [], unfit: [] });
    for (const tool of alwaysNeeded) {
      const folder = toolFolder(["base64", "sha256sum"]);
      rmSync(join(folder, tool));
      expect((await hello(folder))?.missing).toEqual([tool]);
    }
  });

  /** A folder of tools of which one is a script. */
  const withScript = (tool: string, script: string): string => {
    const folder = toolFolder(["base64", "sha256sum", "cat"]);
    rmSync(join(folder, tool));
    writeFileSync(join(folder, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return folder;
  };

  const hasToybox = requireTools("reader.sh with toybox", [{ command: "toybox", package: "toybox" }]);
  it.skipIf(!hasToybox)("refuses toybox: its ls at once, and its sed before it could send secrets", async () => {
    const folder = toolFolder(["base64", "sha256sum"], fromToybox);
    expect(await hello(folder)).toMatchObject({ missing: [], unfit: ["ls"] });
    rmSync(join(folder, "ls"));
    symlinkSync("/bin/ls", join(folder, "ls"));
    expect(await hello(folder)).toMatchObject({ missing: [], unfit: [] });
    await expect(look(...under(folder))).rejects.toThrow("unsupported: what the node has as sed does not work");
  });

  it.each([
    ["grep", "exit 0"],
    ["grep", "exit 1"],
    ["grep", "exec cat"],
    ["ls", "exit 0"],
    ["ls", "exec echo"],
  ])("knows no process by a %s that does something else: %s", async (tool, script) => {
    const [shell, source] = under(withScript(tool, script));
    const { answers } = await askReader(shell, [{ verb: "processes", argument: "" }], source);
    expect(answers[0]?.state === "failed" || textOf(answers[0]).startsWith("complete|no|")).toBe(true);
  });

  // Whatever is asked together is answered together, or not at all.
  it.each([
    ["sed", "exec cat", "unsupported: what the node has as sed does not work"],
    ["sed", "exit 0", "unsupported: what the node has as sed does not work"],
    ["awk", "exec cat", "unsupported: what the node has as awk does not work"],
    ["awk", "exit 0", "unparseable"],
    ["find", "exit 0", "unsupported: what the node has as find does not work"],
    ["find", 'shift; exec ls -d "$@"', "unsupported: what the node has as find does not work"],
    ["stat", "echo '?'", "unsupported: what the node has as stat does not work"],
    ["stat", "exit 0", "unsupported: what the node has as stat does not work"],
    ["base64", "exec cat", "unparseable: an answer does not match its length or its digest"],
    ["base64", "exit 1", "unparseable: an answer does not match its length or its digest"],
    ["sha256sum", "echo 0 -", "unparseable"],
  ])("takes no answer where %s does something else: %s", async (tool, script, words) => {
    await expect(look(...under(withScript(tool, script)))).rejects.toThrow(words);
  });

  it("says at a console what would be refused from afar", () => {
    const program = (folder: string): string => {
      const file = join(folder, "reader.sh");
      writeFileSync(file, sourceWithPath(folder, readerSource));
      return file;
    };
    for (const [tool, script] of [
      ["sed", "exec cat"],
      ["find", "exit 0"],
      ["stat", "exit 0"],
      ["base64", "exec cat"],
      ["sha256sum", "echo 0 -"],
      ["head", "exec cat"],
      ["tr", "exec cat"],
      ["grep", "exit 0"],
      ["grep", "exit 1"],
      ["ls", "exit 0"],
    ] as const) {
      const folder = withScript(tool, script);
      const { status, stderr } = spawnSync("/bin/sh", [program(folder), "sweep"], { encoding: "utf8" });
      expect([status, stderr], tool).toEqual([
        1,
        expect.stringMatching(new RegExp(`^What this node has as .*${tool}`)),
      ]);
    }
  });

  it("needs nothing of find that only GNU has", () => {
    expect(readerAsSent).not.toMatch(/-printf|-newer|-regex|-quit/);
  });
});

describe("the reader in another environment", () => {
  const hostile = [
    // What changes how tools print.
    ...[
      "POSIXLY_CORRECT=1",
      "GREP_OPTIONS=-v",
      "GREP_COLORS=mt=1",
      "QUOTING_STYLE=c",
      "TIME_STYLE=+%s",
      "LS_COLORS=ln=1",
    ],
    ...["COLUMNS=10", "BLOCK_SIZE=1", "TMPDIR=/none"],
    // What changes how shells read.
    ...[
      "IFS=/e",
      "CDPATH=/",
      "ENV=/dev/stdin",
      "BASH_ENV=/dev/stdin",
      "PS4=x",
      "OPTIND=9",
      "KSH_VERSION=@(#)MIRBSD KSH",
    ],
    // What is called like the reader's own.
    ...["missing=x", "unfit=x", "bound=x", "coder=x", "line=x", "number=9", "in_one_line=-R"],
  ];
  const noise = "umask 777; echo welcome; printf 'last login: '";

  it.each([["dash"], ["bash", "--posix"]])(
    "answers the same where much is set, and an rc file talks: %s",
    async (...shell) => {
      expect(await look(["env", ...hostile, "sh", "-c", `${noise}; exec ${shell.join(" ")} -s`])).toEqual(reference);
    },
  );

  it("answers the same: options and functions that bash takes from its environment", async () => {
    const functions = ["stat", "grep", "sed", "find", "printf", "read", "command", "base64", "sha256sum", "test"];
    const variables = functions.map((name) => `BASH_FUNC_${name}%%=() { echo fake; }`);
    const shell: Shell = [
      "env",
      ...variables,
      "SHELLOPTS=nounset:errexit:noclobber",
      "bash",
      "-c",
      "exec -a sh bash -s",
    ];
    expect(await look(shell)).toEqual(reference);
  });

  const hasLocales = requireTools("locales", [
    { command: "localedef", package: "libc-bin" },
    { command: "/usr/share/i18n/locales/tr_TR", package: "locales" },
  ]);
  it.skipIf(!hasLocales)("answers the same in Turkish, with another i and another order", async () => {
    const locales = mkdtempSync(join(root, "locales-"));
    execFileSync("localedef", ["-i", "tr_TR", "-f", "UTF-8", join(locales, "tr_TR.UTF-8")]);
    const language = ["LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8", "LANGUAGE=tr:de"];
    expect(await look(["env", `LOCPATH=${locales}`, ...language, "/bin/sh", "-s"])).toEqual(reference);
  });

  const isRoot = requireRoot("the reader on a node that is closed");
  it.skipIf(!isRoot)("answers the same where nothing can be written, and nothing in /tmp be run", async () => {
    const close = `mount --bind ${root} /mnt; mount -t tmpfs -o noexec,mode=755 none /tmp; mkdir -p ${root}; mount --move /mnt ${root}
      mount -o remount,ro /tmp; mount -t tmpfs -o ro,noexec none /var/tmp; mount -t tmpfs -o ro none /dev/shm
      mount -o remount,bind,ro /; ! touch /x /tmp/x 2>/dev/null && exec sh -s`;
    expect(await look(["unshare", "--mount", "sh", "-c", close])).toEqual(reference);
  });
});

describe("what /proc hides", () => {
  const isRoot = requireRoot("what /proc hides");
  const ask = async (shell: Shell): Promise<readonly Answer[]> =>
    (
      await askReader(
        shell,
        ["processes", "labels", "sockets"].map((verb) => ({ verb, argument: "" }) as Request),
      )
    ).answers;

  it.skipIf(!isRoot)("is not taken for what is not there: hidepid", async () => {
    const hide = ["unshare", "--mount", "sh", "-c", 'mount -t proc -o hidepid=2 none /proc && exec "$0" "$@"'] as const;
    for (const answer of await ask([...hide, ...unprivileged(["/bin/sh", "-s"])])) {
      expect(textOf(answer)).toMatch(/^complete\|no\|/);
    }
  });

  it.skipIf(!isRoot)("is not taken for what is not there: one process, as SELinux hides it", async () => {
    const hide = `mount -t tmpfs -o mode=000 none /proc/${kubelet.pid} && exec "$0" "$@"`;
    const shell: Shell = ["unshare", "--mount", "sh", "-c", hide, ...unprivileged(["/bin/sh", "-s"])];
    const [processes, labels] = await ask(shell);
    expect(textOf(processes)).toMatch(/^complete\|no\|/);
    expect(textOf(labels)).toMatch(/^complete\|no\|/);
  });
});

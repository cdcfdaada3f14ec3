import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { readerAsSent, readerSource } from "../../../../src/connect/reader.ts";
import { requireTools } from "../../../support/lab-requirements.ts";
import { objectionsTo } from "./policy.ts";
import { literal, parseShell, type ShellProgram } from "./shell-syntax.ts";

const hasTools = requireTools("the reader's commands", [
  { command: "shfmt", package: "shfmt" },
  { command: "dash", package: "dash" },
]);

/** What GNU sed says of a program's sed scripts where reading and writing files, and starting programs, is forbidden. */
function objectionsOfSed(program: ShellProgram, constants: readonly string[]): readonly string[] {
  const calls = program.calls.filter(({ words }) => literal(words[0]) === "sed");
  const sandbox = `set -f\nsed() { command sed --sandbox "$@" 2>&1 >/dev/null </dev/null; }\n`;
  const { stdout } = spawnSync("dash", ["-s"], {
    input: [...constants, sandbox, ...calls.map(({ text }) => text), "echo all tried"].join("\n"),
    encoding: "utf8",
  });
  expect(stdout).toMatch(/^all tried\n$/m);
  return stdout.split("\n").filter((line) => /^sed: (-e )?expression/.test(line));
}

/** How awk writes or starts programs: by > behind print, by |, by system; it reads more than its input by getline. */
function objectionsToAwk(text: string): readonly string[] {
  const code = text
    .replace(/"(\\.|[^"\\\n])*"/g, '""')
    .replace(/([~(,!]\s*)\/(\\.|\[\]?(\\.|[^\]\\])*\]|[^/\\\n[])+\//g, "$1re")
    .replace(/#.*$/gm, "")
    .replaceAll("while ((status = (getline line < path)) > 0)", "while (0)");
  const forbidden = /.*(\bprintf?\b[^;{}\n]*>|(?<!\|)\|(?!\|)|\bsystem\b|\bgetline\b|\bfflush\b|@).*/g;
  return code.match(forbidden) ?? [];
}

describe.skipIf(!hasTools)("every command of the reader", () => {
  const program = hasTools ? parseShell(readerSource) : undefined;
  const known = (): ShellProgram => program ?? parseShell("");
  const snippetObjections = (snippet: string): readonly string[] => {
    const parsed = parseShell(`added() { ${snippet}\n}`);
    return [...objectionsTo(parsed, known().functions), ...objectionsOfSed(parsed, known().assignments)];
  };

  it("can only read", () => {
    expect(known().calls.length).toBeGreaterThan(500);
    expect(objectionsTo(known())).toEqual([]);
  });

  it("that is sent calls nothing that is not sent, but where a sweep would begin", () => {
    expect(objectionsTo(parseShell(readerAsSent))).toEqual(["sweep is not known to only read: sweep"]);
  });

  it("that is a sed script neither writes, nor reads other files, nor starts programs", () => {
    expect(known().calls.filter(({ words }) => literal(words[0]) === "sed").length).toBeGreaterThan(12);
    expect(objectionsOfSed(known(), known().assignments)).toEqual([]);
  });

  it("that is kept in a variable is one that is known", () => {
    const kept = known().assignments.find((text) => text.startsWith("ask_version="));
    expect(kept).toBe(
      "ask_version='timeout -s KILL 5 env -i KUBECONFIG=/dev/null HOME=/nonexistent PATH=/usr/bin:/bin /proc/self/fd/3 version --client -o json'",
    );
    const awk = known().assignments.filter((text) => /^((to|from)_base64|gathered|approved|homes)=/.test(text));
    expect(awk).toHaveLength(5);
    for (const text of awk) expect(objectionsToAwk(text)).toEqual([]);
  });

  it("is not taken for a component by another reader that looks at this machine's processes", () => {
    const show = `printf '%s' "$gathered$redaction$approved" | grep -oE -e "$interest"; printf '%s' 'a kubelet' | grep -oE -e "$interest"`;
    const { stdout } = spawnSync("dash", ["-s"], {
      input: [...known().assignments, show].join("\n"),
      encoding: "utf8",
    });
    expect(stdout).toBe("kube\n");
  });

  it.each([
    'print > "/tmp/x"',
    'print "a" >> path',
    'print "a" | "cat"',
    '"id" | getline line',
    'system("id")',
    'getline line < "/etc/shadow"',
    "while ((getline other < path) > 0) n++",
    "printf(a) > b",
    "@load x",
  ])("in awk could not become: %s", (snippet) => {
    expect(objectionsToAwk(`gathered='function f(path) { ${snippet} }'`)).not.toEqual([]);
  });

  it.each([
    "touch /tmp/x",
    "echo x > /tmp/x",
    "echo x >>/dev/null",
    "echo x >| /dev/null",
    "echo x <>/tmp/x",
    'echo x >"$1"',
    "base64 <<END\nx\nEND",
    "sed -i s/a/b/ /etc/hosts",
    "sed -ni p /etc/hosts",
    "sed --in-place s/a/b/ /etc/hosts",
    "sed -n -e 'w /tmp/x' /etc/hosts",
    "sed -E -e 's/a/b/w /tmp/x' /etc/hosts",
    "sed -e 'e touch /tmp/x' /etc/hosts",
    "sed -e 's/a/id/e' /etc/hosts",
    "sed -e 'r /etc/shadow' /etc/hosts",
    "printf x | tee /tmp/x",
    "find / -delete",
    "find / -fprint /tmp/x",
    "find / -exec rm {} +",
    "find / -type f -exec stat {} + -ok rm {} +",
    "find / -exec sh -c 'rm \"$1\"' sh {} +",
    "printf x | xargs rm",
    "printf x | xargs -0 sh -c 'rm x'",
    "sh -c 'echo x >/tmp/x'",
    "eval x",
    '. "$1"',
    '"$1" x',
    "$x y",
    "command rm x",
    "exec rm x",
    "timeout 5 rm x",
    "setpriv --reuid=1 rm x",
    "sort -o /tmp/x /etc/hosts",
    "sort -uo /tmp/x /etc/hosts",
    "awk 'BEGIN { print > \"/tmp/x\" }'",
    "openssl rand -out /tmp/x 5",
    "systemctl stop kubelet",
    "timeout -s KILL 5 busctl --system call org.freedesktop.systemd1 /org/freedesktop/systemd1 \\\n org.freedesktop.systemd1.Manager StopUnit ss kubelet.service replace",
    'busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager ListUnitsByNames as $# "$@"',
    "nft flush ruleset",
    "ask_nft flush ruleset",
    "nft_json flush ruleset",
    "date -s 2000-01-01",
    "kill -9 1",
    "trap 'rm x' EXIT",
    "mkdir /tmp/x",
    "x=$(rm y)",
    "x=`rm y`",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    'echo "${x:-$(rm y)}"',
    "if rm x; then :; fi",
  ])("could not become: %s", (snippet) => {
    expect(snippetObjections(snippet)).not.toEqual([]);
  });
});

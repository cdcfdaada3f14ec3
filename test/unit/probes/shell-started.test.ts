import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseManifest } from "../../../src/probes/parse/manifest.ts";
import { simpleCommands } from "../../../src/probes/parse/shell-words.ts";
import { source } from "../../support/facts.ts";

type Env = readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];

const podOf = (command: readonly string[], labels = {}, env: Env = []): string =>
  JSON.stringify({ kind: "Pod", metadata: { labels }, spec: { containers: [{ command, env }] } });
const started = (command: readonly string[], env: Env = []) => {
  const [container] = parseManifest(podOf(command, {}, env), source);
  return { component: container?.component, argv: container?.invocation.argv };
};
const script = (text: string, env: Env = []) => started(["/bin/sh", "-c", text], env);
const unreadable = "starts it in a way whose flags cannot be read";

describe("a component that a shell starts", () => {
  it.each([
    ["exec kube-apiserver --a=b"],
    ["kube-apiserver --a=b"],
    ["  kube-apiserver \\\n   --a=b  # why\n\n"],
    ["mkfifo /tmp/pipe; exec kube-apiserver --a=b > /tmp/pipe 2>&1"],
    ["mkdir -p /var/log/x && kube-apiserver '--a=b' >>/var/log/x 2>&1 </dev/null;"],
    ["set -e\nmkdir -p /x\nexec kube-apiserver --a=b"],
    ["set -euxo pipefail; exec 2>/dev/null; umask 077; exec kube-apiserver --a=b"],
    ['mkfifo /tmp/p; (tee -a /var/log/kube-apiserver.log < /tmp/p & ) ; exec kube-apiserver "--a=b" > /tmp/p 2>&1'],
    ["exec tini -- kube-apiserver --a=b"],
    ["exec watch-termination --termination-touch-file=/x -v=2 -- hyperkube kube-apiserver --a=b"],
  ])("reads %j", (text) => {
    const { component, argv } = script(text);
    expect([component, argv?.filter((word) => word !== "hyperkube")]).toEqual([
      "kube-apiserver",
      ["kube-apiserver", "--a=b"],
    ]);
  });

  it.each([
    [["sh", "-ec", "exec etcd"]],
    [["/usr/bin/bash", "-e", "-o", "pipefail", "-c", "--", "exec etcd"]],
    [["bash", "-euo", "pipefail", "-c", "etcd"]],
    [["busybox", "sh", "-c", "etcd"]],
    [["tini", "-g", "-p", "SIGTERM", "--", "sh", "-c", "exec etcd"]],
    [["dumb-init", "--rewrite", "15:2", "etcd"]],
    [["/go-runner", "-log-file", "/var/log/kube-apiserver", "--also-stdout", "/usr/local/bin/etcd"]],
    [["kube-log-runner", "--log-file=/var/log/etcd", "--", "etcd"]],
  ])("knows %j", (command) => {
    expect(started(command).component).toBe("etcd");
  });

  it.each([[["ksh", "-c", "exec kube-apiserver --a=b"]], [["/opt/run", "-lc", "kube-apiserver --a=b"]]])(
    "is not overlooked behind a shell that is not known: %j",
    (command) => {
      expect(() => started(command)).toThrow(unreadable);
      expect(() => parseManifest(podOf(command, { component: "kube-apiserver" }), source)).toThrow(unreadable);
    },
  );

  it("fills in what the manifest itself says, as Kubernetes and the shell do", () => {
    const env = [
      { name: "IP", value: "10.0.0.7" },
      { name: "TEXT", value: "a 'b' *" },
    ];
    const { argv } = script(`exec etcd --a=$IP:1 --b=\${IP} "--c=$TEXT" --d='$IP' --e=\\$IP --f=$(IP)`, env);
    expect(argv).toEqual([
      "etcd",
      "--a=10.0.0.7:1",
      "--b=10.0.0.7",
      "--c=a 'b' *",
      "--d=$IP",
      "--e=$IP",
      "--f=10.0.0.7",
    ]);
  });

  it("marks its words and gives them the lines that they stand in", () => {
    const text =
      "kind: Pod\nspec:\n  containers:\n  - command: [sh, -c]\n    args:\n    - |\n      mkdir -p /x\n" +
      "      exec etcd \\\n        --a=b\n  - command: [sh, -c, exec etcd]\n";
    expect(parseManifest(text, source).map(({ invocation }) => invocation)).toMatchObject([
      { argv: ["etcd", "--a=b"], lines: [8, 9], fromShell: true },
      { argv: ["etcd"], lines: [10], fromShell: true },
    ]);
  });

  it.each([
    "exec kube-apiserver --a=$(cat /x)",
    "exec kube-apiserver --a=`cat /x`",
    "exec kube-apiserver --a=$UNSET",
    `exec kube-apiserver --a=\${SET:-x}`,
    'exec kube-apiserver "$@"',
    "exec kube-apiserver --a=$0",
    "exec kube-apiserver $WORDS",
    "exec kube-apiserver --a=$LATER",
    "exec kube-apiserver --a=*",
    "exec kube-apiserver --a={b,c}",
    "exec kube-apiserver --a=~/x",
    "exec kube-apiserver --a=$'b'",
    "kube-apiserver --a=b | tee /x",
    "kube-apiserver --a=b &",
    "kube-apiserver --a=b &> /x",
    "kube-apiserver --a=b || kube-apiserver --a=c",
    "kube-apiserver --a=b; kube-apiserver --a=c",
    "test -e /x && kube-apiserver --a=b",
    ". /etc/x; kube-apiserver $A",
    "alias kube-apiserver=x; kube-apiserver --a=b",
    "A=b kube-apiserver --a=b",
    "exec -a x kube-apiserver --a=b",
    "if true; then kube-apiserver --a=b; fi",
    "cat <<E\nkube-apiserver\nE\n",
    "kube-apiserver <<< x",
    "kube-apiserver 'x",
    'kube-apiserver "x',
    "(kube-apiserver --a=b)",
    "env A=b kube-apiserver --a=b",
    "nohup kube-apiserver --a=b",
    "eval kube-apiserver --a=b",
  ])("refuses %j rather than miss a flag", (text) => {
    const env = [
      { name: "SET", value: "x" },
      { name: "WORDS", value: "--a --b" },
      { name: "LATER", value: "$(SET)" },
    ];
    expect(() => script(text, env)).toThrow(unreadable);
  });

  it.each([
    [["sh", "/etc/kubernetes/start.sh", "kube-apiserver"]],
    [["sh", "-n", "-c", "kube-apiserver"]],
    [["bash", "--init-file", "/x", "-c", "kube-apiserver"]],
    [["env", "A=b", "kube-apiserver"]],
    [["unknown-wrapper", "--", "kube-apiserver"]],
    [["timeout", "5", "/usr/bin/kube-apiserver"]],
  ])("refuses %j, whose words it cannot tell", (command) => {
    expect(() => started(command)).toThrow(unreadable);
  });

  it.each([
    [["sh", "-c", "while true; do sleep 5; done"]],
    [["/kube-vip", "manager", "--name", "etcd"]],
    [["/etcd-manager", "--cluster-name=etcd"]],
    [["sh", "-c", "exec /etcd-manager --data-dir=/mnt/etcd"]],
  ])("leaves alone what starts none: %j", (command) => {
    expect(started(command).component).toBeUndefined();
  });

  it("does not take a pod's label for words that it cannot tell", () => {
    const labels = { component: "kube-apiserver" };
    for (const command of [
      ["sh", "-c", "exec /start $FLAGS"],
      ["sh", "-c", "/start --a=b"],
      ["/wrap", "--log", "/var/log/x", "--", "kube-apiserver", "--a=b"],
    ]) {
      expect(() => parseManifest(podOf(command, labels), source)).toThrow(unreadable);
    }
    const [container] = parseManifest(podOf(["/entrypoint.sh", "kube-apiserver", "--a=b"], labels), source);
    expect(container).toMatchObject({ component: "kube-apiserver", invocation: { argv: ["kube-apiserver", "--a=b"] } });
  });

  it("knows hyperkube's short names", () => {
    expect(started(["hyperkube", "apiserver"]).component).toBe("kube-apiserver");
  });
});

describe("a shell's words", () => {
  const single = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
  const double = (word: string) => `"${word.replaceAll(/["\\$`]/g, "\\$&")}"`;
  const escaped = (word: string) => word.replaceAll(/[^\n]/g, "\\$&").replaceAll("\n", "'\n'");
  const quoted = fc.tuple(fc.string({ minLength: 1 }), fc.constantFrom(single, double, escaped));
  // No NUL in argv; the NUL of a string would end the script.
  const words = fc.array(
    quoted.filter(([word]) => !word.includes("\0")),
    { minLength: 1 },
  );

  it("come back as they were quoted, whatever is in them", () => {
    fc.assert(
      fc.property(words, fc.constantFrom(" ", "\t", " \\\n  "), (given, between) => {
        const text = given.map(([word, quote]) => quote(word)).join(between);
        const [command, ...more] = simpleCommands(text, {});
        expect(command?.map((word) => word.text)).toEqual(given.map(([word]) => word));
        expect(more).toEqual([]);
      }),
    );
  });

  it("never come back otherwise: read, or refused", () => {
    const letters = fc.constantFrom(..."ab -=$'\"\\;&|<>()*~#{}`\n".split(""));
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), (given) => {
        const text = given.join("");
        try {
          const plain = simpleCommands(text, {}).flat();
          expect(plain.every(({ row }) => row <= text.split("\n").length)).toBe(true);
        } catch (error) {
          expect((error as Error).message).toContain("its script");
        }
      }),
    );
  });

  it("are read in no time, however many there are", () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `--a${index}=b`);
    expect(simpleCommands(many.join(" \\\n"), {})[0]).toHaveLength(50_000);
  });
});

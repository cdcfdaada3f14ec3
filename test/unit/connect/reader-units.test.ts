import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readerSource } from "../../../src/connect/reader.ts";
import type { Request } from "../../../src/connect/session.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { otherReaderShells, readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-units-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The reader where systemd runs, and these are its programs. */
const onNodeOf = (source: string): string =>
  source.replace("LC_ALL=C PATH=", `LC_ALL=C PATH=${root}:`).replace("/run/systemd/system", root);
const program = (name: string, script: string): void => {
  writeFileSync(join(root, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, name), 0o755);
};

describe("units", () => {
  const shell = ["/bin/sh", "-s"] as const;
  const source = onNodeOf(readerSource);
  const systemctl = (script: string): void => program("systemctl", script);
  const ask = async (argument: string): Promise<unknown> =>
    (await askReader(shell, [{ verb: "unit", argument }], source)).answers[0];

  it("passes names on as arguments and gives what systemctl prints", async () => {
    systemctl(
      'echo "$#: $*"; echo "ExecStart={ argv[]=/usr/bin/k3s agent --token abc --v=2 ; }"; echo; echo b; echo; echo c',
    );
    const { answers } = await askReader(
      shell,
      ["kubelet.service sshd@a:1.socket", "d.service"].map((argument) => ({ verb: "unit", argument })),
      source,
    );
    expect(textOf(answers[0])).toMatch(
      /^7: show -p Id,Names,[A-Za-z,]*MainPID,RequiredBy,WantedBy -- kubelet\.service sshd@a:1\.socket d\.service\n/,
    );
    expect(textOf(answers[0])).toMatch(/agent --token REDACTED --v=2 ; }\n\nb\n$/);
    expect(textOf(answers[1])).toBe("c\n");
  });

  it.each(["echo a", "echo a; echo; echo b; echo; echo c", ":"])(
    "takes nothing of what cannot be told apart by unit: %s",
    async (script) => {
      systemctl(script);
      expect(await ask("a.service b.service")).toMatchObject({ cause: "unparseable" });
    },
  );

  it.each(["", "a;id", "$(id)", "*", "a/b"])("refuses the name %j", async (argument) => {
    systemctl("echo asked");
    expect(await ask(argument)).toMatchObject({ cause: "unparseable", message: "not a unit name" });
  });

  it("reports a systemctl that does not answer", async () => {
    systemctl("echo 'Failed to connect to bus: No data' >&2; exit 1");
    expect(await ask("kubelet.service")).toMatchObject({
      cause: "unparseable",
      message: "Failed to connect to bus: No data",
    });
  });

  it("says when systemd does not run the node", async () => {
    const elsewhere = readerSource.replace("/run/systemd/system", join(root, "none"));
    const { answers } = await askReader(shell, [{ verb: "unit", argument: "sshd.service" }], elsewhere);
    expect(answers[0]).toMatchObject({ cause: "unsupported", message: "systemd does not run this node" });
  });
});

describe.each([...readerShells(), ...otherReaderShells()])("of many units under $name", ({ shell, source }) => {
  const absent = Array.from({ length: 18 }, (_, index) => `absent-${index}.service`);
  const requests: readonly Request[] = [
    { verb: "unit", argument: "a.service sshd.service gone.socket" },
    { verb: "unit", argument: `${absent.join(" ")} -.slice left.service a.service` },
  ];
  const names = requests.flatMap(({ argument }) => argument.split(" "));
  const entry = (id: string, state: string, description = id, job = '0 "" "/"'): string =>
    `"${id}" "${description}" ${state} "" "/org/freedesktop/systemd1/unit/${id.replaceAll(/[^a-z]/g, "_2e")}" ${job}`;
  const active = '"loaded" "active" "running"';
  const notFound = '"not-found" "inactive" "dead"';
  const told: Readonly<Record<string, string>> = {
    "a.service": entry("a.service", active, "A * $(c) ü", '7 "start" "/org/freedesktop/systemd1/job/7"'),
    "sshd.service": entry("ssh.service", active),
    "-.slice": entry("-.slice", active),
    "left.service": entry("left.service", '"not-found" "active" "running"'),
  };
  const reply = (changed = told): string =>
    `a(ssssssouso) ${names.length} ${names.map((name) => changed[name] ?? entry(name, notFound)).join(" ")}`;
  const says = (text: string): void => {
    writeFileSync(join(root, "reply"), `${text}\n`);
    program("busctl", `echo "$*" >>${root}/asked; cat ${root}/reply`);
  };
  const asked = (): readonly string[] => readFileSync(join(root, "asked"), "utf8").trim().split("\n");
  const ask = async () => (await askReader(shell, requests, onNodeOf(source))).answers.map(textOf);
  const shown = (...those: readonly string[]): string => those.map((name) => `Id=${name}\nMainPID=7\n`).join("\n");
  const absentAs = (name: string): string => `!${name}\n`;

  beforeEach(() => {
    writeFileSync(join(root, "asked"), "");
    program(
      "systemctl",
      `echo "$*" >>${root}/asked; shift 4; first=yes; for name do [ "$first" ] || echo; first=; printf 'Id=%s\\nMainPID=7\\n' "$name"; done`,
    );
  });

  it("has those shown that are there, and says of the others what systemd says of all at once", async () => {
    says(reply());
    const there = ["a.service", "sshd.service", "-.slice", "left.service", "a.service"];
    expect(await ask()).toEqual([
      [shown("a.service", "sshd.service"), absentAs("gone.socket")].join("\n"),
      [...absent.map(absentAs), shown("-.slice", "left.service", "a.service")].join("\n"),
    ]);
    expect(asked()).toEqual([
      `--system call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager ListUnitsByNames as ${names.length} ${names.join(" ")}`,
      expect.stringMatching(new RegExp(`^show -p Id,\\S+ -- ${there.join(" ")}$`)),
    ]);
  });

  it("says in a word too of which systemctl shows that they are not there", async () => {
    rmSync(join(root, "busctl"), { force: true });
    const show = (name: string, more = ""): string =>
      `${name.endsWith(".service") ? "MainPID=0\\n" : ""}Id=${name}\\nNames=${name}\\nRequiredBy=\\nWantedBy=\\nLoadState=not-found\\n` +
      `ActiveState=inactive\\nSubState=dead\\nFragmentPath=\\nDropInPaths=\\nUnitFileState=\\n${more}`;
    const few = ["a.service", "gone.socket", "b.service", "c.service", "d.service"];
    const [, , , changed = "", alias = ""] = few;
    const blocks = [
      ...few.slice(0, 3).map((name) => show(name)),
      show(changed, `DropInPaths=/etc/systemd/system/${changed}.d/a.conf\\n`),
      show(alias).replace(`Id=${alias}`, "Id=other.service"),
    ];
    program("systemctl", `printf '${blocks.join("\\n")}'`);
    const { answers } = await askReader(shell, [{ verb: "unit", argument: few.join(" ") }], onNodeOf(source));
    const whole = blocks.slice(3).map((block) => block.replaceAll("\\n", "\n"));
    expect(textOf(answers[0])).toBe([...few.slice(0, 3).map(absentAs), ...whole].join("\n"));
  });

  it("takes nothing of a systemctl that says it in that word", async () => {
    rmSync(join(root, "busctl"), { force: true });
    program("systemctl", "printf '!a.service\\n\\nId=b.service\\n'");
    const { answers } = await askReader(shell, [{ verb: "unit", argument: "a.service b.service" }], onNodeOf(source));
    expect(answers[0]).toMatchObject({ cause: "unparseable" });
  });

  it("asks systemctl of none where none is there", async () => {
    says(reply(Object.fromEntries(names.map((name) => [name, entry(name, notFound)]))));
    expect((await ask())[0]).toBe(["a.service", "sshd.service", "gone.socket"].map(absentAs).join("\n"));
    expect(asked()).toHaveLength(1);
  });

  it.each([
    ["nothing", ""],
    ["what is not it", "a(ssssssouso) x"],
    ["that of fewer", reply().replace(/\d+/, `${names.length - 1}`)],
    ["a state of loading in other words", reply().replaceAll('"not-found"', '"missing"')],
    ["what is left of a file that is gone", reply().replaceAll(notFound, '"not-found" "failed" "failed"')],
    ["a description that holds quotes", reply({ ...told, "a.service": entry("a.service", active, 'say \\"a\\"') })],
    [
      "a description that looks like another unit",
      reply({
        ...told,
        "a.service": entry(
          "a.service",
          active,
          ' \\" 0 \\"'.repeat(9) + entry("sshd.service", notFound).replaceAll('"', '\\"'),
        ),
      }),
    ],
  ])("has all shown where it is told %s", async (_, text) => {
    says(text);
    expect(await ask()).toEqual([shown(...names.slice(0, 3)), shown(...names.slice(3))]);
    expect(asked()[1]).toContain(` -- ${names.join(" ")}`);
  });

  it.each([
    ["fails", "echo 'Failed to connect to bus' >&2; exit 1"],
    ["fails behind its answer", `cat ${root}/reply; exit 1`],
    ["is ended", `cat ${root}/reply; kill -9 $$`],
  ])("has all shown where busctl %s", async (_, script) => {
    says(reply());
    program("busctl", script);
    expect(await ask()).toEqual([shown(...names.slice(0, 3)), shown(...names.slice(3))]);
  });

  it("does not ask of all at once where they are few", async () => {
    says(reply());
    const few = { verb: "unit", argument: names.slice(0, 15).join(" ") } as const;
    const { answers } = await askReader(shell, [few], onNodeOf(source));
    expect(textOf(answers[0])).toBe(shown(...names.slice(0, 15)));
    expect(asked()).toHaveLength(1);
  });
});

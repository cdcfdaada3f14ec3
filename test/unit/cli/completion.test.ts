import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describedCommand, kinds, withAllBelow } from "../../../src/cli/completion/described-command.ts";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { commandLine } from "../../../src/cli/program.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { plimsollAt } from "../../support/plimsoll-here.ts";
import { recordedTerminal } from "../../support/terminal.ts";

type Shell = "bash" | "zsh" | "fish";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-completion-"));
const work = join(folder, "work");
const script = (shell: Shell): string => join(folder, `plimsoll.${shell}`);
const program = describedCommand(commandLine({ ...recordedTerminal(), finish: () => undefined }));
const releases = "v1r11 v2r4 v2r5 v2r6";

const completion = (shell: string) => plimsollAt({}, "completion", shell);

/** Commands that read a line a command line from arguments and print what the shell makes of each, a line for each. */
const harness: Readonly<Record<Exclude<Shell, "zsh">, string>> = {
  // Bash takes what is typed apart where COMP_WORDBREAKS says, "=" among it.
  bash: `source "$1"
shift
for line; do
  read -ra COMP_WORDS <<<"\${line//=/ = }"
  if [[ $line == *' ' ]]; then COMP_WORDS+=(''); fi
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  $(complete -p plimsoll | sed 's/.*-F \\([^ ]*\\).*/\\1/')
  echo "\${COMPREPLY[*]}"
done`,
  fish: `source $argv[1]
for line in $argv[2..]
  echo (complete -C $line | string replace -r '\\t.*' '' | string trim -r -c /)
end`,
};

/** Zsh completes only where somebody sits: one word stands for all, and the line as it is afterwards is shown. */
const zshHarness = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1= RPS1=; autoload -U compinit; compinit -u -D; source $1; cd $2; show() { print -r -- \\"<<\\$BUFFER>>\\"; BUFFER= }"
zpty -w z "zle -N show; bindkey '^I' expand-or-complete; bindkey '^T' show; stty -echo; print READ''Y"
zpty -r z out '*READY*'
shift 2
for line; do
  zpty -w -n z "$line"$'\\t'$'\\x14'
  zpty -r z out '*<<*>>*'
  print -r -- "\${\${out##*<<}%%>>*}"
done`;

const runShell = (command: string, args: readonly string[]): readonly string[] =>
  execFileSync(command, args, { cwd: work, encoding: "utf8", timeout: 30_000, stdio: ["ignore", "pipe", "inherit"] })
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());

beforeAll(async () => {
  mkdirSync(join(work, "runs"), { recursive: true });
  writeFileSync(join(work, "inventory.yaml"), "");
  for (const shell of ["bash", "zsh", "fish"] as const) {
    writeFileSync(script(shell), `${(await completion(shell)).printed}\n`);
  }
  writeFileSync(join(folder, "harness.zsh"), zshHarness);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("what is known of the command line", () => {
  it("says of every value that is not one of some words whether it is a file, a folder or free", () => {
    const values = withAllBelow(program).flatMap(({ options, arguments: given }) => [
      ...options.flatMap(({ value }) => value ?? []),
      ...given,
    ]);
    const names = values.filter(({ wanted }) => wanted.kind !== "words").map(({ name }) => name);
    expect([...new Set(names)].sort()).toEqual(Object.keys(kinds).sort());
  });
});

/** What is typed, and what of it is offered. */
const cases: readonly (readonly [line: string, offered: string])[] = [
  ["plimsoll aud", "audit"],
  ["plimsoll decisions ", "check help"],
  ["plimsoll help repo", "report"],
  ["plimsoll audit --rel", "--release"],
  ["plimsoll merge --release ", releases],
  ["plimsoll completion ", "bash fish zsh"],
  ["plimsoll audit -i ", "inventory.yaml runs"],
  ["plimsoll audit -q -i inv", "inventory.yaml"],
  ["plimsoll audit --resume ", "runs"],
  ["plimsoll decisions check inventory.yaml --run ", "runs"],
  ["plimsoll diff runs ", "runs"],
  ["plimsoll merge a b ", "runs"],
  ["plimsoll audit --shard ", ""],
  ["plimsoll rules ", ""],
  ["plimsoll init --no-api", ""],
];

const sorted = (line: string): string => line.split(" ").sort().join(" ");

describe("plimsoll completion", () => {
  describe.runIf(requireTools("completion in bash", [{ command: "bash", package: "bash" }]))("bash", () => {
    it("offers commands, options, words, files and folders", () => {
      const lines = cases.map(([line]) => line);
      const said = runShell("bash", ["--norc", "-c", harness.bash, "bash", script("bash"), ...lines]);
      expect(lines.map((line, at) => [line, sorted(said[at] ?? "")])).toEqual(cases);
    });

    it("takes values after an equals sign, and several after one option", () => {
      const lines = [
        "plimsoll audit --benchmark=ns",
        "plimsoll audit --from a inv",
        "plimsoll diff --fail-on-new II r",
      ];
      const said = runShell("bash", ["--norc", "-c", harness.bash, "bash", script("bash"), ...lines]);
      expect(said).toEqual(["nsa-cisa", "inventory.yaml", "runs"]);
    });

    it.runIf(requireTools("completion in bash", [{ command: "shellcheck", package: "shellcheck" }]))(
      "is a script that shellcheck has nothing against",
      () => {
        expect(runShell("shellcheck", ["--shell=bash", script("bash")])).toEqual([""]);
      },
    );
  });

  describe.runIf(requireTools("completion in fish", [{ command: "fish", package: "fish" }]))("fish", () => {
    it("offers commands, options, words, files and folders", () => {
      const lines = cases.map(([line]) => line);
      const said = runShell("fish", ["--no-config", "-c", harness.fish, script("fish"), ...lines]);
      expect(lines.map((line, at) => [line, sorted(said[at] ?? "")])).toEqual(cases);
    });
  });

  describe.runIf(requireTools("completion in zsh", [{ command: "zsh", package: "zsh" }]))("zsh", () => {
    it("completes commands, options, words, files and folders", () => {
      const completed = {
        "plimsoll aud": "plimsoll audit",
        "plimsoll benchmark di": "plimsoll benchmark diff",
        "plimsoll help repo": "plimsoll help report",
        "plimsoll audit --rel": "plimsoll audit --release=",
        "plimsoll audit --benchmark=ns": "plimsoll audit --benchmark=nsa-cisa",
        "plimsoll completion f": "plimsoll completion fish",
        "plimsoll audit -i inv": "plimsoll audit -i inventory.yaml",
        "plimsoll audit --from a inv": "plimsoll audit --from a inventory.yaml",
        "plimsoll audit --resume ": "plimsoll audit --resume runs/",
        "plimsoll decisions check inventory.yaml --run ": "plimsoll decisions check inventory.yaml --run runs/",
        "plimsoll diff runs ": "plimsoll diff runs runs/",
        "plimsoll merge a b ": "plimsoll merge a b runs/",
        "plimsoll audit --shard i": "plimsoll audit --shard i",
      };
      const lines = Object.keys(completed);
      const said = runShell("zsh", ["-f", join(folder, "harness.zsh"), script("zsh"), work, ...lines]);
      expect(Object.fromEntries(lines.map((line, at) => [line, said[at]]))).toEqual(completed);
    });
  });

  it("knows no other shell", async () => {
    const { status, printed, talked } = await completion("tcsh");
    expect({ status, printed }).toEqual({ status: exitCodes.usage, printed: "" });
    expect(talked).toContain("Allowed choices are bash, zsh, fish");
  });
});

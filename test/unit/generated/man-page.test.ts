import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type DescribedCommand,
  type DescribedOption,
  describedCommand,
  withAllBelow,
} from "../../../src/cli/completion/described-command.ts";
import { commandLine } from "../../../src/cli/program.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { recordedTerminal } from "../../support/terminal.ts";

const root = join(import.meta.dirname, "../../..");
const file = join(root, "docs/plimsoll.1");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
const program = describedCommand(commandLine({ ...recordedTerminal(), finish: () => undefined }));

/** Text of roff: no line of it is a request, hyphens of options stay hyphens, and all is ASCII. groff_char(7). */
const roff = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(?=[.'])/gm, "\\&")
    .replaceAll(/[^\n -~]/gu, (sign) => `\\[u${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}]`);

const bold = (text: string): string => `\\fB${roff(text)}\\fR`;
const italic = (text: string): string => `\\fI${roff(text)}\\fR`;

function optionLines({ names, description, otherwise, value }: DescribedOption): readonly string[] {
  const dots = value?.several ? "..." : "";
  const shown = value === undefined ? "" : ` ${italic(value.name)}${dots}`;
  const words = value?.wanted.kind === "words" ? [`One of ${value.wanted.words.join(", ")}.`] : [];
  const more = [...words, ...(otherwise === undefined ? [] : [`Default: ${otherwise}.`])];
  const said = more.length === 0 ? description : `${description.replace(/\.$/, "")}. ${more.join(" ")}`;
  return [".TP", `${names.map(bold).join(", ")}${shown}`, roff(said)];
}

const isHelp = ({ names }: DescribedOption): boolean => names.includes("--help");

const commandLines = ({
  path,
  usage,
  description,
  options,
  arguments: values,
}: DescribedCommand): readonly string[] => [
  `.SS ${roff(path.join(" "))}`,
  bold(usage),
  ".PP",
  `${roff(description)}.`,
  ...values
    .filter(({ description: said }) => said !== "")
    .flatMap(({ name, description: said }) => [".TP", italic(name), roff(said)]),
  ...options.filter((option) => !isHelp(option)).flatMap(optionLines),
];

/** The rows of the README's table of exit statuses. */
const statuses = (): readonly (readonly [string, string])[] =>
  [...readFileSync(join(root, "README.md"), "utf8").matchAll(/^\| (\d[\d, ]*?) +\| (.*?) +\|$/gm)].map(
    ([, status = "", meaning = ""]) => [status, meaning.replaceAll("`", "").replaceAll("\\|", "|")] as const,
  );

const environment: readonly (readonly [string, string])[] = [
  ["PLIMSOLL_PASSPHRASE", "opens the private keys, where --passphrase-file is not given"],
  ["PLIMSOLL_SSH_PASSWORD", "answers servers that ask for a password, where --ssh-password-file is not given"],
  ["PLIMSOLL_SUDO_PASSWORD", "the password of sudo, where --sudo-password-file is not given"],
  ["KUBECONFIG", "the kubeconfig of init --from-cluster, where --kubeconfig is not given"],
  ["CHROME_PATH", "the Chromium that prints report.pdf"],
];

const terms = (rows: readonly (readonly [string, string])[]): readonly string[] =>
  rows.flatMap(([term, meaning]) => [".TP", bold(term), `${roff(meaning)}.`]);

const page = (): string =>
  [
    ".\\\" Made of the command line's own words by npm run generate.",
    `.TH PLIMSOLL 1 "" "plimsoll ${version}" "User Commands"`,
    ".SH NAME",
    `plimsoll \\- ${roff(program.description.replace(/^A/, "a").replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `${bold("plimsoll")} ${italic("command")} [${italic("options")}] [${italic("arguments")}]`,
    ".SH DESCRIPTION",
    "plimsoll reads an inventory file, connects to every host over SSH, asks read\\-only questions, and writes an HTML",
    "report and checklists for the assessor.",
    "What could not be seen is Not Reviewed, with the cause.",
    ...program.options.flatMap(optionLines),
    ".SH COMMANDS",
    ...withAllBelow(program)
      .filter(({ path, commands }) => commands.length === 0 && path.at(-1) !== "help")
      .flatMap(commandLines),
    ".SH ENVIRONMENT",
    ...terms(environment),
    ".SH EXIT STATUS",
    ...terms(statuses()),
    ".SH SEE ALSO",
    `${bold("ssh")}(1), ${bold("known_hosts")}(5), ${bold("ssh_config")}(5)`,
    "",
  ].join("\n");

describe("the manual page", () => {
  it("docs/plimsoll.1 is what the command line says", async () => {
    expect(statuses().map(([status]) => status)).toContain("130, 143");
    await expect(page()).toMatchFileSnapshot(file);
  });

  it.runIf(requireTools("the manual page", [{ command: "mandoc", package: "mandoc" }]))(
    "is roff without a mistake, and shows every option",
    () => {
      const { stdout } = spawnSync("mandoc", ["-T", "lint", "-W", "warning", file], { encoding: "utf8" });
      const warnings = stdout.split("\n").filter((line) => line !== "");
      // Its foot says the version, of which the date is another day for whoever makes it.
      expect(warnings).toEqual([expect.stringContaining("WARNING: missing date")]);
      const shown = execFileSync("mandoc", ["-T", "ascii", file], { encoding: "utf8" }).replaceAll(/.\x08/g, "");
      for (const { options } of withAllBelow(program)) {
        for (const { names } of options) for (const name of names) expect(shown).toContain(name);
      }
    },
  );
});

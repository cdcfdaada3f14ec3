import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runSsh, takenOf } from "../../../src/ssh-config/ask-ssh.ts";
import { readOwn } from "../../../src/ssh-config/own-reader.ts";
import type { Question, Reading } from "../../../src/ssh-config/taken.ts";
import { requireTools } from "../../support/lab-requirements.ts";

const folder = mkdtempSync(join(tmpdir(), "ssh-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = { PATH: process.env["PATH"], PLACE: "/srv/keys" };
const operator = { home: userInfo().homedir, user: userInfo().username, environment };

async function bySsh(file: string, question: Question): Promise<Reading> {
  const [run, empty] = await Promise.all([
    runSsh(file, question, environment),
    runSsh("/dev/null", { name: "x" }, environment),
  ]);
  if (run === "not-installed" || empty === "not-installed" || "refusal" in empty) throw new Error("no ssh");
  return "refusal" in run ? run : takenOf(run.printed, empty.printed);
}

const variable = ["$", "{PLACE}"].join("");

type Case = readonly [what: string, text: string, names: readonly (string | Question)[]];

writeFileSync(join(folder, "part-1"), "User part-one\nHost deep\n  Port 71\n");
writeFileSync(join(folder, "part-2"), "Host deep\n  User part-two\n  HostKeyAlias two\n");
writeFileSync(join(folder, ".part-3"), "User hidden\n");
writeFileSync(join(folder, "circle"), `Include ${join(folder, "circle")}\n`);
writeFileSync(join(folder, "of-others"), "Host *\n  User others\nMatch all\n  Port 72\n");

const corpus: readonly Case[] = [
  ["nothing", "", ["a", "UPPER.example.org", "10.0.0.1", "fd00::1"]],
  ["only comments", "# a\n   # b\n\n\t\n", ["a"]],
  ["patterns", "Host w-* !w-3\n  Port 71\nHost w-?\n  User one\nHost *\n  User all\n", ["w-1", "w-3", "w-10", "x"]],
  ["several names", 'Host a "b" c\n  Port 71\n', ["a", "b", "c", "d"]],
  ["a negation alone", "Host !a\n  Port 71\n", ["a", "b"]],
  ["a negation first", "Host !a *\n  Port 71\n", ["a", "b"]],
  ["first value wins", "Host a\n  User one\nHost *\n  User two\n  Port 71\nPort 72\n", ["a", "b"]],
  ["before any Host", "Port 71\nUser u\nHost a\n  Port 72\n", ["a", "b"]],
  ["letters", "Host Web\n  HostName WEB.Example.ORG\n  User Ann\n", ["Web", "web", "WEB"]],
  ["equals signs", "Host=a\nPort=71\nUser = u\nHostName= h.example.org\nHostKeyAlias =k\n", ["a"]],
  ["quotes", 'Host a\n  User "two words"\n  HostKeyAlias \'k\'\n  IdentityFile "/a b/c" # c\n', ["a"]],
  ["escapes", 'Host a\n  User a\\"b\n  IdentityFile /a\\ b\n  CertificateFile "/c\\\\d"\n', ["a"]],
  ["comments at the end", "Host a # b\n  Port 71 # c\n  User x#y\n", ["a", "b", "#"]],
  ["keywords in any letters", "hOST a\n  pORT 71\n  hostname h\n  USER u\n", ["a"]],
  ["tabs and line ends", "Host a\r\n\tPort\t71\r\n  User u  \r\n", ["a"]],
  ["HostName with tokens", "Host a b\n  HostName %h.example.org\nHost c\n  HostName 100%%\n", ["a", "b", "c"]],
  ["HostName an address", "Host a\n  HostName FD00::1\nHost b\n  HostName 10.0.0.1\n", ["a", "b"]],
  [
    "keys",
    "Host a\n  IdentityFile ~/.ssh/one\n  IdentityFile %d/two-%h-%n-%r-%p\nHost *\n  IdentityFile /three\n",
    ["a", "b"],
  ],
  ["no key", "IdentityFile none\nIdentityAgent none\nUserKnownHostsFile none\nProxyJump none\n", ["a"]],
  ["certificates", "CertificateFile ~/c-%h\nCertificateFile /d\n", ["a"]],
  ["known_hosts", "UserKnownHostsFile ~/kh-%h /other\n", ["a"]],
  ["known_hosts with blanks", 'UserKnownHostsFile "/k h" /other\nUserKnownHostsFile /later\n', ["a"]],
  [
    "known_hosts by tokens",
    "Host a\n  HostName h\n  Port 71\n  User u\n  UserKnownHostsFile %d/%h-%n-%p-%r-%u-%k-%i-%%\n",
    ["a"],
  ],
  ["known_hosts by a variable", `UserKnownHostsFile ${variable}/known\n`, ["a"]],
  ["known_hosts by the alias", "HostKeyAlias k\nUserKnownHostsFile /%k\n", ["a"]],
  [
    "agents",
    `Host a\n  IdentityAgent ~/agent-%h\nHost b\n  IdentityAgent SSH_AUTH_SOCK\nHost c\n  IdentityAgent $PLACE\nHost d\n  IdentityAgent ${variable}/s\n`,
    ["a", "b", "c", "d"],
  ],
  ["aliases", "Host a\n  HostKeyAlias K-%n\n", ["a"]],
  [
    "jumps",
    "Host a\n  ProxyJump u@b:71,c\nHost b\n  ProxyJump ssh://u@d:72\nHost c\n  ProxyJump [fd00::1]:73\n",
    ["a", "b", "c"],
  ],
  ["the first jump", "Host a\n  ProxyJump none\nHost *\n  ProxyJump b\n", ["a", "c"]],
  ["a jump before a command", "Host a\n  ProxyJump b\n  ProxyCommand nc %h %p\n", ["a"]],
  ["a command before a jump", "Host a\n  ProxyCommand nc %h %p # no comment\n  ProxyJump b\n", ["a"]],
  ["no command before a jump", "Host a\n  ProxyCommand none\n  ProxyJump b\n", ["a"]],
  [
    "times",
    "Host a\n  ConnectTimeout 7\nHost b\n  ConnectTimeout 1m30s\nHost c\n  ConnectTimeout none\nHost d\n  ConnectTimeout 2H\n",
    ["a", "b", "c", "d"],
  ],
  [
    "policies",
    ["yes", "ask", "no", "off", "accept-new", "Accept-New"]
      .map((value, index) => `Host h${index}\n  StrictHostKeyChecking ${value}\n`)
      .join(""),
    ["h0", "h1", "h2", "h3", "h4", "h5", "h6"],
  ],
  [
    "Match host",
    "Host a\n  HostName b.example.org\nMatch host *.example.org\n  Port 71\nMatch host a\n  Port 72\n",
    ["a", "c.example.org", "d"],
  ],
  [
    "Match originalhost",
    "Host a\n  HostName b\nMatch originalhost a,c\n  Port 71\nMatch originalhost=d\n  Port 72\n",
    ["a", "b", "c", "d"],
  ],
  ["Match with negation", "Match !host a,b\n  Port 71\nMatch host *,!c\n  User u\n", ["a", "c", "d"]],
  [
    "Match user",
    "Host a\n  User u\nMatch user u\n  Port 71\nMatch user v host b\n  Port 72\n",
    ["a", "b", { name: "b", user: "v" }],
  ],
  [
    "Match localuser",
    `Match localuser ${userInfo().username}\n  Port 71\nMatch localuser nobody-else\n  Port 72\n`,
    ["a"],
  ],
  ["Match all", "Host a\n  Port 71\nMatch all\n  Port 72\n  User u\n", ["a", "b"]],
  [
    "Match final",
    "Match final host b.example.org\n  User late\nHost a\n  HostName b.example.org\nHost b.example.org\n  Port 71\n",
    ["a", "b.example.org", "c"],
  ],
  ["Match final all", "Match final all\n  User late\nUser early\n", ["a"]],
  ["Match canonical", "Match canonical\n  User never\nMatch !canonical all\n  Port 71\n", ["a"]],
  ["Match canonical in a last pass", "Match canonical\n  User canonical\nMatch final\n  Port 71\n", ["a"]],
  [
    "what was said before",
    "Match all\nMatch user u\n  Port 71\nMatch all\n  User u\n",
    ["a", { name: "a", user: "u" }, { name: "a", port: 9 }],
  ],
  ["Match with all at the end", "Match host a all\n  Port 71\n", ["a", "b"]],
  ["files included", `Include ${folder}/part-*\nHost deep\n  Port 73\n`, ["deep", "a"]],
  ["files included by classes", `Include ${folder}/part-[!1] ${folder}/part-[0-1]\n`, ["deep", "a"]],
  ["hidden files included", `Include ${folder}/.part*\n`, ["a"]],
  ["no file included", `Include ${folder}/none ${folder}/n*\nPort 71\n`, ["a"]],
  ["files included for some", `Host a\n  Include ${folder}/of-others\n  Port 73\nHost b\n  Port 74\n`, ["a", "b"]],
  ["files included keep the block", `Host a\n  Include ${folder}/part-2\n  Port 73\n`, ["a", "deep"]],
  ["unknown ones that are let be", "IgnoreUnknown Fancy*,Other\nFancyThing yes\nOther x\nPort 71\n", ["a"]],
  [
    "what is not taken",
    "ForwardAgent yes\nControlMaster auto\nControlPath ~/.ssh/c-%C\nServerAliveInterval 5\nSendEnv LANG\nLocalForward 8080 localhost:80\nCiphers aes128-ctr\nPort 71\n",
    ["a"],
  ],
];

const refused: readonly Case[] = [
  ["an unknown keyword", "Host a\n  Fancy yes\n", ["a", "b"]],
  ["a value too many", "HostName a b\n", ["a"]],
  ["no value", "Host a\n  Port\n", ["a"]],
  ["an open quote", 'User "u\n', ["a"]],
  ["no port", "Port none\n", ["a"]],
  ["no time", "ConnectTimeout soon\n", ["a"]],
  ["no policy", "StrictHostKeyChecking perhaps\n", ["a"]],
  ["an unknown criterion", "Match place here\n  Port 71\n", ["a"]],
  ["a circle of files", `Include ${folder}/circle\n`, ["a"]],
  ["Match all beside others", "Match host a user b all\n  Port 71\n", ["a"]],
  ["Match without a pattern", "Match host\n  Port 71\n", ["a"]],
];

const questions = (names: Case[2]): readonly Question[] =>
  names.map((name) => (typeof name === "string" ? { name } : name));

describe.skipIf(!requireTools("ssh_config", [{ command: "ssh", package: "openssh-client" }]))("our own reader", () => {
  const write = (text: string): string => {
    const file = join(folder, "config");
    writeFileSync(file, text);
    return file;
  };

  it.each(corpus)("takes what ssh -G takes: %s", async (_what, text, names) => {
    const file = write(text);
    for (const question of questions(names)) {
      const own = readOwn(file, question, operator);
      expect([question, own]).toEqual([question, await bySsh(file, question)]);
      expect(own).toHaveProperty("taken");
    }
  });

  it.each(refused)("refuses what ssh refuses: %s", async (_what, text, names) => {
    const file = write(text);
    for (const question of questions(names)) {
      expect(await bySsh(file, question)).toHaveProperty("refusal");
      expect(readOwn(file, question, operator)).toHaveProperty("refusal");
    }
  });
});

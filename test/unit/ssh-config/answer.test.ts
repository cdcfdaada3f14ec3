import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sshConfig } from "../../../src/ssh-config/answer.ts";
import { includedFiles } from "../../../src/ssh-config/included-files.ts";
import { requireTools } from "../../support/lab-requirements.ts";

const folder = mkdtempSync(join(tmpdir(), "ssh-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "config");

const withSsh = process.env["PATH"] ?? "";
const asking = (text: string, PATH: string) => {
  writeFileSync(file, text);
  const ask = sshConfig({
    home: userInfo().homedir,
    user: userInfo().username,
    environment: { PATH, AGENT: "/run/agent" },
  });
  return (name: string) => ask(file, name);
};
const local = userInfo().username;

const readers: readonly (readonly [string, string])[] = [
  ["ssh", withSsh],
  ["our own reader", "/nonexistent"],
];

describe.skipIf(!requireTools("ssh_config", [{ command: "ssh", package: "openssh-client" }])).each(readers)(
  "what is taken by %s",
  (_reader, path) => {
    it("is nothing but the local user where the file says nothing", async () => {
      const answer = await asking("Host other\n  Port 71\n", path)("node");
      expect(answer).toEqual({ address: "node", user: local, port: 22, strictHostKeyChecking: "yes", jumps: [] });
    });

    it("is the first key that is there, and the first known_hosts file", async () => {
      writeFileSync(join(folder, "node-key"), "");
      const text = `IdentityFile ${folder}/none\nIdentityFile ${folder}/%h-key\nUserKnownHostsFile ${folder}/a ${folder}/b\n`;
      expect(await asking(text, path)("node")).toMatchObject({
        identityFile: join(folder, "node-key"),
        knownHosts: join(folder, "a"),
      });
      const none = await asking(`IdentityFile ${folder}/none\nUserKnownHostsFile none\n`, path)("node");
      expect(none).toMatchObject({ knownHosts: "/dev/null" });
      expect(none).not.toHaveProperty("identityFile");
    });

    it("is a way of several bastions, each by its own block", async () => {
      writeFileSync(join(folder, "bee-key"), "");
      const text = `
Host node
  ProxyJump ann@bee:71,cee
Host bee
  HostName bee.example.org
  User nobody-asks
  IdentityFile ${folder}/bee-key
  HostKeyAlias bees
  ProxyJump dee
Host cee
  Port 72
  ProxyJump unused
Host dee
  User dan
`;
      expect(await asking(text, path)("node")).toMatchObject({
        jumps: [
          { address: "dee", port: 22, user: "dan" },
          {
            address: "bee.example.org",
            port: 71,
            user: "ann",
            identityFile: join(folder, "bee-key"),
            hostKeyAlias: "bees",
          },
          { address: "cee", port: 72, user: local },
        ],
      });
    });

    it.each([
      [
        "Host *\n  ProxyJump bastion\n",
        /(ProxyJump leads in a circle: node, bastion, bastion|jumphost loop via bastion)$/,
      ],
      ["Host node\n  ProxyJump a\nHost a\n  ProxyJump b\nHost b\n  ProxyJump a\n", /circle: node, a, b, a$/],
      ["Host node\n  ProxyJump a\nHost a\n  ProxyCommand nc %h %p\n", /bastion "a" is reached by a ProxyCommand/],
      ["HostName ..\n", /HostName of "node" is no host name: "\.\."/],
      ["IdentityFile ~other/key\n", /home folder in "~other\/key" is not yours/],
      ["IdentityFile /%C\n", /does not know the token %C in "\/%C"/],
      ["Port many\n", /config/],
    ])("is refused for %j", async (text, sentence) => {
      expect(await asking(text, path)("node")).toEqual({ refusal: expect.stringMatching(sentence) });
    });

    it.each([
      ["no", "no"],
      ["off", "no"],
      ["ask", "yes"],
      ["accept-new", "accept-new"],
    ])("of StrictHostKeyChecking %s is %s", async (written, taken) => {
      const answer = await asking(`StrictHostKeyChecking ${written}\n`, path)("node");
      expect(answer).toMatchObject({ strictHostKeyChecking: taken });
    });

    it.each([
      ["none", "none"],
      ["$AGENT", "/run/agent"],
      ["$NO_AGENT", "none"],
      ["/a/%h", "/a/node"],
    ])("of IdentityAgent %s is %s", async (written, taken) => {
      expect(await asking(`IdentityAgent ${written}\n`, path)("node")).toMatchObject({ identityAgent: taken });
    });

    it("is refused where the file is not there", async () => {
      const ask = asking("", path);
      rmSync(file);
      expect(await ask("node")).toEqual({ refusal: expect.stringContaining(file) });
    });
  },
);

describe("our own reader", () => {
  it.each([
    ["Match exec true\n  Port 71\n", /config:1: "Match exec" needs ssh itself/],
    ["\nCanonicalizeHostname yes\n", /config:2: "CanonicalizeHostname" needs ssh itself/],
    ["HostName %p\n", /does not know the token %p/],
  ])("refuses %j, which ssh alone can answer", async (text, sentence) => {
    expect(await asking(text, "/nonexistent")("node")).toEqual({ refusal: expect.stringMatching(sentence) });
  });

  it("looks for relative files in ~/.ssh", () => {
    mkdirSync(join(folder, "home/.ssh/conf.d"), { recursive: true });
    for (const name of ["b", "a", ".c", "d[1]"]) writeFileSync(join(folder, "home/.ssh/conf.d", name), "");
    const below = (pattern: string) =>
      includedFiles(pattern, { home: join(folder, "home") }).map((path) => path.slice(`${folder}/home/.ssh/`.length));
    expect(below("conf.d/*")).toEqual(["conf.d/a", "conf.d/b", "conf.d/d[1]"]);
    expect(below("~/.ssh/*.d/[!a]")).toEqual(["conf.d/b"]);
    expect(below("conf.d/none")).toEqual([]);
    expect(below("none/*")).toEqual([]);
  });
});

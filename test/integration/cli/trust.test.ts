import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { AskTerminal } from "../../../src/cli/terminal/terminal.ts";
import { fingerprintOf } from "../../../src/connect/known-hosts/host-key.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { answering } from "../../support/terminal.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, startSshd, user } from "../connect/sshd.ts";

describe.skipIf(!canRunSshd("plimsoll trust"))("plimsoll trust", () => {
  const workshop = createWorkshop();
  const known = workshop.path("ssh/known_hosts");
  let bastion: Sshd;
  let node: Sshd;
  let other: Sshd;

  beforeAll(async () => {
    const authorized = [makeKey(workshop.path("key"))];
    bastion = await startSshd(workshop, { name: "bastion", authorized });
    node = await startSshd(workshop, { name: "node", authorized, hostKeyTypes: ["ecdsa"] });
    other = await startSshd(workshop, { name: "other", authorized });
  });
  afterAll(async () => {
    await Promise.all([bastion, node, other].map((sshd) => sshd?.stop()));
    workshop.remove();
  });
  beforeEach(() => rmSync(workshop.path("ssh"), { recursive: true, force: true }));

  const fingerprint = ({ hostKeys }: Sshd): string =>
    fingerprintOf(Buffer.from(hostKeys[0]?.split(" ")[1] ?? "", "base64"));
  const line = (sshd: Sshd): string => `[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]}\n`;
  const jump = () => ({ address: "127.0.0.1", port: bastion.port });
  const host = (name: string, port: number, ssh: object = {}) => ({
    name,
    address: "127.0.0.1",
    role: "worker",
    ssh: { port, ...ssh },
  });

  async function trust(
    hosts: readonly object[],
    more: { readonly args?: readonly string[]; readonly ask?: AskTerminal } = {},
  ) {
    const ssh = { user, identityFile: "key", knownHosts: "ssh/known_hosts" };
    writeFileSync(workshop.path("inventory.yaml"), stringify({ cluster: "c", ssh, hosts }));
    const around = { workingDirectory: workshop.path("."), ...(more.ask && { ask: more.ask }) };
    const ended = await plimsollIn(around, "trust", "-i", "inventory.yaml", ...(more.args ?? []));
    return { ...ended, printed: ended.printed.split("\n") };
  }

  it("shows what is unknown and writes nothing where nobody can confirm it", async () => {
    const { status, printed, talked } = await trust([host("w1", node.port), host("w2", other.port)]);
    expect([status, talked]).toEqual([3, ""]);
    expect(printed).toEqual([
      "0 of 2 hosts and bastions are known by known_hosts, and are not contacted",
      `w1 127.0.0.1:${node.port} ecdsa-sha2-nistp256 ${fingerprint(node)}; at its console: ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub`,
      `w2 127.0.0.1:${other.port} ssh-ed25519 ${fingerprint(other)}; at its console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`,
      "2 are still not known; nobody is at the terminal to confirm a key, and no --fingerprints is given",
    ]);
    expect(existsSync(known)).toBe(false);
    expect(node.log()).not.toMatch(/authenticating user|Accepted|Failed/);
  });

  it("adds what a person confirms, the bastion first, and logs in at that one only", async () => {
    const hosts = [host("w1", node.port, { jump: jump() }), host("w2", other.port)];
    const { ask, asked } = answering("yes", "yes", "yes");
    const first = await trust(hosts, { ask });
    expect([first.status, first.talked]).toEqual([0, ""]);
    expect(asked).toEqual([
      `Is ${fingerprint(bastion)} the key of [127.0.0.1]:${bastion.port}, by its console? Type yes, or all for these 2: `,
      `Is ${fingerprint(other)} the key of w2, by its console? Type yes: `,
      `Is ${fingerprint(node)} the key of w1, by its console? Type yes: `,
    ]);
    expect(readFileSync(known, "utf8")).toBe(line(bastion) + line(other) + line(node));
    expect([statSync(known).mode & 0o777, statSync(workshop.path("ssh")).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(bastion.log()).toMatch(/Accepted publickey/);
    expect(node.log() + other.log()).not.toMatch(/authenticating user|Accepted|Failed/);
    const again = await trust(hosts);
    expect(again).toEqual({
      status: 0,
      printed: ["3 of 3 hosts and bastions are known by known_hosts, and are not contacted"],
      talked: "",
    });
  });

  it.each([["no"], ["y"], ["YES"], ["yes "], [""], [undefined]])("does not take %j for yes", async (answer) => {
    const { ask } = answering(answer);
    const { status, printed } = await trust([host("w1", node.port)], { ask });
    expect([status, printed.at(-1), existsSync(known)]).toEqual([3, "1 is still not known", false]);
  });

  it("takes all for those of one round, and does not see behind a bastion that is not confirmed", async () => {
    const hosts = [host("w1", node.port), host("w2", other.port)];
    expect((await trust(hosts, answering("all"))).status).toBe(0);
    expect(readFileSync(known, "utf8")).toBe(line(node) + line(other));
    rmSync(known);
    const behind = await trust([host("w1", node.port, { jump: jump() })], answering("no"));
    expect([behind.status, behind.printed.at(-1)]).toEqual([
      3,
      "2 are still not known; not seen, behind a bastion that is not known: w1",
    ]);
  });

  it("goes by a list of fingerprints, and complains of what does not match", async () => {
    const list = `# from the consoles\n\nw1 256 ${fingerprint(node)} root@w1 (ECDSA)\nw2 ${fingerprint(node)}\n`;
    writeFileSync(workshop.path("list"), list);
    const hosts = [host("w1", node.port), host("w2", other.port), host("w3", bastion.port)];
    const { ask, asked } = answering("all");
    const { status, printed } = await trust(hosts, { args: ["--fingerprints", "list"], ask });
    expect([status, asked]).toEqual([3, []]);
    expect(printed.slice(4)).toEqual([
      `w2: NOT CONFIRMED: it offers ${fingerprint(other)}, list has ${fingerprint(node)}`,
      `w3: NOT CONFIRMED: it offers ${fingerprint(bastion)}, list does not name it`,
      `1 key added to ${known}`,
      "2 are still not known",
    ]);
    expect(readFileSync(known, "utf8")).toBe(line(node));
  });

  it.each([
    ["w1\n", /list:1: a line must be a name, then SHA256:/],
    ["w1 SHA256:short\n", /list:1: a line must be/],
    [`256 SHA256:${"a".repeat(43)} root@w1 (ED25519)\n`, /list:1: the host's name must stand first: NAME 256 SHA256:a/],
    [
      `w1 SHA256:${"a".repeat(43)}\nSHA256:${"a".repeat(43)}\n`,
      /list:2: the host's name must stand first: NAME SHA256:a/,
    ],
  ])("refuses the list %j before anybody is contacted", async (text, sentence) => {
    writeFileSync(workshop.path("list"), text);
    const before = node.log();
    const ended = await trust([host("w1", node.port)], { args: ["--fingerprints", "list"] });
    expect([ended.status, ended.talked, node.log()]).toEqual([2, expect.stringMatching(sentence), before]);
  });

  it("never offers a revoked key, nor one that an authority should vouch for, nor what it cannot reach", async () => {
    const revoked = `@revoked * ${node.hostKeys[0]}\n@cert-authority [127.0.0.1]:${other.port} ${bastion.hostKeys[0]}\n`;
    expect((await trust([host("w1", bastion.port)], answering("yes"))).status).toBe(0);
    writeFileSync(known, revoked);
    const port = await freePort();
    const { ask, asked } = answering("all");
    const { status, printed } = await trust([host("w1", node.port), host("w2", other.port), host("w3", port)], { ask });
    expect([status, asked, readFileSync(known, "utf8")]).toEqual([3, [], revoked]);
    expect(printed[1]).toMatch(/^w1 127\.0\.0\.1:\d+ HOST KEY CHANGED: .* is revoked by /);
    expect(printed[2]).toMatch(
      /^w2 127\.0\.0\.1:\d+ host key unknown: .* a certificate authority, which takes "transport: openssh"/,
    );
    expect(printed[3]).toBe(`w3 127.0.0.1:${port} refused: the connection was refused`);
  });

  it("stops at a bastion whose key has changed", async () => {
    const first = await trust([host("w2", other.port)], answering("yes"));
    expect(first.status).toBe(0);
    const changed = `[127.0.0.1]:${bastion.port} ${other.hostKeys[0]}\n`;
    writeFileSync(known, changed);
    const { ask, asked } = answering("all");
    const { status, printed } = await trust([host("w1", node.port, { jump: jump() })], { ask });
    expect([status, asked, readFileSync(known, "utf8")]).toEqual([3, [], changed]);
    expect(printed[1]).toMatch(/^w1 \S+ HOST KEY CHANGED: the jump host .* failed: .* has another/);
  });

  it("says so where known_hosts cannot be written", async () => {
    mkdirSync(workshop.path("ssh"));
    symlinkSync("/dev/null", known);
    const { status, talked } = await trust([host("w1", node.port)], answering("yes"));
    expect([status, talked]).toEqual([4, `plimsoll: cannot write ${known}: it is no regular file\n`]);
  });
});

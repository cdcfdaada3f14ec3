import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import ssh2 from "ssh2";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readerInstallation } from "../../../src/cli/commands/reader/installation.ts";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import { readerSha256, readerSource } from "../../../src/connect/reader.ts";
import type { Answer, Connection, Request } from "../../../src/connect/session.ts";
import { answersIn } from "../../unit/connect/ask-reader.ts";
import { connectTo, hostAt, identityAt, knows, sessionOf } from "./connect.ts";
import { createWorkshop, makeKey } from "./sshd.ts";
import { canRunSudoNode, type SudoNode, startSudoNode } from "./sudo-node.ts";

const path = "/usr/local/sbin/plimsoll-reader";
/** What a hostile line would leave behind. */
const canary = "/home/canary";

describe.skipIf(!canRunSudoNode("the installed reader"))("the installed reader", () => {
  const workshop = createWorkshop();
  let node: SudoNode;
  let restricted: Identity;
  let free: Identity;

  beforeAll(async () => {
    const publicKey = makeKey(workshop.path("key"));
    const { authorizedKey, sudoers } = linesOf(readerInstallation({ user: "audit", publicKey }));
    node = await startSudoNode(
      workshop,
      [authorizedKey, makeKey(workshop.path("free"))],
      ["AcceptEnv LANG LC_*", "Subsystem sftp internal-sftp", "X11Forwarding yes", "XAuthLocation /bin/true"],
    );
    node.allow(sudoers, "audit ALL=(root) NOPASSWD: /bin/sh -s");
    restricted = await identityAt(workshop.path("key"));
    free = await identityAt(workshop.path("free"));
    writeFileSync(workshop.path("known_hosts"), knows(node));
  });
  beforeEach(() => install(readerSource));
  afterAll(async () => {
    await node?.stop();
    workshop.remove();
  });

  /** The two lines of the printed text that are not comments and no commands. */
  function linesOf(text: string): { readonly sudoers: string; readonly authorizedKey: string } {
    const line = (begin: string): string => text.split("\n").find((one) => one.startsWith(begin)) ?? "";
    return { sudoers: line("audit ALL="), authorizedKey: line("restrict,command=") };
  }
  /** As the text says, of a program that may be another. */
  function install(program: string): void {
    writeFileSync(workshop.path("plimsoll-reader"), program);
    node.inside(`install -o root -g root -m 0755 ${workshop.path("plimsoll-reader")} ${path}`);
  }
  const connect = (identity: Identity, reader: "sent" | "installed"): Promise<Connection> =>
    connectTo(hostAt(node.port, { user: "audit", identityFile: identity.path, privilege: "sudo", reader }), {
      knownHosts: knows(node),
      identities: [identity],
    });

  it("is let in by the lines that are printed, and runs as root from the file that sudo has verified", async () => {
    const text = readerInstallation({ user: "audit", publicKey: "ssh-ed25519 AAAA" });
    expect(node.inside("visudo -cf -; :", `${linesOf(text).sudoers}\n`)).toMatch(/parsed OK/);
    expect(text).toContain(`echo "${readerSha256}  plimsoll-reader" | sha256sum -c -`);
    const connection = await connect(restricted, "installed");
    expect(connection.transport).toMatchObject({ outcome: "connected", message: "" });
    expect(await sessionOf(connection).ask({ verb: "read", argument: "/etc/sudoers" })).toMatchObject({
      state: "answered",
    });
    connection.session?.close();
  });

  it("answers what the sent one answers", async () => {
    const requests: readonly Request[] = [
      { verb: "stat", argument: "/etc/shadow" },
      { verb: "list", argument: "/etc/pam.d" },
      { verb: "read", argument: "/etc/passwd" },
      { verb: "read", argument: "/none" },
      { verb: "unit", argument: "kubelet.service" },
      { verb: "kubectl", argument: "" },
      { verb: "credentials", argument: "" },
      { verb: "filters", argument: "" },
      { verb: "keys", argument: "/etc/pam.d" },
    ];
    const ask = async (connection: Connection): Promise<readonly Answer[]> => {
      const session = sessionOf(connection);
      const answers = await Promise.all(requests.map((request) => session.ask(request)));
      session.close();
      return answers;
    };
    const installed = await ask(await connect(restricted, "installed"));
    expect(installed[2]).toMatchObject({ state: "answered" });
    expect(installed).toEqual(await ask(await connect(free, "sent")));
  });

  it("is refused by sudo with one byte changed", async () => {
    install(readerSource.replace("answers read-only", "answers read_only"));
    expect((await connect(restricted, "installed")).transport).toMatchObject({
      outcome: "sudo-refused",
      message: "sudo: a password is required",
    });
  });

  it("is refused by us where it is of another version", async () => {
    install(`${readerSource}# of another version\n`);
    node.allow(`audit ALL=(root) NOPASSWD: ${path}`);
    const { transport } = await connect(restricted, "installed");
    node.allow(
      linesOf(readerInstallation({ user: "audit", publicKey: "" })).sudoers,
      "audit ALL=(root) NOPASSWD: /bin/sh -s",
    );
    expect(transport).toMatchObject({ outcome: "unsupported" });
    expect(transport.message).toMatch(/^the node has another reader installed \(SHA-256 [0-9a-f]{64}\)/);
    expect(transport.message).toContain(readerSha256);
  });

  it("is no answer to who means to send one, nor the other way round", async () => {
    expect((await connect(restricted, "sent")).transport).toMatchObject({
      outcome: "unsupported",
      message: expect.stringContaining("write reader: installed in the inventory"),
    });
    node.inside(`rm ${path}`);
    expect((await connect(free, "installed")).transport.outcome).toBe("sudo-refused");
  });

  describe("whoever holds its key", () => {
    const hello = new RegExp(`^\nplimsoll-reader 1 0 installed:${readerSha256}\n`);
    const ssh = (args: readonly string[], command: readonly string[] = [], input: string | Buffer = "") =>
      spawnSync(
        "ssh",
        [
          ...["-F", "none", "-i", workshop.path("key"), "-p", String(node.port), "-o", "IdentitiesOnly=yes"],
          ...["-o", `UserKnownHostsFile=${workshop.path("known_hosts")}`, ...args, "audit@127.0.0.1", ...command],
        ],
        { encoding: "latin1", input, timeout: 60_000 },
      );

    beforeEach(() => void node.inside(`rm -f ${canary}`));
    const leftNothing = (): void => expect(node.inside(`ls ${canary} 2>/dev/null || :`)).toBe("");

    it.each([
      ["a command", [], ["id"]],
      ["a command that is a shell's", [], [`touch ${canary}; id`]],
      ["arguments of the reader's own", [], [path, "sweep"]],
      ["a subsystem", ["-s"], ["sftp"]],
    ])("gets the reader for %s", (_, args, command) => {
      const { stdout, status } = ssh(args, command);
      expect(stdout).toMatch(hello);
      expect(stdout.replace(hello, "")).toBe("");
      expect(status).toBe(0);
      leftNothing();
    });

    it.each([
      ["shell text", `touch ${canary}\n\n`],
      ["shell text behind a number", `1 touch ${canary}\n\n`],
      ["a number that is a command", `$(touch ${canary}) stat /\n\n`],
      ["a number that is a pattern", "* stat /\n\n"],
      ["a number with an option of printf", "-v stat /\n\n"],
      ["a format", "%s%n stat /\n\n"],
      ["a verb that is a path", "1 ../../bin/sh /\n\n"],
      ["a verb of the reader's functions", "1 nft /\n\n"],
      ["a verb and no number", "stat /\n\n"],
      ["an empty line", "\n"],
      ["the program itself", readerSource],
      ["binary", Buffer.from(Array.from({ length: 4096 }, (_value, index) => (index * 37) % 256).concat(10, 10))],
      ["a line that is too long", `1 stat /${"a".repeat(20_000)}\n`],
    ])("ends it by %s", (_, input) => {
      const { stdout, stderr, status } = ssh([], [], input);
      expect(stdout.replace(hello, "")).toBe("");
      expect(stderr).toContain("plimsoll reader: that is no request");
      expect(status).toBe(3);
      leftNothing();
    });

    it("ends it by 10 MB without a line break, before they are in memory", () => {
      const { stdout, status } = ssh([], [], Buffer.alloc(10_000_000, "a"));
      expect(stdout.replace(hello, "")).toBe("");
      expect(status).not.toBe(0);
    });

    it.each([
      `/$(touch ${canary})`,
      `/\`touch ${canary}\``,
      `/'; touch ${canary}; '`,
      `/"; touch ${canary}`,
      "/* -exec id",
    ])("has %s taken for a path", (argument) => {
      const { stdout, status } = ssh(
        [],
        [],
        `1 stat ${argument}\n2 read ${argument}\n3 list ${argument}\n4 keys ${argument}\n\n`,
      );
      expect(answersIn(stdout)).toEqual([["1 absent", "2 absent", "3 absent", "4 absent"]]);
      expect(status).toBe(0);
      leftNothing();
    });

    it("ends it with what follows a request of two lines", () => {
      const { stdout, status } = ssh([], [], `1 stat /etc\n\n2 stat /\ntouch ${canary}\n3 stat /\n\n`);
      expect(answersIn(stdout)).toEqual([["1 ok"]]);
      expect(status).toBe(3);
      leftNothing();
    });

    it("changes nothing by its environment", () => {
      const sent = [
        "LC_ALL=de_DE.UTF-8",
        "LANG=tr_TR.UTF-8",
        "LC_X=() { :; }; touch /home/canary",
        "ENV=/etc/passwd",
        "IFS=a",
      ];
      const args = sent.flatMap((variable) => [
        "-o",
        `SetEnv=${variable.replace(/=.*/, "")}="${variable.replace(/^[^=]*=/, "")}"`,
      ]);
      const asked = "1 stat /etc/shadow\n2 read /none\n\n";
      const plain = ssh([], [], asked);
      expect(plain.stdout).toMatch(hello);
      expect(ssh([...args, "-o", "SendEnv=*"], [], asked).stdout).toBe(plain.stdout);
      leftNothing();
    });

    it("gets no terminal, and no command either by asking for one", () => {
      const { stdout, stderr } = ssh(["-tt"], ["id"]);
      expect(stderr).toContain("PTY allocation request failed");
      expect(stdout.replace(hello, "")).toBe("");
    });
  });

  describe("a client of SSH", () => {
    const clients = new Map<string, ssh2.Client>();
    const enter = (name: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const client = new ssh2.Client();
        clients.set(name, client);
        client.on("ready", resolve).on("error", reject);
        client.connect({
          host: "127.0.0.1",
          port: node.port,
          username: "audit",
          privateKey: readFileSync(workshop.path(name)),
          hostVerifier: (key: Buffer) => node.hostKeys.some((known) => known.includes(key.toString("base64"))),
          // Nobody listens there: it is not asked for before the server has agreed to forward.
          agent: workshop.path("no-agent.sock"),
          agentForward: true,
        });
      });
    const socket = createServer((connection) => connection.on("error", () => undefined));
    beforeAll(async () => {
      socket.listen(workshop.path("socket"));
      await once(socket, "listening");
      chmodSync(workshop.path("socket"), 0o777);
      await Promise.all([enter("key"), enter("free")]);
    });
    afterAll(() => {
      for (const client of clients.values()) client.end();
      socket.close();
    });

    type Callback = (error: Error | null | undefined) => void;
    type Wish = (client: ssh2.Client, done: Callback) => unknown;
    const said = (key: string, wish: Wish): Promise<string> =>
      new Promise((resolve, reject) => {
        const client = clients.get(key);
        if (client === undefined) reject(new Error(`no client with ${key}`));
        else wish(client, (error) => resolve(error?.message ?? "granted"));
      });
    const wishes: Readonly<Record<string, Wish>> = {
      "a connection onwards (-L, -D, -W)": (client, done) =>
        client.forwardOut("127.0.0.1", 0, "127.0.0.1", node.port, done),
      "a port that listens (-R)": (client, done) => client.forwardIn("127.0.0.1", 0, done),
      "a terminal": (client, done) => client.exec("id", { pty: true }, done),
      "a shell with a terminal": (client, done) => client.shell(done),
      "an agent": (client, done) => client.exec("id", { agentForward: true } as ssh2.ExecOptions, done),
      files: (client, done) => client.sftp(done),
      "a connection to a socket": (client, done) =>
        client.openssh_forwardOutStreamLocal(workshop.path("socket"), (error) => done(error ?? undefined)),
      "a socket that listens": (client, done) =>
        client.openssh_forwardInStreamLocal("/home/audit/canary.sock", (error) => done(error ?? undefined)),
      "a display": (client, done) => client.exec("id", { x11: true }, done),
    };

    it.each(Object.entries(wishes))("is refused %s with the key of the reader", async (_, wish) => {
      expect(await said("key", wish)).not.toBe("granted");
    });

    it.each(Object.entries(wishes))("is granted %s with another key", async (_, wish) => {
      expect(await said("free", wish)).toBe("granted");
    });
  });
});

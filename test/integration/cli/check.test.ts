import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Terminal } from "../../../src/cli/terminal/terminal.ts";
import { failure, listedNode as listed, listing } from "../../support/api-replies.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { nodeRecording } from "../../support/recordings.ts";
import { sweepHeader, sweepOf } from "../../support/sweep.ts";
import { api, file, folder, kubeconfig } from "../api/api-under-test.ts";
import { knows } from "../connect/connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, script, startSshd, user } from "../connect/sshd.ts";

const label = "node-role.kubernetes.io/control-plane";

const nodes = listing(listed("cp1", "10.0.0.11", { [label]: "" }), listed("w1", "10.0.0.12"));

describe.skipIf(!canRunSshd("plimsoll check"))("plimsoll check", () => {
  const workshop = createWorkshop();
  let cp: Sshd;
  let worker: Sshd;
  let sudoless: Sshd;
  let shellless: Sshd;
  let foreign: Sshd;

  beforeAll(async () => {
    const authorized = [makeKey(workshop.path("key"))];
    const forced = (name: string, text: string) =>
      startSshd(workshop, {
        name,
        authorized,
        config: [`ForceCommand ${script(workshop, `${name}.sh`, text)}`],
      });
    cp = await startSshd(workshop, { name: "cp1", authorized });
    worker = await startSshd(workshop, { name: "w1", authorized });
    sudoless = await forced("sudoless", "echo 'sudo: a password is required' >&2; exit 1");
    shellless = await forced("shellless", "echo 'This account is currently not available.' >&2; exit 1");
    foreign = await startSshd(workshop, { name: "foreign", authorized: [makeKey(workshop.path("other"))] });
  });
  afterAll(async () => {
    await Promise.all([cp, worker, sudoless, shellless, foreign].map((sshd) => sshd?.stop()));
    workshop.remove();
  });

  const hostOf = (name: string, port: number, ssh: object = {}, role = "worker") => ({
    name,
    address: "127.0.0.1",
    role,
    ssh: { port, ...ssh },
  });
  const hosts = () => [hostOf("cp1", cp.port, {}, "control-plane"), hostOf("w1", worker.port)];
  const key = () => ({ identityFile: workshop.path("key"), privilege: "none" });
  const all = () => [cp, worker, sudoless, shellless, foreign].map(knows).join("");
  const inventory = (given: readonly object[], more: object = {}, known = all(), ssh: object = key()): string =>
    file(stringify({ cluster: "c", ssh: { user, knownHosts: file(known), ...ssh }, hosts: given, ...more }));

  async function check(path: string, args: readonly string[] = [], world: Partial<Terminal> = {}) {
    const around = { workingDirectory: folder, columns: 1000, ...world };
    const ended = await plimsollIn(around, "check", "-i", path, ...args);
    return { ...ended, lines: ended.printed.split("\n") };
  }
  async function found(path: string, ...args: readonly string[]) {
    const { status, printed } = await check(path, ["--json", ...args]);
    return { status, ...JSON.parse(printed) };
  }

  it("is content where an audit would read all, and has run nothing but the reader's start", async () => {
    const server = await api(nodes);
    const { status, lines, talked } = await check(inventory(hosts(), { kubeconfig: kubeconfig(server.url) }));
    const place = (port: number) => `127.0.0.1:${port}`.padEnd(15);
    expect(lines).toEqual([
      "HOST  ADDRESS          FIRST STEP THAT FAILS",
      `cp1   ${place(cp.port)}  none`,
      `w1    ${place(worker.port)}  none`,
      "",
      "2 of 2 hosts can be read whole by an audit",
      expect.stringMatching(/^API server https:\S+: 2 nodes, (\d+) of \1 rights$/),
      "",
      "Nothing to mend was found.",
    ]);
    expect([status, talked]).toEqual([0, ""]);
    await worker.logged(/Starting session: command/);
    expect(worker.log().match(/Starting session: \S+/g)).toHaveLength(1);
  });

  it("names the first step that fails of each host, and says by cause what happened and what to do", async () => {
    const closed = await freePort();
    const given = [
      ...hosts(),
      hostOf("closed", closed),
      hostOf("locked", foreign.port),
      hostOf("sudoless", sudoless.port, { privilege: "sudo" }),
      hostOf("shellless", shellless.port),
      hostOf("nameless", cp.port, {}),
    ].map((host) => (host.name === "nameless" ? { ...host, address: "nameless.invalid" } : host));
    const known = [cp, sudoless, shellless, foreign].map(knows).join("");
    const { status, lines, printed } = await check(inventory(given, {}, known));
    expect(status).toBe(3);
    expect(lines.slice(1, 8).map((line) => line.replace(/^(\S+) +\S+ +/, "$1 "))).toEqual([
      "cp1 none",
      expect.stringMatching(/^w1 host key: \S+ has no entry for the host, which offers the ssh-ed25519 key SHA256:/),
      "closed port: the connection was refused",
      expect.stringMatching(/^locked login: the server does not let \S+ in with the key /),
      "sudoless root: sudo: a password is required",
      expect.stringMatching(/^shellless reader: .*: This account is currently not available\.$/),
      expect.stringMatching(/^nameless name: /),
    ]);
    expect(lines).toContain("1 of 7 hosts can be read whole by an audit");
    expect(lines).toContain("API server not asked, the inventory names none");
    const names = ["Host key not known", "Connection refused", "Login refused", "sudo or doas refused", "Shell ended"];
    for (const name of [...names, "Name not resolved"]) {
      const [, block = ""] = new RegExp(`\n${name}: 1 host \\(\\w+\\)\n((?: .*\n)+)`).exec(printed) ?? [];
      expect(block).toMatch(
        /What happened: .*\n(?:.*\n)* {2}What to do: .*\n(?:.*\n)* {2}Not Reviewed for it: \d+ of 92/,
      );
    }
    expect(printed).toMatch(/\nNot asked: API server\n/);
  });

  it("makes one line of many hosts with the same cause", async () => {
    const closed = await freePort();
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...hostOf(`n${index}`, closed),
      address: `127.0.0.${index + 1}`,
    }));
    const { printed } = await check(inventory(many));
    expect(printed).toContain("\nConnection refused: 30 hosts (n0, n1, n2, n3, n4 and 25 others)\n");
    expect(printed.match(/What happened:/g)).toHaveLength(2);
  });

  it("says the same as JSON", async () => {
    const closed = await freePort();
    const { status, ...all } = await found(inventory([...hosts(), hostOf("closed", closed)]));
    expect(status).toBe(3);
    expect(all).toMatchObject({
      schemaVersion: 1,
      cluster: "c",
      complete: false,
      tried: "login",
      rules: 92,
      hosts: [
        { name: "cp1", failed: null, hostKeyTrust: "known", hostKey: expect.stringMatching(/^SHA256:/) },
        { name: "w1", port: worker.port, failed: null },
        { name: "closed", failed: { step: "port", stage: "tcp", cause: "refused" } },
      ],
      api: null,
      gaps: [
        { of: "hosts", cause: "refused", names: ["closed"], todo: expect.any(String), happened: expect.any(String) },
        { of: "API server", cause: "not-configured" },
      ],
    });
    expect(all.gaps[0].rules).toContain("V-242387");
    expect(all.gaps[0].rules).not.toContain("V-242376");
  });

  it("takes no API in the inventory for no gap, and an API that is not read for one", async () => {
    expect((await found(inventory(hosts()))).status).toBe(0);
    const server = await api(() => failure(500, "InternalError", { "Retry-After": "600" }));
    const path = inventory(hosts(), { kubeconfig: kubeconfig(server.url) });
    expect(await found(path)).toMatchObject({ status: 3, complete: false, api: { state: "unread" } });
    expect((await found(path, "--no-api")).status).toBe(0);
  });

  it("names every difference from the API, with nothing raw of it", async () => {
    const server = await api(
      listing(
        listed("cp1", "10.0.0.11", { [label]: "" }),
        listed("w1", "10.0.0.12", { [label]: "" }),
        listed("w2\u001b[31m", "10.0.0.13"),
      ),
    );
    const path = inventory(
      [...hosts(), hostOf("old1", worker.port, { jump: { address: "127.0.0.1", port: cp.port } })],
      {
        kubeconfig: kubeconfig(server.url),
      },
    );
    const { status, lines, printed } = await check(path);
    expect(lines).toEqual(
      expect.arrayContaining([
        `w1: the inventory says worker, the API server says control-plane (its label ${label})`,
        "old1: the API server lists no such node",
        "w2⟨ESC⟩[31m: the API server lists this node (worker), the inventory does not",
        "Not in the inventory: 1 node (w2⟨ESC⟩[31m)",
      ]),
    );
    expect(printed).not.toContain("\u001b");
    expect(status).toBe(3);
  });

  it("reads at the console what is given, and does not contact that host", async () => {
    const closed = await freePort();
    mkdirSync(join(folder, "sweeps"));
    writeFileSync(join(folder, "sweeps/w1.sweep"), sweepOf(nodeRecording("w1"), sweepHeader("w1")));
    const path = inventory([hosts()[0] ?? {}, hostOf("w1", closed)]);
    const { status, lines } = await check(path, ["--from", "sweeps"]);
    expect(lines[2]).toMatch(/^w1 .* none, read by console: w1\.sweep$/);
    expect(lines).toContain("2 of 2 hosts can be read whole by an audit");
    expect(status).toBe(0);
    expect((await found(path, "--from", "sweeps")).hosts[1]).toMatchObject({ name: "w1", failed: null });
    const none = await check(inventory(hosts()), ["--from", "nowhere.sweep"]);
    expect(none).toMatchObject({ status: 2, talked: "plimsoll: nowhere.sweep: there is no such file or folder\n" });
  });

  it("ends early where it is interrupted, with a line for each host", async () => {
    const onInterrupt = (listener: (signal: "SIGINT") => void) => {
      listener("SIGINT");
      return () => undefined;
    };
    const server = await api(nodes);
    const path = inventory(hosts(), { kubeconfig: kubeconfig(server.url) });
    const { status, lines } = await check(path, [], { onInterrupt });
    expect(lines.slice(1, 3)).toEqual([
      expect.stringMatching(/^cp1 .*: .*the run was interrupted$/),
      expect.stringMatching(/^w1 .*: .*the run was interrupted$/),
    ]);
    expect([status, server.log]).toEqual([130, []]);
  });

  it("is a wrong command line where nothing is left to try", async () => {
    const path = inventory(hosts());
    expect(await check(path, ["--no-hosts"])).toMatchObject({ status: 2 });
    expect(await check(path, ["--no-hosts", "--from", "x"])).toMatchObject({ status: 2 });
    expect(await check("/none/inventory.yaml")).toMatchObject({ status: 2 });
  });

  describe("--no-login", () => {
    const knock = (path: string, ...more: readonly string[]) => check(path, ["--no-login", ...more]);
    const keyless = (given: readonly object[], known = all()) => inventory(given, {}, known, {});

    it("needs no key, and logs in nowhere", async () => {
      const logged = (sshd: Sshd) => sshd.log().match(/Accepted publickey/g)?.length ?? 0;
      const before = [logged(cp), logged(worker)];
      const { status, lines } = await knock(keyless(hosts()));
      expect(lines).toContain("2 of 2 hosts show a key that is known; no login was tried there");
      expect([status, logged(cp), logged(worker)]).toEqual([0, ...before]);
      await worker.logged(/Disconnected from 127\.0\.0\.1[^\n]*\[preauth\]/);
    });

    it("tells a key that has changed", async () => {
      const { status, lines } = await knock(keyless(hosts(), knows(cp) + knows({ ...worker, hostKeys: cp.hostKeys })));
      expect(lines[2]).toMatch(
        /^w1 .* host key: the host offers the ssh-ed25519 key SHA256:\S+, but \S+:2 has another$/,
      );
      expect(lines).toContain("Host key changed: 1 host (w1)");
      expect(status).toBe(3);
    });

    it("needs the key of a jump host, and logs in there only", async () => {
      const behind = (jump: object) => [
        hostOf("w1", worker.port, { jump: { address: "127.0.0.1", port: cp.port, ...jump } }),
      ];
      expect(await knock(keyless(behind({})))).toMatchObject({
        status: 2,
        talked: "plimsoll: w1 has no identityFile in the inventory, and no agent runs (SSH_AUTH_SOCK is not set)\n",
      });
      expect((await knock(keyless(behind({ identityFile: workshop.path("key") })))).status).toBe(0);
      const refused = await check(inventory(behind({ identityFile: workshop.path("other") })));
      expect(refused.lines[1]).toMatch(/^w1 .* jump host: the jump host \S+ failed: the server does not let /);
      expect(refused.lines).toContain("Login refused on the way: 1 host (w1)");
    });
  });
});

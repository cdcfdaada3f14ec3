import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tunnelThrough } from "../../../src/connect/api/tunnel.ts";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { PasswordOutcome } from "../../../src/connect/logins/password-turns.ts";
import { startCommand } from "../../../src/connect/privilege/start-command.ts";
import { type SudoPassword, sudoPassword } from "../../../src/connect/privilege/sudo-password.ts";
import type { Connection } from "../../../src/connect/session.ts";
import { type Host, type Privilege, transports } from "../../../src/inventory/inventory.ts";
import { plimsoll } from "../../support/plimsoll.ts";
import { connectTo, hostAt, identityAt, knows, patient, reachable, sessionOf, textOf } from "./connect.ts";
import { createWorkshop, makeKey } from "./sshd.ts";
import { canRunSudoNode, password, type SudoNode, standsInProcessList, startSudoNode } from "./sudo-node.ts";

const canRun = canRunSudoNode("privilege");

describe.skipIf(!canRun).each(transports)("the rights of the reader with %s", (client) => {
  const workshop = createWorkshop();
  let node: SudoNode;
  let identity: Identity;
  let open: Connection[] = [];

  beforeAll(async () => {
    node = await startSudoNode(workshop, [makeKey(workshop.path("key"))]);
    identity = await identityAt(workshop.path("key"));
  });
  beforeEach(() => node.inside("printf 'once\\n' >/home/secret; chmod 600 /home/secret; rm -f /etc/doas.conf"));
  afterEach(() => {
    for (const { session } of open) session?.close();
    open = [];
  });
  afterAll(async () => {
    await node?.stop();
    workshop.remove();
  });

  const host = (privilege: Privilege, name = "node"): Host => ({
    ...hostAt(node.port, { transport: client, user: "audit", identityFile: identity.path, privilege }),
    name,
  });
  const connect = async (to: Host, given?: SudoPassword, request = patient.request): Promise<Connection> => {
    const connection = await connectTo(to, {
      knownHosts: knows(node),
      identities: [identity],
      deadlines: { ...patient, request },
      ...(given && { sudoPassword: given }),
    });
    open.push(connection);
    return connection;
  };
  const secret = async (connection: Connection): Promise<string> =>
    textOf(await sessionOf(connection).ask({ verb: "read", argument: "/home/secret" }));

  /** A password that notes what sudo made of it. */
  const noted = (text: string): SudoPassword & { readonly outcomes: PasswordOutcome[] } => {
    const given = sudoPassword(text);
    const outcomes: PasswordOutcome[] = [];
    const lend: SudoPassword["lend"] = async (name) => {
      const lent = await given.lend(name);
      return (
        lent && {
          ...lent,
          settle: (outcome) => {
            outcomes.push(outcome);
            lent.settle(outcome);
          },
        }
      );
    };
    return { ...given, lend, outcomes };
  };
  /** The line that allows what is started with a password, and nothing else. */
  const withPassword = "audit ALL=(root) /bin/sh -c echo plimsoll-shell; exec /bin/sh -s";

  describe("sudo with a password", () => {
    it("gives it to sudo alone, and no process shows it", async () => {
      node.allow("Defaults lecture=always", withPassword);
      const given = noted(password);
      const connection = await connect(host("sudo-password"), given);
      expect(connection.transport).toMatchObject({ outcome: "connected", message: "" });
      expect(await secret(connection)).toBe("once\n");
      expect(standsInProcessList("plimsoll-shell")).toBe(true);
      expect(standsInProcessList(password)).toBe(false);
      expect(node.inside("grep -rlF 'Kraweel-7' /home /run/sudo /var/lib/sudo || echo nowhere")).toBe("nowhere\n");
      expect(node.inside("ls -A /run/sudo/ts /var/lib/sudo/ts 2>/dev/null || :")).toBe("");
      expect(given.outcomes).toEqual(["accepted"]);
      expect(node.failures()).toBe(0);
    });

    it("keeps it where sudo does not ask", async () => {
      node.allow("audit ALL=(root) NOPASSWD: ALL");
      const given = noted(password);
      expect(await secret(await connect(host("sudo-password"), given))).toBe("once\n");
      expect(given.outcomes).toEqual(["unknown"]);
    });

    it("sends a wrong one once, and leaves without a second failure", async () => {
      node.allow(withPassword);
      const given = noted("Kogge-8");
      const { transport } = await connect(host("sudo-password"), given);
      expect(transport).toMatchObject({
        stage: "exec",
        outcome: "sudo-refused",
        message: "sudo did not take the password",
      });
      expect(node.failures()).toBe(1);
      expect(given.outcomes).toEqual(["refused"]);
      expect(standsInProcessList("plimsoll-password-prompt")).toBe(false);
    });

    it("says what sudo says where it asks only once", async () => {
      node.allow("Defaults passwd_tries=1", withPassword);
      const { transport } = await connect(host("sudo-password"), sudoPassword("Kogge-8"));
      expect(transport).toMatchObject({
        outcome: "sudo-refused",
        message: "sudo did not take the password (sudo: 1 incorrect password attempt)",
      });
      expect(node.failures()).toBe(1);
    });

    it("does not send a password to a third host that two have refused", async () => {
      node.allow(withPassword);
      const given = sudoPassword("Kogge-8");
      const all = await Promise.all(["a", "b", "c", "d"].map((name) => connect(host("sudo-password", name), given)));
      expect(all.map(({ transport }) => transport.outcome)).toEqual(Array(4).fill("sudo-refused"));
      const messages = all.map(({ transport: { message } }) => message).sort();
      expect(messages.slice(0, 2)).toEqual(Array(2).fill("sudo did not take the password"));
      expect(messages[2]).toBe(messages[3]);
      expect(messages[2]).toMatch(/^sudo refused the password on [a-d] and [a-d]: it is not sent again$/);
      expect(node.failures()).toBe(2);
    });

    it("takes a right password that the policy refuses for what it is", async () => {
      node.allow("audit ALL=(root) /bin/true");
      const given = noted(password);
      const { transport } = await connect(host("sudo-password"), given);
      expect(transport.outcome).toBe("sudo-refused");
      expect(transport.message).toMatch(/^Sorry, user audit is not allowed to execute/);
      expect(given.outcomes).toEqual(["accepted"]);
      expect(node.failures()).toBe(0);
    });

    it("says what sudo asks for besides, and answers it nothing", async () => {
      node.allow(withPassword);
      node.inside("chage -d 0 audit");
      const { transport } = await connect(host("sudo-password"), sudoPassword(password), 3_000);
      node.inside("chage -d 20000 audit");
      expect(transport).toMatchObject({ stage: "exec", outcome: "timed-out" });
      expect(transport.message).toMatch(
        /^sudo started nothing: no answer within 3 s; the last it said was "\[sudo\] password for .*"$/,
      );
      expect(transport.message).not.toContain(password);
      expect(standsInProcessList("plimsoll-password-prompt")).toBe(false);
      expect(node.failures()).toBe(0);
    });

    it.each([
      ["right", password, /^(?!.*sudo-refused)/s],
      ["wrong", "Kogge-8", /w1: sudo-refused: sudo did not take the password/],
    ])("leaves a %s password in no file and no word of a run", async (name, text, says) => {
      node.allow(withPassword);
      const folder = workshop.path(name);
      mkdirSync(folder);
      writeFileSync(workshop.path(`${name}.password`), `${text}\n`, { mode: 0o600 });
      writeFileSync(workshop.path("known_hosts"), knows(node));
      writeFileSync(workshop.path("inventory.yaml"), inventory());
      const ended = await plimsoll(
        ...["collect", "-i", workshop.path("inventory.yaml"), "-o", join(folder, "run"), "--log-level", "debug"],
        ...["--sudo-password-file", workshop.path(`${name}.password`)],
      );
      expect(ended.status, ended.stderr).toBe(0);
      expect(ended.stderr).toMatch(says);
      expect(ended.stdout + ended.stderr).not.toContain(text);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(files.length).toBeGreaterThan(1);
      for (const { parentPath, name: file } of files) expect(contentOf(join(parentPath, file))).not.toContain(text);
      node.failures();
    });

    const inventory = (): string => `cluster: lab
ssh: { user: audit, port: ${node.port}, identityFile: ./key, knownHosts: ./known_hosts, privilege: sudo-password }
hosts:
  - { name: w1, address: 127.0.0.1, role: worker }
`;
    const contentOf = (file: string): string => {
      const bytes = readFileSync(file);
      return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    };

    it("fails where no password is there", async () => {
      expect((await connect(host("sudo-password"))).transport).toMatchObject({
        outcome: "sudo-refused",
        message: "there is no password for sudo",
      });
    });
  });

  describe("doas", () => {
    const allow = (rule: string): string => node.inside(`echo '${rule}' >/etc/doas.conf`);

    it("runs the reader as root", async () => {
      allow("permit nopass audit as root cmd /bin/sh args -s");
      expect(await secret(await connect(host("doas")))).toBe("once\n");
    });

    it.each([
      ["permit audit as root", /^doas: Authori[sz]ation required$|^doas: Authentication required$/],
      ["deny audit", /^doas: Operation not permitted$/],
    ])("refuses by %s", async (rule, words) => {
      allow(rule);
      const { transport } = await connect(host("doas"));
      expect(transport.outcome).toBe("sudo-refused");
      expect(transport.message).toMatch(words);
    });

    it("is not enabled", async () => {
      const { transport } = await connect(host("doas"));
      expect(transport.outcome).toBe("sudo-refused");
      expect(transport.message).toMatch(/doas\.conf|not enabled/);
    });
  });

  it("reads as the user who logs in where nobody gives it more, and says what was denied", async () => {
    const session = sessionOf(await connect(host("none")));
    expect(await session.ask({ verb: "read", argument: "/home/secret" })).toMatchObject({
      state: "failed",
      cause: "permission-denied",
      message: expect.stringContaining("Permission denied"),
    });
  });

  it("does not find what is not installed", async () => {
    node.inside("mount --bind /dev/null /usr/bin/doas");
    const { transport } = await connect(host("doas"));
    node.inside("umount /usr/bin/doas");
    expect(transport).toMatchObject({ outcome: "sudo-refused", message: expect.stringMatching(/doas: /) });
  });

  it.each(["sudo", "sudo-password", "doas"] as const)("reads a kubeconfig on the node by %s", async (privilege) => {
    node.allow(privilege === "sudo" ? "audit ALL=(root) NOPASSWD: /bin/sh -s" : withPassword);
    node.inside("echo 'permit nopass audit as root' >/etc/doas.conf");
    const given = { knownHosts: knows(node), identities: [identity], sudoPassword: sudoPassword(password) };
    const tunnel = tunnelThrough(...(await reachable(host(privilege), given)), "/home/secret");
    expect(await tunnel.open()).toMatchObject({ state: "open", file: "once\n" });
    tunnel.close();
  });

  it("has one command for each way", () => {
    expect(startCommand("sudo", "shell")).toBe("sudo -n /bin/sh -s");
    expect(startCommand("doas", "installed-reader")).toBe("doas -n /usr/local/sbin/plimsoll-reader");
    expect(startCommand("none", "installed-reader")).toBe("/usr/local/sbin/plimsoll-reader");
  });
});

import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { Transport } from "../../../src/connect/session.ts";
import { type SshSettings, transports } from "../../../src/inventory/inventory.ts";
import { connectTo, hostAt, identityAt, knownHostsAt, knownHostsFile } from "./connect.ts";
import { canRunSshd, createWorkshop, makeKey, type Sshd, startSshd } from "./sshd.ts";

describe.skipIf(!canRunSshd("host keys"))("host keys", () => {
  const workshop = createWorkshop();
  const servers: Sshd[] = [];
  let node: Sshd;
  let hostKey: string;
  let authority: string;
  let other: string;
  let key: Identity;
  let authorized: readonly string[];

  beforeAll(async () => {
    authorized = [makeKey(workshop.path("key"))];
    key = await identityAt(workshop.path("key"));
    hostKey = makeKey(workshop.path("host"));
    authority = makeKey(workshop.path("authority"));
    other = makeKey(workshop.path("other"));
    node = await start("node", []);
  });

  afterAll(async () => {
    await Promise.all(servers.map((sshd) => sshd.stop()));
    workshop.remove();
  });

  async function start(name: string, config: readonly string[]): Promise<Sshd> {
    const sshd = await startSshd(workshop, {
      name,
      authorized,
      hostKeyTypes: [],
      config: [`HostKey ${workshop.path("host")}`, ...config],
    });
    servers.push(sshd);
    return sshd;
  }

  /** A server that shows a certificate of its key. */
  const startCertified = (name: string, ...options: readonly string[]): Promise<Sshd> => {
    copyFileSync(workshop.path("host.pub"), workshop.path(`${name}.pub`));
    const args = ["-q", "-s", workshop.path("authority"), "-h", "-I", name, ...options, workshop.path(`${name}.pub`)];
    execFileSync("ssh-keygen", args, { stdio: "ignore" });
    return start(name, [`HostCertificate ${workshop.path(`${name}-cert.pub`)}`]);
  };

  const connect = async (
    transport: SshSettings["transport"],
    knownHosts: string,
    { port }: Sshd = node,
    ssh: Partial<SshSettings> = {},
  ): Promise<Transport> => {
    const host = hostAt(port, { transport, identityFile: key.path, ...ssh });
    const { session, transport: went } = await connectTo(host, { knownHosts, identities: [key] });
    session?.close();
    return went;
  };

  describe.each(transports)("with %s", (transport) => {
    const at = (pattern: string): string => pattern.replaceAll("PORT", String(node.port));

    it.each([
      ["by address and port", "[127.0.0.1]:PORT KEY", "connected"],
      ["by the address alone", "127.0.0.1 KEY", "connected"],
      ["by a pattern", "[127.0.0.?]:* KEY", "connected"],
      ["by a pattern that is undone", "[127.0.0.*]:*,![127.0.0.1]:PORT KEY", "host-key-unknown"],
      ["at another port only", "[127.0.0.1]:1 KEY", "host-key-unknown"],
      ["by another key", "[127.0.0.1]:PORT OTHER", "host-key-changed"],
      ["but revoked", "@revoked * KEY\n[127.0.0.1]:PORT KEY", "host-key-changed"],
      ["while another is revoked", "@revoked * OTHER\n[127.0.0.1]:PORT KEY", "connected"],
    ])("known %s: %s", async (_how, lines, outcome) => {
      const text = at(lines).replaceAll("KEY", hostKey).replaceAll("OTHER", other);
      expect(await connect(transport, `${text}\n`)).toMatchObject({ outcome });
    });
  });

  describe("by a certificate", () => {
    it("is verified by openssh, and told apart from a known key", async () => {
      const sshd = await startCertified("good", "-n", "127.0.0.1");
      const knownHosts = `@cert-authority * ${authority}\n`;
      expect(await connect("openssh", knownHosts, sshd)).toMatchObject({
        outcome: "connected",
        hostKeyTrust: "certificate",
        hostKey: expect.stringMatching(/^SHA256:/),
        algorithms: expect.objectContaining({ hostKey: "ssh-ed25519-cert-v01@openssh.com" }),
      });
      const revoked = `${knownHosts}@revoked * ${authority}\n`;
      expect(await connect("openssh", revoked, sshd)).toMatchObject({ outcome: "host-key-changed" });
      expect(await connect("openssh", `@cert-authority * ${other}\n`, sshd)).toMatchObject({
        outcome: "host-key-unknown",
      });
    });

    it("is refused by ssh2, which names who verifies it", async () => {
      expect(await connect("ssh2", `@cert-authority * ${authority}\n`)).toMatchObject({
        outcome: "host-key-unknown",
        message: expect.stringContaining('which takes "transport: openssh"'),
      });
    });

    it.each([
      ["for another host", ["-n", "other.example"], "not a listed principal"],
      ["of the past", ["-n", "127.0.0.1", "-V", "20200101:20200102"], "expired"],
    ])("is not believed: %s", async (name, options, why) => {
      const sshd = await startCertified(name.replaceAll(" ", "-"), ...options);
      const went = await connect("openssh", `@cert-authority * ${authority}\n`, sshd);
      expect(went).toMatchObject({ stage: "host-key", outcome: "host-key-unknown" });
      expect(went.message).toContain(why);
      expect(went.hostKeyTrust).toBeUndefined();
    });
  });

  describe("with openssh", () => {
    it("is known by its alias", async () => {
      const alias = { hostKeyAlias: "node-one" };
      expect(await connect("openssh", `node-one ${hostKey}\n`, node, alias)).toMatchObject({ outcome: "connected" });
      expect(await connect("openssh", `[127.0.0.1]:${node.port} ${hostKey}\n`, node, alias)).toMatchObject({
        outcome: "host-key-unknown",
      });
    });

    it("is accepted new where that is allowed, and noted; never where it has changed", async () => {
      const accepting = { strictHostKeyChecking: "accept-new" } as const;
      const path = knownHostsAt("");
      const host = hostAt(node.port, { transport: "openssh", identityFile: key.path, ...accepting });
      const { session, transport: went } = await connectTo(host, {
        knownHosts: { ...knownHostsFile(""), path },
        identities: [key],
      });
      session?.close();
      expect(went).toMatchObject({ outcome: "connected", hostKeyTrust: "accepted-new" });
      expect(readFileSync(path, "utf8")).toContain(hostKey.trim());
      const changed = `[127.0.0.1]:${node.port} ${other}\n`;
      expect(await connect("openssh", changed, node, accepting)).toMatchObject({ outcome: "host-key-changed" });
    });
  });
});

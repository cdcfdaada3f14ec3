import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import { type Host, type SshSettings, transports } from "../../../src/inventory/inventory.ts";
import { connectTo, hostAt, identityAt, knows } from "./connect.ts";
import { canRunSshd, createWorkshop, makeKey, type Sshd, startSshd } from "./sshd.ts";

describe.skipIf(!canRunSshd("--fips"))("with approved algorithms only", () => {
  const workshop = createWorkshop();
  const running: Sshd[] = [];
  let key: Identity;
  let rsa: Identity;
  let authorized: readonly string[];

  beforeAll(async () => {
    authorized = [makeKey(workshop.path("key"), "ecdsa"), makeKey(workshop.path("rsa"), "rsa", "", "-b", "2048")];
    key = await identityAt(workshop.path("key"));
    rsa = await identityAt(workshop.path("rsa"));
  });

  afterAll(async () => {
    await Promise.all(running.map((sshd) => sshd.stop()));
    workshop.remove();
  });

  const start = async (name: string, hostKeyTypes: readonly string[], config: readonly string[] = []) => {
    const sshd = await startSshd(workshop, { name, authorized, hostKeyTypes, config });
    running.push(sshd);
    return sshd;
  };

  describe.each(transports)("with %s", (transport) => {
    const at = ({ port }: Sshd, ssh: Partial<SshSettings> = {}): Host =>
      hostAt(port, { transport, identityFile: key.path, ...ssh });
    const connect = async (sshd: Sshd, fips: boolean, ssh: Partial<SshSettings> = {}) => {
      const { session, transport: went } = await connectTo(at(sshd, ssh), {
        knownHosts: knows(sshd),
        identities: [key, rsa],
        fips,
      });
      session?.close();
      return went;
    };

    it("agrees on none but approved ones, with a server that has others too", async () => {
      const sshd = await start(`${transport}-any`, ["ed25519", "rsa", "ecdsa"]);
      for (const identityFile of [key.path, rsa.path]) {
        expect(await connect(sshd, true, { identityFile })).toMatchObject({
          outcome: "connected",
          hostKeyTrust: "known",
          algorithms: {
            kex: expect.stringMatching(/^(ecdh-sha2-nistp|diffie-hellman-group1[468]-sha)/),
            hostKey: expect.stringMatching(/^(ecdsa-sha2-nistp|rsa-sha2-)/),
            cipher: expect.stringMatching(/^aes/),
            mac: expect.stringMatching(/^(implicit|hmac-sha2-)/),
          },
        });
      }
    });

    it.each([
      ["key exchange", ["ecdsa"], ["KexAlgorithms curve25519-sha256"]],
      ["cipher", ["ecdsa"], ["Ciphers chacha20-poly1305@openssh.com"]],
      ["host key", ["ed25519"], []],
    ])("says so where the server has no approved %s", async (what, hostKeyTypes, config) => {
      const sshd = await start(`${transport}-${what.replace(" ", "")}`, hostKeyTypes, config);
      const went = await connect(sshd, true);
      expect(went).toMatchObject({ stage: "handshake", outcome: "unsupported" });
      expect(went.message).toMatch(new RegExp(`^this client and the server have no (C->S )?${what}.* in common`));
      expect(went.message).toContain("--fips offers only approved algorithms");
    });

    it("refuses a host key of RSA below 2048 bits", async () => {
      const short = workshop.path(`${transport}-short`);
      const hostKeys = [makeKey(short, "rsa", "", "-b", "1024")];
      const sshd = await start(`${transport}-short-rsa`, [], [`HostKey ${short}`, "RequiredRSASize 1024"]);
      const known = { ...sshd, hostKeys };
      expect(await connect(known, false)).toMatchObject({ outcome: "connected" });
      expect(await connect(known, true)).toMatchObject({
        stage: "host-key",
        outcome: "unsupported",
        message: expect.stringContaining("--fips"),
      });
    });
  });
});

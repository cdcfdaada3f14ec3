import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadIdentity } from "../../../src/connect/keys/identity.ts";
import { asNobody, requireTools } from "../../support/lab-requirements.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-identity-"));
const path = (name: string): string => join(directory, name);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const keygen = (name: string, ...args: readonly string[]): void =>
  void execFileSync("ssh-keygen", ["-q", "-C", "", "-f", path(name), ...args]);

/** A file that only its owner reads, as ssh wants private keys. */
const own = (name: string, content: string | Buffer): void => writeFileSync(path(name), content, { mode: 0o600 });

const hasKeygen = requireTools("private keys", [{ command: "ssh-keygen", package: "openssh-client" }]);

describe.skipIf(!hasKeygen)("private keys", () => {
  beforeAll(() => {
    keygen("ed25519", "-t", "ed25519", "-N", "");
    keygen("ecdsa", "-t", "ecdsa", "-N", "");
    keygen("rsa", "-t", "rsa", "-b", "2048", "-N", "");
    keygen("rsa-pem", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "");
    keygen("locked", "-t", "ed25519", "-N", "open sesame");
    keygen("locked-pem", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "open sesame");
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const ed = generateKeyPairSync("ed25519").privateKey;
    const locked = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" } as const;
    const ed448 = generateKeyPairSync("ed448").privateKey;
    const plain = { type: "pkcs8", format: "pem" } as const;
    own("rsa-pkcs8", rsa.export(plain));
    own("ec-pkcs8", ec.export(plain));
    own("ed-pkcs8", ed.export(plain));
    own("ed448-pkcs8", ed448.export(plain));
    own("locked-pkcs8", rsa.export(locked));
    own("locked-ed-pkcs8", ed.export(locked));
    own("text", "not a key\n");
    own("mangled", readFileSync(path("ed25519"), "utf8").replace(/\n[A-Za-z0-9]{8}/, "\nAAAAAAAA"));
    own("open-to-all", readFileSync(path("ed25519")));
    chmodSync(path("open-to-all"), 0o640);
    keygen("authority", "-t", "ed25519", "-N", "");
    keygen("certified", "-t", "ed25519", "-N", "");
    execFileSync("ssh-keygen", ["-q", "-s", path("authority"), "-I", "x", "-n", "audit", path("certified.pub")]);
  });

  it.each([
    ["ed25519", undefined, "ssh-ed25519"],
    ["ecdsa", undefined, "ecdsa-sha2-nistp256"],
    ["rsa", undefined, "ssh-rsa"],
    ["rsa-pem", undefined, "ssh-rsa"],
    ["locked", "open sesame", "ssh-ed25519"],
    ["locked-pem", "open sesame", "ssh-rsa"],
    ["rsa-pkcs8", undefined, "ssh-rsa"],
    ["ec-pkcs8", undefined, "ecdsa-sha2-nistp256"],
    ["ed-pkcs8", undefined, "ssh-ed25519"],
    ["locked-pkcs8", "open sesame", "ssh-rsa"],
    ["locked-ed-pkcs8", "open sesame", "ssh-ed25519"],
    ["ed25519.pub", undefined, "ssh-ed25519"],
    ["rsa.pub", undefined, "ssh-rsa"],
    ["ed25519", "needless", "ssh-ed25519"],
  ])("opens %s", async (name, passphrase, type) => {
    const result = await loadIdentity(path(name), passphrase);
    expect(result).toMatchObject({ state: "ok", identity: { path: path(name), key: { type } } });
  });

  it.each([
    ["none", undefined, "cannot be read: there is no such file."],
    ["locked", undefined, "is encrypted and no passphrase was given."],
    ["locked-pem", undefined, "is encrypted and no passphrase was given."],
    ["locked-pkcs8", undefined, "is encrypted and no passphrase was given."],
    ["locked", "wrong", "The passphrase given does not open"],
    ["locked-pem", "wrong", "The passphrase given does not open"],
    ["locked-pkcs8", "wrong", "The passphrase given does not open"],
    ["locked-ed-pkcs8", "wrong", "The passphrase given does not open"],
    ["ed448-pkcs8", undefined, "neither RSA nor EC nor ed25519"],
    ["open-to-all", undefined, "can be read by others than its owner: chmod 600"],
    ["certified-cert.pub", undefined, "is a certificate, which only the transport openssh can show."],
    ["text", undefined, "holds no private key."],
    ["mangled", undefined, "is in a format this client cannot read"],
  ])("says in one sentence why it does not open %s (%s)", async (name, passphrase, words) => {
    const result = await loadIdentity(path(name), passphrase);
    if (result.state === "ok") throw new Error("it opened");
    expect(result.state).toBe(/passphrase/.test(words) ? "locked" : "unusable");
    expect(result.message).toContain(words);
    expect(result.message).toContain(path(name));
    expect(result.message).toMatch(/^The [^\n]*\.$/);
  });

  it("signs with an ed25519 key of PKCS#8 as its owner does", async () => {
    const result = await loadIdentity(path("ed-pkcs8"));
    if (result.state !== "ok") throw new Error(result.message);
    const { key } = result.identity;
    const signed = key.sign(Buffer.from("said"));
    const shown = createPublicKey(readFileSync(path("ed-pkcs8")));
    expect(verify(null, Buffer.from("said"), shown, signed)).toBe(true);
    expect(key.isPrivateKey()).toBe(true);
  });

  it("says that a file may not be read", async () => {
    own("forbidden", "");
    chmodSync(path("forbidden"), 0);
    expect(await asNobody(() => loadIdentity(path("forbidden")))).toMatchObject({
      message: expect.stringContaining("it may not be read by this user"),
    });
  });
});

import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadIdentity } from "../../../src/connect/identity.ts";
import { asNobody, requireTools } from "../../support/lab-requirements.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-identity-"));
const path = (name: string): string => join(directory, name);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const keygen = (name: string, ...args: readonly string[]): void =>
  void execFileSync("ssh-keygen", ["-q", "-C", "", "-f", path(name), ...args]);

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
    writeFileSync(path("rsa-pkcs8"), rsa.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(path("ec-pkcs8"), ec.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(path("ed-pkcs8"), ed.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(path("locked-pkcs8"), rsa.export(locked));
    writeFileSync(path("text"), "not a key\n");
    writeFileSync(path("mangled"), readFileSync(path("ed25519"), "utf8").replace(/\n[A-Za-z0-9]{8}/, "\nAAAAAAAA"));
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
    ["locked-pkcs8", "open sesame", "ssh-rsa"],
    ["ed25519", "needless", "ssh-ed25519"],
  ])("opens %s", async (name, passphrase, type) => {
    const result = await loadIdentity(path(name), passphrase);
    expect(result).toMatchObject({ state: "ok", identity: { path: path(name), key: { type } } });
  });

  it.each([
    ["none", undefined, "cannot be read: no such file."],
    ["locked", undefined, "is encrypted and no passphrase was given."],
    ["locked-pem", undefined, "is encrypted and no passphrase was given."],
    ["locked-pkcs8", undefined, "is encrypted and no passphrase was given."],
    ["locked", "wrong", "The passphrase given does not open"],
    ["locked-pem", "wrong", "The passphrase given does not open"],
    ["locked-pkcs8", "wrong", "The passphrase given does not open"],
    ["ed-pkcs8", undefined, "neither RSA nor EC"],
    ["ed25519.pub", undefined, "holds no private key."],
    ["text", undefined, "holds no private key."],
    ["mangled", undefined, "is in a format this client cannot read"],
  ])("says in one sentence why it does not open %s (%s)", async (name, passphrase, words) => {
    const result = await loadIdentity(path(name), passphrase);
    expect(result.state).toBe("unusable");
    if (result.state !== "unusable") return;
    expect(result.message).toContain(words);
    expect(result.message).toContain(path(name));
    expect(result.message).toMatch(/^The [^\n]*\.$/);
  });

  it("says that a file may not be read", async () => {
    writeFileSync(path("forbidden"), "");
    chmodSync(path("forbidden"), 0);
    expect(await asNobody(() => loadIdentity(path("forbidden")))).toMatchObject({
      message: expect.stringContaining("EACCES"),
    });
  });
});

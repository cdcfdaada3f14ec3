import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askReader } from "./ask-reader.ts";
import { readerShells, unprivileged } from "./reader-shells.ts";

let root = "";
const key = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n";

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "plimsoll-keys-"));
  chmodSync(root, 0o755);
  mkdirSync(join(root, "pki/etcd"), { recursive: true });
  const file = (name: string, text: string | Buffer, mode = 0o644): void => {
    writeFileSync(join(root, name), text);
    chmodSync(join(root, name), mode);
  };
  file("pki/ca.crt", "-----BEGIN CERTIFICATE-----\n");
  file("pki/ca.key", key, 0o600);
  file("pki/etcd/bundle.pem", `-----BEGIN CERTIFICATE-----\n${key}`);
  file("pki/.hidden", Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(key)]));
  file("pki/with\nline break", key);
  file("elsewhere", key);
  symlinkSync("../elsewhere", join(root, "pki/link"));
  symlinkSync("nowhere", join(root, "pki/dangling"));
  symlinkSync("pki", join(root, "link-to-pki"));
  mkdirSync(join(root, "none"));
  file("none/ca.crt", "certificate");
  mkdirSync(join(root, "endless"));
  symlinkSync("/proc/kmsg", join(root, "endless/link"));
  mkdirSync(join(root, "vanishing"));
  file("vanishing/a.gone", key);
  file("vanishing/b.gone", key);
  file("vanishing/c", key);
  mkdirSync(join(root, "many"));
  for (let index = 0; index < 2001; index++) writeFileSync(join(root, "many", String(index)), "");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

for (const { name, shell, source } of readerShells()) {
  describe(`keys under ${name}`, () => {
    const ask = async (directory: string, as = shell, program = source) =>
      (await askReader(as, [{ verb: "keys", argument: join(root, directory) }], program)).answers[0];
    const named = async (directory: string) => {
      const answer = await ask(directory);
      if (answer?.state !== "answered") return answer;
      const text = answer.payload.toString();
      return text.split("/\n").slice(0, -1).toSorted();
    };

    it("names the files that hold a private key, and says nothing of what is in them", async () => {
      const holders = [".hidden", "ca.key", "etcd/bundle.pem", "link", "with\nline break"];
      expect(await named("pki")).toEqual(holders.map((holder) => join(root, "pki", holder)));
      expect(await named("link-to-pki")).toEqual(holders.map((holder) => join(root, "link-to-pki", holder)));
      expect(await named("none")).toEqual([]);
    });

    it("tells no directory, and too many files, from none that holds one", async () => {
      expect(await ask("missing")).toMatchObject({ state: "absent" });
      expect(await ask("many")).toMatchObject({ state: "failed", cause: "withheld" });
    });

    it("does not wait for what never ends", async () => {
      expect(await ask("endless")).toMatchObject({ state: "failed" });
    });

    it("looks on where a file vanishes", async () => {
      const met = 'set -- "$@" "$file" ;;';
      expect(source).toContain(met);
      const program = source.replace(met, `set -- "$$@" "\${file%.gone}" ;;`);
      const look = (directory: string) => ask(directory, shell, program);
      const answer = await look("vanishing");
      expect(answer?.state === "answered" ? answer.payload.toString() : answer).toBe(`${root}/vanishing/c/\n`);
      rmSync(join(root, "vanishing/c"));
      expect(await look("vanishing")).toMatchObject({ state: "answered", payload: Buffer.from("") });
      writeFileSync(join(root, "vanishing/c"), key);
    });

    it.skipIf(process.getuid?.() !== 0)("does not pass over what it may not read", async () => {
      expect(await ask("pki", unprivileged(shell))).toMatchObject({ state: "failed", cause: "permission-denied" });
    });
  });
}

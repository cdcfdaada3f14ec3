import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import { parseCredentialPlaces } from "../../../src/probes/parse/credential-lines.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells, unprivileged } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-credentials-"));
execFileSync("chmod", ["755", root]);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const made = makeCertificates(new Date("2026-05-01T12:00:00Z"));
const [ca, cert, key] = [made.ca, made.cert, made.key].map((pem) => pem.replaceAll("\r\n", "\n")) as [
  string,
  string,
  string,
];
const lines = key.split("\n");
const bodyOfKey = lines.slice(1, -2).join("\n");
const end = "-----END CERTIFICATE-----";

/** What a file holds, and which certificates of it leave the node; none: it is withheld. */
const files: readonly (readonly [what: string, text: string, sent: string | undefined])[] = [
  ["a certificate and its key", cert + key, cert],
  ["a key before it", key + cert, cert],
  ["a key between two", cert + key + ca, cert + ca],
  ["CRLF", (cert + key + ca).replaceAll("\n", "\r\n"), cert + ca],
  ["text around it", `subject=CN=a\n${cert}some key below\n${key}`, cert],
  ["no line break at its end", cert.trimEnd(), cert],
  ["a key alone", key, ""],
  ["nothing", "", ""],
  ["an END line cut off before a key", cert.replace(end, "-----END CERTIF") + key, undefined],
  ["an END line that is missing before a key", cert.replace(`${end}\n`, "") + key, undefined],
  ["an END line that is missing before another", cert.replace(`${end}\n`, "") + ca, undefined],
  ["END and a key's BEGIN in one line", cert.trimEnd() + key, undefined],
  ["END and another's BEGIN in one line", cert.trimEnd() + ca, undefined],
  ["cut off in the middle", cert.slice(0, 500), undefined],
  ["a key in a certificate's block", key.replaceAll("PRIVATE KEY", "CERTIFICATE"), undefined],
  ["a key's lines within the block", cert.replace(end, `${bodyOfKey}\n${end}`), undefined],
  ["a key's lines at the beginning of the block", cert.replace("\n", `\n${bodyOfKey}\n`), undefined],
  ["one that is whole behind one that is not", cert.slice(0, 500) + key + ca, undefined],
  ["a request for one", cert.replaceAll("CERTIFICATE", "CERTIFICATE REQUEST"), undefined],
  ["one of OpenSSL's trusted ones", cert.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE"), undefined],
  ["a name before BEGIN", `x ${cert}`, undefined],
];
const file = (index: number): string => join(root, String(index));
for (const [index, [, text]] of files.entries()) writeFileSync(file(index), text);

const node = join(root, "node");
const put = (path: string, text = ""): void => {
  mkdirSync(dirname(join(node, path)), { recursive: true });
  writeFileSync(join(node, path), text, { mode: 0o600 });
};
for (const path of [
  ...["config", "config.old", "prod.yaml", "notes.txt", "cache/config"].map((name) => `home/joe/.kube/${name}`),
  ...[".aws/credentials", ".aws/config", ".azure/msal_token_cache.json", ".config/gcloud/credentials.db"].map(
    (name) => `home/joe/${name}`,
  ),
  ...["admin.conf", "azure.json", "kubelet.kubeconfig", "pki/ca.conf", "readme"].map(
    (name) => `etc/kubernetes/${name}`,
  ),
  "home/remote/.kube/config",
  "home/closed/x",
]) {
  put(path);
}
mkdirSync(join(node, "home/link/.kube"), { recursive: true });
symlinkSync("/nowhere", join(node, "home/link/.kube/config"));
symlinkSync(join(node, "home/joe/.kube/config"), join(node, "home/link/.kube/kubeconfig"));
const passwd = [
  "root:x:0:0:root:/root-of-nobody:/bin/sh",
  `joe:x:1000:1000:Joe, a person:${node}/home/joe:/bin/sh`,
  `too:x:1001:1001::${node}/home/joe/:/bin/sh`,
  `link:x:1002:1002::${node}/home/link:/bin/sh`,
  `remote:x:1003:1003::${node}/home/remote:/bin/sh`,
  "nobody:x:65534:65534::/nonexistent:/bin/false",
  "# a comment",
  "+@netgroup::::::",
  "",
].join("\n");
put("etc/passwd", passwd);
put("proc/mounts", `proc /proc proc rw 0 0\nserver:/h ${node}/home/remote nfs4 rw,hard 0 0\nserver:/ / nfs rw 0 0\n`);
// Others may look into all but what they are kept from.
execFileSync("chmod", ["-R", "go+rX", node]);

for (const { name, shell, source } of readerShells()) {
  describe(`certificates beside keys under ${name}`, async () => {
    const requests = files.map((_, index) => ({ verb: "certificates", argument: file(index) }) as const);
    const { answers } = await askReader(shell, requests, source);

    it.each(files.map(([what, , sent], index) => ({ what, sent, index })))("$what", ({ sent, index }) => {
      if (sent === undefined) expect(answers[index]).toMatchObject({ state: "failed", cause: "withheld" });
      // GNU sed leaves out a line break that is not there.
      else expect(textOf(answers[index]).trimEnd()).toBe(sent.trimEnd());
    });

    it("never sends a line of a key", () => {
      const sent = answers.map((answer) => (answer.state === "answered" ? answer.payload.toString() : "")).join("");
      expect(lines.slice(1, -2).filter((line) => sent.includes(line))).toEqual([]);
    });
  });

  describe(`where credentials are, under ${name}`, async () => {
    const here = source
      .replace(/^feed_credentials\(\) \{.*?^\}/ms, (text) =>
        text.replaceAll("/etc/kubernetes", `${node}/etc/kubernetes`),
      )
      .replaceAll("/etc/passwd", `${node}/etc/passwd`)
      .replaceAll("/proc/mounts", `${node}/proc/mounts`)
      .replace('home(0, "/root")', `home(0, "${node}/root")`);
    const ask = async (as = shell, program = here) => {
      const { answers } = await askReader(as, [{ verb: "credentials", argument: "" }], program);
      return parseCredentialPlaces(Buffer.from(textOf(answers[0]).replaceAll(node, "")));
    };

    it("lists kubeconfigs and files of clouds by name, and reads none", async () => {
      const { kubeconfigs, cloudFiles, homes, served, unseen } = await ask();
      expect(kubeconfigs.map(({ path }) => path)).toEqual([
        "/etc/kubernetes/admin.conf",
        "/etc/kubernetes/kubelet.kubeconfig",
        ...["config", "config.old", "prod.yaml"].map((file) => `/home/joe/.kube/${file}`),
        ...["config", "kubeconfig"].map((file) => `/home/link/.kube/${file}`),
      ]);
      expect(kubeconfigs.slice(-2)).toMatchObject([{ target: "dangling" }, { target: { type: "file", mode: 0o644 } }]);
      expect(cloudFiles.map(({ path }) => path)).toEqual([
        "/etc/kubernetes/azure.json",
        "/home/joe/.aws/credentials",
        "/home/joe/.azure/msal_token_cache.json",
        "/home/joe/.config/gcloud/credentials.db",
      ]);
      expect([...homes]).toEqual(
        expect.arrayContaining([
          ["/home/joe", [1000, 1001]],
          ["/root", [0]],
          ["/nonexistent", [65534]],
        ]),
      );
      expect([served, unseen]).toEqual([["/home/remote"], []]);
    });

    it("says so where a home may not be looked into, or nobody says which there are", async () => {
      execFileSync("chmod", ["700", join(node, "home/joe")]);
      const { unseen, kubeconfigs } = await ask(unprivileged(shell)).finally(() =>
        execFileSync("chmod", ["755", join(node, "home/joe")]),
      );
      const isOther = process.getuid?.() === 0;
      // What leads there is not known either.
      expect(unseen).toEqual(isOther ? ["/home/joe", "/home/link/.kube"] : []);
      expect(kubeconfigs.some(({ path }) => path.includes("/joe/"))).toBe(!isOther);
      const without = await ask(shell, here.replaceAll(`${node}/etc/passwd`, `${node}/etc/none`));
      expect(without.unseen).toEqual(["/etc/none"]);
    });

    it("gives nothing that passes for a listing where a name has a line break", async () => {
      const forged = join(node, "home/link/.kube/config\ne|8180|0|0|root|root|");
      mkdirSync(forged, { recursive: true });
      put("home/link/.kube/config\ne|8180|0|0|root|root|/config.yaml");
      const answered = ask();
      await expect(answered).rejects.toThrow("not a stat line");
      rmSync(forged, { recursive: true });
    });
  });
}

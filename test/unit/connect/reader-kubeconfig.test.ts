import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Request } from "../../../src/connect/session.ts";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-kubeconfig-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const made = makeCertificates(new Date("2026-05-01T12:00:00Z"));
const [cert, key] = [made.cert, made.key].map((pem) => pem.replaceAll("\r\n", "\n")) as [string, string];
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const certificate = base64(cert);

/** Every kind of credential, each with a word that must stay on the node. */
const user = {
  "client-certificate-data": certificate,
  "client-certificate": "/var/lib/kubelet/pki/kubelet-client-current.pem",
  "client-key-data": "SECRET-1",
  "client-key": "/SECRET-2",
  token: "SECRET-3",
  tokenFile: "/SECRET-4",
  username: "SECRET-5",
  password: "SECRET-6 with blanks: 'and' \"quotes\" # and {more}",
  exec: {
    command: "SECRET-7",
    args: ["--client-secret=SECRET-8", "SECRET-9", "- SECRET-10"],
    env: [{ name: "X", value: "SECRET-11" }],
  },
  "auth-provider": { name: "oidc", config: { "id-token": "SECRET-12", "idp-issuer-url": "https://a:SECRET-13@b" } },
  "as-user-extra": { reason: ["SECRET-14"] },
};
const whole = {
  apiVersion: "v1",
  kind: "Config",
  preferences: {},
  clusters: [
    {
      name: "kubernetes",
      cluster: {
        server: "https://SECRET-15",
        "insecure-skip-tls-verify": true,
        "certificate-authority-data": "SECRET-16",
      },
    },
  ],
  contexts: [{ name: "a@b", context: { cluster: "kubernetes", user: "admin", namespace: "SECRET-17" } }],
  users: [{ name: "admin", user }],
  "current-context": "a@b",
};
const hidden = (value: unknown): unknown => {
  if (typeof value === "string") return "REDACTED";
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]));
};
const expected = {
  ...whole,
  clusters: [
    {
      name: "kubernetes",
      cluster: { server: "REDACTED", "insecure-skip-tls-verify": true, "certificate-authority-data": "REDACTED" },
    },
  ],
  contexts: [{ name: "a@b", context: { cluster: "kubernetes", user: "admin", namespace: "REDACTED" } }],
  users: [
    {
      name: "admin",
      user: {
        ...(hidden(user) as object),
        "client-certificate-data": certificate,
        "client-certificate": user["client-certificate"],
        exec: {
          command: "REDACTED",
          args: ["REDACTED", "REDACTED", "REDACTED"],
          env: [{ name: "X", value: "REDACTED" }],
        },
        "auth-provider": { name: "oidc", config: { "id-token": "REDACTED", "idp-issuer-url": "REDACTED" } },
      },
    },
  ],
};

/** YAML as kubectl writes it: one line a value. */
function asYaml(value: unknown, indent = ""): string {
  const scalar = (one: unknown): string =>
    typeof one === "string" && /[^A-Za-z0-9@/.+=-]/.test(one) ? JSON.stringify(one) : String(one);
  const entries = (record: object): string =>
    Object.entries(record)
      .map(([key, inner]) => {
        if (Array.isArray(inner)) return `${indent}${key}:\n${inner.map((one) => item(one)).join("")}`;
        if (typeof inner !== "object") return `${indent}${key}: ${scalar(inner)}\n`;
        return Object.keys(inner).length === 0
          ? `${indent}${key}: {}\n`
          : `${indent}${key}:\n${asYaml(inner, `${indent}  `)}`;
      })
      .join("");
  const item = (one: unknown): string =>
    typeof one === "object" ? `${indent}- ${asYaml(one, `${indent}  `).trimStart()}` : `${indent}- ${scalar(one)}\n`;
  return entries(value as object);
}

/** Forms of the same kubeconfig that are read. */
const forms: Readonly<Record<string, string>> = {
  YAML: asYaml(whole),
  "YAML with CRLF": asYaml(whole).replaceAll("\n", "\r\n"),
  "YAML with comments and a document's start": `---\n# SECRET-C1\n${asYaml(whole)
    .replaceAll("token: SECRET-3", "token : 'SECRET-3' # SECRET-C2")
    .replaceAll("insecure-skip-tls-verify: true", "insecure-skip-tls-verify: true # SECRET-C3")
    .replaceAll("users:\n", '"users": # SECRET-C4\n')}`,
  "JSON in one line": JSON.stringify(whole),
  "JSON in lines": JSON.stringify(whole, null, 4),
  "JSON behind blank lines": `\n  \t${JSON.stringify(whole, null, "\t")}\r\n`,
};

const users = (lines: string): string => `apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n${lines}`;

/** What line by line cannot be told apart from a secret. */
const withheld: readonly string[] = [
  users("    token: |\n      SECRET-1\n"),
  users("    token: >-\n      SECRET-1\n"),
  users('    token: "abc\n      SECRET-1"\n'),
  users("    token: 'abc\n      SECRET-1'\n"),
  users("    token: abc\n      SECRET-1\n"),
  users("    token:\n      SECRET-1\n"),
  users("    token: !!binary U0VDUkVULTE=\n"),
  users("    token: &a SECRET-1\n    password: *a\n"),
  users("    ? token\n    : SECRET-1\n"),
  users("    {token: SECRET-1}\n"),
  users("    exec: {args: [SECRET-1]}\n"),
  users("    exec:\n      args: [SECRET-1]\n"),
  users('    "to\\u006ben": SECRET-1\n'),
  users("    <<: SECRET-1\n"),
  users("    client-key-data: >\n      U0VDUkVU\n"),
  users("    client-certificate-data: |\n      SECRET\n"),
  "{apiVersion: v1, users: [{user: {token: SECRET-1}}]}\n",
  '{"users": [{"user": {"token": "SECRET\n-1"}}]}\n',
  '{"users": [{"user": {"token"\n: "SECRET-1"}}]}\n',
  '{"users": [{"user": {"\\u0074oken": "SECRET-1"}}]}\n',
  "{'users': [{'user': {'token': 'SECRET-1'}}]}\n",
  `${key}`,
  "root:$6$salt$SECRET:19000:0:99999:7:::\n",
  "root:x:0:0:SECRET:/root:/bin/bash\n",
  "SECRET\n",
  "# a\nAWS_SECRET=SECRET\n",
];

/** What stands for a certificate and is more, or something else. */
const noCertificates: readonly string[] = [
  base64(`${cert}${key}`).slice(0, 400),
  base64(key),
  base64(key.replaceAll("PRIVATE KEY", "CERTIFICATE")),
  base64(cert.replace("-----END CERTIFICATE-----", "-----END CERTIF")),
  base64("SECRET"),
  "SECRET",
];

const requests = (texts: readonly string[], verb: Request["verb"] = "kubeconfig"): readonly Request[] => {
  const folder = mkdtempSync(join(root, "files-"));
  return texts.map((text, index) => {
    writeFileSync(join(folder, String(index)), text);
    return { verb, argument: join(folder, String(index)) };
  });
};

for (const { name, shell, source } of readerShells()) {
  describe(`kubeconfigs under ${name}`, async () => {
    const { answers: whole } = await askReader(shell, requests(Object.values(forms)), source);
    const { answers: odd } = await askReader(shell, requests(withheld), source);
    const { answers: others } = await askReader(
      shell,
      requests(noCertificates.map((data) => users(`    client-certificate-data: ${data}\n`))),
      source,
    );

    it.each(Object.keys(forms).map((form, index) => ({ form, index })))(
      "show kinds, never values: $form",
      ({ index }) => {
        const text = textOf(whole[index]);
        expect(text).not.toContain("SECRET");
        expect(parse(text)).toEqual(expected);
      },
    );

    it.each(withheld.map((text, index) => ({ text, index })))("withholds $text", ({ index }) => {
      expect(odd[index]).toMatchObject({ state: "failed", cause: "withheld" });
    });

    it.each(noCertificates.map((_, index) => ({ index })))("keeps back what is no certificate: $index", ({ index }) => {
      expect(textOf(others[index])).toBe(users('    client-certificate-data: "REDACTED"\n'));
    });

    it("sends of a certificate with its key the certificate alone", async () => {
      const asked = requests([users(`    client-certificate-data: ${base64(key + cert)}\n`)]);
      const { answers } = await askReader(shell, asked, source);
      expect(textOf(answers[0])).toBe(users(`    client-certificate-data: "${certificate}"\n`));
    });

    it("says absent of what is not there, and reads no directory and nothing that is no file", async () => {
      const argument = (path: string): Request => ({ verb: "kubeconfig", argument: path });
      const { answers } = await askReader(
        shell,
        [argument(join(root, "none")), argument(root), argument("/dev/zero")],
        source,
      );
      expect(answers).toMatchObject([{ state: "absent" }, { cause: "unparseable" }, { cause: "unparseable" }]);
    });

    it("reads an empty one, and one with empty credentials", async () => {
      const text = users("    token: \"\"\n    password: ''\n    exec: null\n    auth-provider: {}\n");
      const { answers } = await askReader(
        shell,
        requests(["", text, '{"users":[{"user":{"token":"","exec":null}}]}']),
        source,
      );
      const texts = answers.map(textOf);
      expect(texts.slice(0, 2)).toEqual(["", text]);
      expect(parse(texts[2] ?? "")).toEqual({ users: [{ user: { token: "", exec: null } }] });
    });
  });
}

describe("a kubeconfig as kubectl writes it", () => {
  it("is what this test writes", () => {
    expect(parse(asYaml(whole))).toEqual(whole);
  });
});

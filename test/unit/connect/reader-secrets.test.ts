import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Request } from "../../../src/connect/session.ts";
import { askReader } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-secrets-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a file holds, and what may leave the node. */
const redacted: readonly (readonly [string, string])[] = [
  ["- name: key1\n  secret: c2VjcmV0\n", "- name: key1\n  secret: REDACTED\n"],
  ["- secret: c2VjcmV0\n  name: key1\n", "- secret: REDACTED\n  name: key1\n"],
  ['token: "a b \\" c" # why\nuser: x\n', 'token: "REDACTED" # why\nuser: x\n'],
  ["token: 'it''s'\n", "token: 'REDACTED'\n"],
  ["password: abc,def,,ghi\n", "password: REDACTED\n"],
  ["    client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt\n", "    client-key-data: REDACTED\n"],
  ["token : spaced\n", "token : REDACTED\n"],
  ["token: !!str abc def\n", "token: REDACTED\n"],
  ["# token: abc\n", "# token: REDACTED\n"],
  ['{"secret":"abc","name":"key1","token":"x\\"y"}\n', '{"secret":"REDACTED","name":"key1","token":"REDACTED"}\n'],
  [
    '{"a":{"password": 12345, "b":[{"private_key":"p"}]}}',
    '{"a":{"password": REDACTED, "b":[{"private_key":"REDACTED"}]}}',
  ],
  ['{\n  "token": "abc",\n  "other": 1\n}\n', '{\n  "token": "REDACTED",\n  "other": 1\n}\n'],
  ['{\n  "token": null,\n  "other": 1\n}\n', '{\n  "token": REDACTED,\n  "other": 1\n}\n'],
  ["{name: key1, secret: abc def, x: y}\n", "{name: key1, secret: REDACTED, x: y}\n"],
  ['token: ["a", "b"]\n', "token: [REDACTED]\n"],
  ["agent-token: abc\netcd-s3-secret-key: def\n", "agent-token: REDACTED\netcd-s3-secret-key: REDACTED\n"],
  ["token: abc\r\nname: x\r\n", "token: REDACTED\nname: x\r\n"],
  ["volumes:\n- name: v\n  secret:\n    secretName: s\n", "volumes:\n- name: v\n  secret:\n    secretName: s\n"],
  ['{\n  "secret": {\n    "secretName": "s"\n  }\n}\n', '{\n  "secret": {\n    "secretName": "s"\n  }\n}\n'],
  ["automountServiceAccountToken: false\n", "automountServiceAccountToken: false\n"],
  ["tokenFile: /var/token\nimage: example.org/token:v1\n", "tokenFile: /var/token\nimage: example.org/token:v1\n"],
  ["--token-auth-file=/etc/x --token=abc --v=2\n", "--token-auth-file=/etc/x --token=REDACTED --v=2\n"],
  ["ExecStart=k3s agent --token abc --v 2\n", "ExecStart=k3s agent --token REDACTED --v 2\n"],
  ["run --enable-token --anonymous-auth=true\n", "run --enable-token --anonymous-auth=true\n"],
  ['K3S_TOKEN=abc\nA="--x"\nRKE2_TOKEN="d e"\n', 'K3S_TOKEN=REDACTED\nA="--x"\nRKE2_TOKEN=REDACTED\n'],
  ["datastore: mysql://user:pa:ss@tcp(db)/k3s\n", "datastore: mysql://REDACTED@tcp(db)/k3s\n"],
  ["x: eyJhbGciOi.eyJpc3Mi.sig-nat_ure\n", "x: REDACTED\n"],
  ["x: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0t\n", "x: REDACTED\n"],
  [
    "- name: DB_PASSWORD\n  value: abc # why\n- name: B\n  value: x\n",
    '- name: DB_PASSWORD\n  value: "REDACTED"\n- name: B\n  value: x\n',
  ],
  ["- name: 'A_TOKEN'\n\n  # why\n  value: 'a b'\r\n", "- name: 'A_TOKEN'\n\n  # why\n  value: \"REDACTED\"\r\n"],
  [
    "- name: A_TOKEN\n- name: AWS_SECRET_ACCESS_KEY\n  value: abc\n",
    '- name: A_TOKEN\n- name: AWS_SECRET_ACCESS_KEY\n  value: "REDACTED"\n',
  ],
  [
    "- name: B\n  value: x\n- name: A_TOKEN\n  valueFrom: {}\n",
    "- name: B\n  value: x\n- name: A_TOKEN\n  valueFrom: {}\n",
  ],
  ["volumes:\n- name: token\n  hostPath: {path: /x}\n", "volumes:\n- name: token\n  hostPath: {path: /x}\n"],
  [
    '{\n  "name": "A_TOKEN",\n  "value": "a\\"b",\n  "x": 1\n}\n',
    '{\n  "name": "A_TOKEN",\n  "value": "REDACTED",\n  "x": 1\n}\n',
  ],
  [
    '[{"name":"A_TOKEN","value":"a,b"},{"name":"B","value":"c"}]',
    '[{"name":"A_TOKEN","value":"REDACTED"},{"name":"B","value":"c"}]',
  ],
  [
    "[{name: B, value: c}, {value: a b, name: apiToken}]\n",
    '[{name: B, value: c}, {value: "REDACTED", name: apiToken}]\n',
  ],
  [
    "clientSecret: abc\nbearerToken: def\nsecretName: s\n",
    "clientSecret: REDACTED\nbearerToken: REDACTED\nsecretName: s\n",
  ],
  ["AWS_SECRET_ACCESS_KEY=abc\nX_API_KEY=def\n", "AWS_SECRET_ACCESS_KEY=REDACTED\nX_API_KEY=REDACTED\n"],
  ["x: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t\n", "x: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t\n"],
];

/** Files that line-wise redaction would let leak. */
const withheld: readonly string[] = [
  "-----BEGIN RSA PRIVATE KEY-----\nabc\n",
  "a: b\n-----BEGIN PRIVATE KEY-----\n",
  "\0binary PRIVATE KEY",
  "secret: |\n  abc\n  def\n",
  "- secret: >-\n    abc\n",
  "secret: !!binary |\n  abc\n",
  "secret: | # why\n  abc\n",
  "{}\n- x:\n    token: |2\n      abc\n",
  "secret:\n  abc\n",
  "secret:\n\n  # why\n  abc\n",
  "secret: # why\n  abc\n",
  "secret:\n- abc\n",
  "secret: abc\n  def\n",
  'secret: "abc\n  def"\n',
  "secret: 'abc\n  def'\n",
  '{"token":\n"abc"}\n',
  '{"token"\n:"abc"}\n',
  "? secret\n: abc\n",
  "- name: A_TOKEN\n  value: |\n    abc\n",
  "- name: A_TOKEN\n  value:\n    abc\n",
  "- name: A_TOKEN\n  value: abc\n    def\n",
  '- name: A_TOKEN\n  value: "abc\n    def"\n',
  "- name: A_TOKEN\n  value: 'abc\n    def'\n",
  "- value: abc\n  name: A_TOKEN\n",
  "token: [\n  abc ]\n",
  '{"a": "b", "token": "abc\\\n def"}\n',
];

const file = (index: number): string => join(root, String(index));
for (const [index, text] of [...redacted.map(([text]) => text), ...withheld].entries())
  writeFileSync(file(index), text);
const requests = [...redacted, ...withheld].map((_, index): Request => ({ verb: "read", argument: file(index) }));

for (const { name, shell, source } of readerShells()) {
  describe(`secrets under ${name}`, async () => {
    const { answers } = await askReader(shell, requests, source);

    it.each(redacted.map(([text, expected], index) => ({ text, expected, index })))("$text", ({ expected, index }) => {
      const answer = answers[index];
      expect(answer?.state === "answered" ? answer.payload.toString() : answer).toBe(expected);
    });

    it.each(withheld.map((text, index) => ({ text, index })))("withholds $text", ({ index }) => {
      expect(answers[redacted.length + index]).toMatchObject({ state: "failed", cause: "withheld" });
    });
  });
}

describe("large files with secrets", () => {
  it("are redacted, not given up", async () => {
    const line = "- name: entry\n  value: something of ordinary length\n";
    writeFileSync(join(root, "large"), `${line.repeat(19_000)}- token: abc\n`);
    const { answers } = await askReader(["/bin/sh", "-s"], [{ verb: "read", argument: join(root, "large") }]);
    const answer = answers[0];
    expect(answer?.state === "answered" && answer.payload.toString().endsWith("- token: REDACTED\n")).toBe(true);
  });
});

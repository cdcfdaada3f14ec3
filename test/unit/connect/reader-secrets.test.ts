import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Request } from "../../../src/connect/session.ts";
import { askReader } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-secrets-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Case = readonly [string, string];
const as = (name: string): Case => [`${name}: abc\n`, `${name}: REDACTED\n`];

/** Secrets by what they are called. */
const named: readonly Case[] = [
  ...[
    "DB_PASSWORD",
    "dbPass",
    "db-pwd",
    "apiKey",
    "API_KEY",
    "accessKey",
    "aadClientSecret",
    "aadClientCertPassword",
  ].map(as),
  ...[
    "certificateKey",
    "auth",
    "identitytoken",
    "accessToken",
    "passphrase",
    "storage_account_key",
    "sessionCookie",
  ].map(as),
  ["auth:\n  mode: x\nauthorization:\n  mode: Webhook\n", "auth:\n  mode: x\nauthorization:\n  mode: Webhook\n"],
  ["compass: 1\nbypass: 2\nclient-cert-auth: true\n", "compass: 1\nbypass: 2\nclient-cert-auth: true\n"],
  ["serverTLSBootstrap: true\ntokenTTL: 1\n", "serverTLSBootstrap: true\ntokenTTL: 1\n"],
  [
    'x: \'{"a":{"password":"p,q"},"env":[{"name":"B","value":"c d"}]}\'\n',
    'x: \'{"a":{"password":"REDACTED"},"env":[{"name":"B","value":"REDACTED"}]}\'\n',
  ],
  [
    `${String.raw`x: "{\"password\":\"p\",\"env\":[{\"name\":\"B\",\"value\":\"c \\\"d\"}]}"`}\n`,
    `${String.raw`x: "{\"password\":\"REDACTED\",\"env\":[{\"name\":\"B\",\"value\":\"REDACTED\"}]}"`}\n`,
  ],
  [
    "httpHeaders:\n- name: Authorization\n  value: Basic YWRtaW46aHVzaA==\n- name: X-Key\n  value: 'abc'\n",
    'httpHeaders:\n- name: Authorization\n  value: "REDACTED"\n- name: X-Key\n  value: "REDACTED"\n',
  ],
];

/** Secrets behind flags, in a shell's words and in lists. */
const flags: readonly Case[] = [
  ["run --token='a b' --x=1\n", "run --token=REDACTED --x=1\n"],
  ['run --token="a b" --x=1\n', "run --token=REDACTED --x=1\n"],
  ['run --token "a b" --x=1\n', "run --token REDACTED --x=1\n"],
  ["run --token=-abc --x=1\n", "run --token=REDACTED --x=1\n"],
  ["[run, --token=abc, --x=1]\n", "[run, --token=REDACTED, --x=1]\n"],
  ["[run, --token, abc, --x=1]\n", "[run, --token, REDACTED, --x=1]\n"],
  ["[run, --enable-token, --x=1]\n", "[run, --enable-token, --x=1]\n"],
  ['["--token=","--x=1","--token=abc","--y"]', '["--token=","--x=1","--token=REDACTED","--y"]'],
  ['["--token","a b","--x"]', '["--token","REDACTED","--x"]'],
  ["- --token\n- abc def\n- --x=1\n", "- --token\n- REDACTED\n- --x=1\n"],
  ["- --token\n# secret: hush\n- 'abc'\n- --x=1\n", "- --token\n#\n- 'REDACTED'\n- --x=1\n"],
  ["- --enable-token\n- --x=1\n", "- --enable-token\n- --x=1\n"],
  ['  "--docker-password",\n  "abc",\n  "x"\n', '  "--docker-password",\n  "REDACTED",\n  "x"\n'],
  ["ExecStart=k3s \\\n  --token \\\n  abc --v=2\n", "ExecStart=k3s \\\n  --token \\\n  REDACTED --v=2\n"],
  ["curl -u admin:hush https://x\n", "curl -u admin:REDACTED https://x\n"],
  ['["etcdctl","--user","root:hush","get"]', '["etcdctl","--user","root:REDACTED","get"]'],
  [
    "--etcd-s3-secret-key=abc --oidc-client-secret=def\n",
    "--etcd-s3-secret-key=REDACTED --oidc-client-secret=REDACTED\n",
  ],
  ["--tls-private-key-file=/a --etcd-keyfile=/b\n", "--tls-private-key-file=/a --etcd-keyfile=/b\n"],
];

/** Secrets in variables: only what something refers to is shown. */
const variables: readonly Case[] = [
  ["db_password=a b\nX=1\n", "db_password=REDACTED\nX=1\n"],
  ["export PASSWORD = 'a b'\n", "export PASSWORD = REDACTED\n"],
  ['Environment="A_TOKEN=x y" "B=1"\n', 'Environment="A_TOKEN=REDACTED" "B=1"\n'],
  ["Environment=A_TOKEN=x B=1\n", "Environment=A_TOKEN=REDACTED B=1\n"],
  ['password = "a b"\n', "password = REDACTED\n"],
  ["PWD=/root\nKUBELET_ARGS=--v=2\n", "PWD=/root\nKUBELET_ARGS=--v=2\n"],
  [
    "args: [--a=$(B), $C]\nenv:\n- name: B\n  value: x\n- name: C\n  value: y\n- name: ETCD_NAME\n  value: z\n- name: D\n  value: w\n",
    'args: [--a=$(B), $C]\nenv:\n- name: B\n  value: x\n- name: C\n  value: y\n- name: ETCD_NAME\n  value: z\n- name: D\n  value: "REDACTED"\n',
  ],
  [
    "args: [$(B_TOKEN)]\nenv: [{name: B_TOKEN, value: x}, {name: ETCD_TOKEN, value: y}]\n",
    'args: [$(B_TOKEN)]\nenv: [{name: B_TOKEN, value: "REDACTED"}, {name: ETCD_TOKEN, value: "REDACTED"}]\n',
  ],
  ["- name: B\n  value: |\n    --x\n", "- name: B\n  value: |\n    --x\n"],
];

const hush = "Zm9vYmFyYmF6cXV4".repeat(3);

/** Secrets that show by their form what they are. */
const byForm: readonly Case[] = [
  ...[
    `AKIA${"A1B2C3D4".repeat(2)}`,
    `ghp_${hush.slice(0, 36)}`,
    `github_pat_${hush}`,
    `glpat-${hush.slice(0, 20)}`,
    `AIza${hush.slice(0, 35)}`,
    `sk_live_${hush}`,
    `xoxb-12345-67890-${hush}`,
    `npm_${hush.slice(0, 36)}`,
    `hvs.${hush}`,
    "abcdef.0123456789abcdef",
    `K10${"0a".repeat(32)}::server:hush`,
    `eyJhbGciOiJSUzI1NiJ9.${hush}.${hush}`,
    `ZXlKaGJHY2lPaUpTVXpJMU5pSjku${hush}`,
    `$6$salt$${hush}`,
    `$2y$10$${hush}12345`,
    `{SHA}${hush}`,
    Buffer.from(`x\n-----BEGIN EC PRIVATE KEY-----\n${hush}`).toString("base64"),
    Buffer.from(`xx\n-----BEGIN PRIVATE KEY-----\n${hush}`).toString("base64"),
    Buffer.from(`xxx\n-----BEGIN OPENSSH PRIVATE KEY-----\n${hush}`).toString("base64"),
    `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${hush}`,
  ].map((secret): Case => [`x: ${secret}\ny: "${secret}"\n`, 'x: REDACTED\ny: "REDACTED"\n']),
  ["x: mysql://root:p@ss/w0rd@tcp(db)/k3s\n", "x: mysql://REDACTED@tcp(db)/k3s\n"],
  ["--x=http://a:2379,http://u:p@b:2379\n", "--x=http://a:2379,http://REDACTED@b:2379\n"],
  ["x: https://hush@github.com/a@b\n", "x: https://REDACTED@github.com/a@b\n"],
  ["x: https://h/p?a=1&sig=abc&token=def\n", "x: https://h/p?a=1&sig=REDACTED&token=REDACTED\n"],
  ["x: https://hooks.slack.com/services/T0/B0/abc\n", "x: https://hooks.slack.com/REDACTED\n"],
  ['curl -H "Authorization: Bearer a.b-c" x\n', 'curl -H "Authorization: Bearer REDACTED" x\n'],
  ["x: Endpoint=sb://h/;SharedAccessKey=ab+c=;y\n", "x: Endpoint=sb://h/;SharedAccessKey=REDACTED\n"],
  ["image: registry.local:5000/a/b@sha256:0123\n", "image: registry.local:5000/a/b@sha256:0123\n"],
  [
    "--etcd-servers=https://10.0.0.1:2379,https://10.0.0.2:2379\n",
    "--etcd-servers=https://10.0.0.1:2379,https://10.0.0.2:2379\n",
  ],
];

/** What a file holds, and what may leave the node. */
const redacted: readonly Case[] = [
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
    '- name: DB_PASSWORD\n  value: "REDACTED"\n- name: B\n  value: "REDACTED"\n',
  ],
  ["- name: 'A_TOKEN'\n\n  # why\n  value: 'a b'\r\n", "- name: 'A_TOKEN'\n\n  # why\n  value: \"REDACTED\"\r\n"],
  [
    "- name: A_TOKEN\n- name: AWS_SECRET_ACCESS_KEY\n  value: abc\n",
    '- name: A_TOKEN\n- name: AWS_SECRET_ACCESS_KEY\n  value: "REDACTED"\n',
  ],
  [
    "- name: B\n  value: x\n- name: A_TOKEN\n  valueFrom: {}\n",
    '- name: B\n  value: "REDACTED"\n- name: A_TOKEN\n  valueFrom: {}\n',
  ],
  ["volumes:\n- name: token\n  hostPath: {path: /x}\n", "volumes:\n- name: token\n  hostPath: {path: /x}\n"],
  [
    '{\n  "name": "A_TOKEN",\n  "value": "a\\"b",\n  "x": 1\n}\n',
    '{\n  "name": "A_TOKEN",\n  "value": "REDACTED",\n  "x": 1\n}\n',
  ],
  [
    '[{"name":"A_TOKEN","value":"a,b"},{"name":"B","value":"c"}]',
    '[{"name":"A_TOKEN","value":"REDACTED"},{"name":"B","value":"REDACTED"}]',
  ],
  [
    "[{name: B, value: c}, {value: a b, name: apiToken}]\n",
    '[{name: B, value: "REDACTED"}, {value: "REDACTED", name: apiToken}]\n',
  ],
  [
    "clientSecret: abc\nbearerToken: def\nsecretName: s\n",
    "clientSecret: REDACTED\nbearerToken: REDACTED\nsecretName: s\n",
  ],
  ["AWS_SECRET_ACCESS_KEY=abc\nX_API_KEY=def\n", "AWS_SECRET_ACCESS_KEY=REDACTED\nX_API_KEY=REDACTED\n"],
  ["x: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t\n", "x: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t\n"],
  ...named,
  ...flags,
  ...variables,
  ...byForm,
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
  "kind: Secret\ndata:\n  x: YQ==\n",
  '{"apiVersion":"v1","kind":"SecretList","items":[]}',
  "admin:$apr1$salt$hash\n",
  "admin:{SHA}abc=\n",
  "A_TOKEN=abc\\\ndef\n",
  "run --token abc\\\ndef\n",
  'A_TOKEN="abc\ndef"\n',
  "- --token\n- |\n  abc\n",
  '- --token\n- "abc\n  def"\n',
  `x: >\n  ${Buffer.from("-----BEGIN PRIVATE KEY-----").toString("base64")}\n  TUlJRXZRSUJB\n`,
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

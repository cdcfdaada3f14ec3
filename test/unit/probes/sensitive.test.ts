import { describe, expect, it } from "vitest";
import { searchText, textSearch } from "../../../src/probes/cluster/sensitive/search-text.ts";
import { awsKey, awsSecret, base64, dashes, letters, pem } from "./credentials-by-form.ts";

const found = (text: string) => searchText(text, ["A", "B"]).map((hit) => `${hit.class} ${hit.pattern}`);
const named = (name: string) => [`A ${name}`];

describe("a credential by its form", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["a private key", pem("PRIVATE KEY"), named("private key")],
    ["an RSA key", pem("RSA PRIVATE KEY"), named("private key")],
    ["an encrypted key", pem("ENCRYPTED PRIVATE KEY"), named("private key")],
    ["an OpenSSH key in JSON", JSON.stringify({ k: pem("OPENSSH PRIVATE KEY") }), named("private key")],
    ["an AWS key beside its secret", `${awsKey}\n${awsSecret}`, named("AWS access key with its secret")],
    ["a GitHub token", `x gh${"p"}_${letters(36)}`, named("GitHub token")],
    ["a GitLab token", `glpat${"-"}${letters(20)}`, named("GitLab token")],
    ["a Slack token", `xox${"b"}-${letters(12)}`, named("Slack token")],
    [
      "a Google service account",
      '{"type": "service_account", "private_key": "k"}',
      named("key of a Google service account"),
    ],
    [
      "a kubeconfig with a key",
      "kind: Config\nusers:\n- user:\n    client-key-data: abcd\n",
      named("kubeconfig with a credential"),
    ],
    ["a kubeconfig with a token", '{"kind":"Config","user":{"token":"abcd"}}', named("kubeconfig with a credential")],
    ["a registry's credential", '{"auths": {"r.example": {"auth": "YTpi"}}}', named("credential of an image registry")],
    ["a URL with a password", "postgres://app:hunter2@db.example/x", named("URL with a password")],
    ["a URL with a password only", "redis://:hunter2@db.example", named("URL with a password")],
  ])("%s", (_what, text, expected) => {
    expect(found(text)).toEqual(expect.arrayContaining([...expected]));
  });

  it.each<readonly [string, string]>([
    ["a certificate", pem("CERTIFICATE", letters(64))],
    ["a public key", pem("PUBLIC KEY", letters(64))],
    ["a certificate in base64", `certificate-authority-data: ${base64(pem("CERTIFICATE", letters(64)))}`],
    ["an AWS key alone", awsKey],
    ["an AWS key beside a digest", `${awsKey}\n${"0123456789abcdef".repeat(3).slice(0, 40)}`],
    ["a kubeconfig with files", "kind: Config\nuser:\n  tokenFile: /var/run/token\n  token:\n  client-key: /a/b\n"],
    ["a kubelet's configuration", "kind: KubeletConfiguration\nrotateCertificates: true\n"],
    ["a registry without credentials", '{"auths": {"r.example": {"auth": ""}}}'],
    ["a URL with a placeholder", `postgres://app:${"$"}{PASSWORD}@db and http://a:<b>@c and http://a:changeme@c`],
    ["a URL with a port", "https://db.example:5432/x@y and https://db.example:5432"],
    ["a URL with a user", "ssh://git@example.com:22/x"],
    ["references", `password: ${"$"}{DB_PASSWORD}\npassword: {{ .Values.password }}\npassword: <yours>`],
    [
      "booleans, numbers, files",
      "secret_enabled: yes\ntoken: true\ntokens: 3\npassword: /run/secrets/p\ntoken_ttl: 30s",
    ],
    ["names of places", "passwordFile: abc\nsecretName: abc\ntokenRef: abc"],
    ["an empty value", 'password: ""\npassword:\nother: x'],
    ["words", "kubernetes-dashboard-certificate-authority-v2 and/a/Path/To/Some/Directory1"],
    ["a digest", `sha256:${"0123456789abcdef".repeat(4)}`],
  ])("is not %s", (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("what may be a credential", () => {
  it.each<readonly [string, string, string]>([
    ["a value under a secret's name", "db.password=hunter2", "value under a secret's name"],
    ["the same in JSON", '{"apiKey":"hunter2"}', "value under a secret's name"],
    ["the same in JSON in JSON", JSON.stringify('{"apiKey":"hunter2"}'), "value under a secret's name"],
    ["the same in a URL", "https://x.example/?a=b&token=hunter2", "value under a secret's name"],
    ["the same in a shell", "exec app --password=hunter2 --verbose", "value under a secret's name"],
    ["a web token", `eyJ${letters(20)}.eyJ${letters(20)}.${letters(20)}`, "JSON web token"],
    ["base64 of a key", base64(pem("PRIVATE KEY")), "base64 of a credential"],
    ["a bcrypt hash", `$2y$10$${letters(53)}`, "password hash"],
    ["a crypt hash", `$6$salt$${letters(86)}`, "password hash"],
    ["chance", "k9Xq2LmZ7pRt4WvB8nYc", "text like chance"],
  ])("is %s", (_what, text, pattern) => {
    expect(found(text)).toContain(`B ${pattern}`);
  });

  it("has a line, and the number of lines", () => {
    const text = `a: b\npassword: x1\n\n${pem("CERTIFICATE")}token: y1\ntoken: y2\n`;
    expect(searchText(text, ["B"])).toEqual([
      { pattern: "value under a secret's name", class: "B", line: 2, lines: 3 },
    ]);
  });
});

describe("a search through long texts ends", () => {
  const million = 1024 * 1024;
  it.each([
    "a",
    "eyJ-",
    "eyJa.",
    "AKIA",
    "://",
    "a://:",
    "a=",
    "password=",
    '"type"  :',
    `${dashes}BEGIN `,
    `${dashes}BEGIN CERTIFICATE${dashes}`,
    `${dashes}BEGIN PRIVATE KEY${dashes}\n`,
    "$6$",
    "aB3+",
    "\\\\\\",
    " \t\n",
    'kind: Config\ntoken "',
    '"auths":"auth":"',
  ])("%j, again and again", (part) => {
    const text = part.repeat(Math.ceil(million / part.length));
    // With a pattern that goes back and forth this would not end within the test's time.
    expect(Array.isArray(searchText(text, ["A", "B"]))).toBe(true);
  });
});

describe("a text that comes again", () => {
  const secret = "password=hunter2";

  it("shows again what it showed", () => {
    const search = textSearch();
    expect([search(secret, ["A", "B"]), search(secret, ["A", "B"])]).toEqual([
      searchText(secret, ["A", "B"]),
      searchText(secret, ["A", "B"]),
    ]);
    expect(search("plain", ["A", "B"])).toEqual(search("plain", ["A", "B"]));
  });

  it("may show more where more is looked for", () => {
    const search = textSearch();
    expect(search(secret, ["A"])).toEqual([]);
    expect(search(secret, ["A", "B"])).toHaveLength(1);
  });

  it("may come after thousands of others", () => {
    const search = textSearch();
    for (let index = 0; index < 10_001; index += 1) expect(search(`text ${index}`, ["A", "B"])).toEqual([]);
    expect([search("text 0", ["A", "B"]), search(secret, ["A", "B"]).length]).toEqual([[], 1]);
  });
});

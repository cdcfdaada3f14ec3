import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApiAnswer } from "../../../src/connect/session.ts";
import { collectCluster } from "../../../src/probes/cluster/collect-cluster.ts";
import { searching } from "../../../src/probes/cluster/sensitive/search-objects.ts";
import { searchText, textSearch } from "../../../src/probes/cluster/sensitive/search-text.ts";
import { answeringApi } from "../../support/api-session.ts";

// Put together here, so that no search through this repository takes them for real ones.
const dashes = "-----";
const pem = (label: string, body = "MIIB\nabcd") =>
  `${dashes}BEGIN ${label}${dashes}\n${body}\n${dashes}END ${label}${dashes}\n`;
const letters = (count: number, from = "aB3dE6gH9") => from.repeat(count).slice(0, count);
const base64 = (text: string) => Buffer.from(text).toString("base64");
const awsKey = `AKIA${"ABCDEFGH12345678"}`;
const awsSecret = letters(40);

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

const hitsOf = (kind: Parameters<typeof searching>[0], item: object) =>
  (searching(kind, () => 0)(item).search?.hits ?? []).map(
    ({ class: of, pattern, field, line, length }) => `${of} ${pattern}: ${field}, ${line}, ${length}`,
  );
const metadata = { namespace: "shop", name: "web" };
const inContainer = (container: object) => ({ metadata, spec: { containers: [{ name: "main", ...container }] } });
const underName = "value under a secret's name";

describe("an object", () => {
  it.each<readonly [string, Parameters<typeof searching>[0], object, readonly string[]]>([
    [
      "a ConfigMap's key",
      "ConfigMap",
      { metadata, data: { PASSWORD: "hunter2", other: "x" } },
      [`B ${underName}: data PASSWORD, 1, 7`],
    ],
    [
      "a variable",
      "Pod",
      inContainer({ env: [{ name: "DB_PASSWORD", value: "hunter2" }] }),
      [`B ${underName}: env DB_PASSWORD of container main, 1, 7`],
    ],
    [
      "a variable from a Secret",
      "Pod",
      inContainer({ env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }] }),
      [],
    ],
    [
      "an argument behind its flag",
      "Pod",
      inContainer({ args: ["--password", "hunter2", "--token", "--verbose"] }),
      [`B ${underName}: args[1] of container main, 1, 7`],
    ],
    [
      "a command",
      "Pod",
      inContainer({ command: ["sh", "-c", "x --token=hunter2"] }),
      [`B ${underName}: command[2] of container main, 1, 17`],
    ],
    [
      "a pair of variables",
      "Pod",
      inContainer({
        env: [
          { name: "ID", value: awsKey },
          { name: "KEY", value: awsSecret },
        ],
      }),
      ["A AWS access key with its secret: env ID of container main, 1, 20"],
    ],
    [
      "an annotation",
      "Service",
      { metadata: { ...metadata, annotations: { a: "http://u:hunter2@h" } }, spec: {} },
      ["A URL with a password: annotation a, 1, 18"],
    ],
    [
      "a Service's other name",
      "Service",
      { metadata, spec: { externalName: "token=hunter2" } },
      [`B ${underName}: externalName, 1, 13`],
    ],
    [
      "a template and its annotations",
      "Deployment",
      {
        metadata,
        spec: { template: { metadata: { annotations: { token: "hunter2" } }, spec: inContainer({}).spec } },
      },
      [`B ${underName}: the template's annotation token, 1, 7`],
    ],
    [
      "a CronJob's template",
      "CronJob",
      {
        metadata,
        spec: {
          jobTemplate: {
            spec: {
              template: { spec: { initContainers: [{ name: "i", env: [{ name: "TOKEN", value: "hunter2" }] }] } },
            },
          },
        },
      },
      [`B ${underName}: env TOKEN of init container i, 1, 7`],
    ],
    [
      "a PodTemplate",
      "PodTemplate",
      { metadata, template: { metadata: { annotations: { token: "hunter2" } }, spec: inContainer({}).spec } },
      [`B ${underName}: the template's annotation token, 1, 7`],
    ],
  ])("is searched: %s", (_what, kind, item, expected) => {
    expect(hitsOf(kind, item)).toEqual(expected);
  });

  it("that everybody may see is searched for what is certain only", () => {
    const given = (namespace: string, data: object) => ({ metadata: { namespace, name: "cluster-info" }, data });
    expect(hitsOf("ConfigMap", given("kube-public", { token: "hunter2" }))).toEqual([]);
    expect(hitsOf("ConfigMap", given("shop", { token: "hunter2" }))).toHaveLength(1);
    expect(hitsOf("ConfigMap", given("kube-public", { a: pem("PRIVATE KEY") }))).toHaveLength(1);
  });

  it("of more than 1 MiB is left out and counted, and binary data is", () => {
    const item = { metadata, data: { a: `password=hunter2 ${"ä".repeat(600_000)}` }, binaryData: { b: "AAAA" } };
    expect(searching("ConfigMap", () => 0)(item).search).toEqual({ hits: [], tooBig: true, binary: 1 });
  });

  it("that cannot be understood is read by others all the same, without a word of it", () => {
    expect(searching("Pod", () => 7)({ metadata, spec: { containers: "hunter2" } })).toEqual({
      value: 7,
      search: undefined,
    });
  });
});

const list = (items: readonly unknown[]): ApiAnswer => ({ state: "answered", body: { metadata: {}, items } });

/** All that an audit keeps of an API with these lists. */
const evidenceOf = (lists: Readonly<Record<string, readonly unknown[]>>) => {
  const api = answeringApi((path) => list(lists[(path.split("?")[0] ?? "").split("/").at(-1) ?? ""] ?? []));
  return collectCluster(api, "c", () => new Date(0));
};

describe("what an audit keeps", () => {
  const value = fc
    .string({ minLength: 12, maxLength: 60, unit: fc.constantFrom(..."abcdefghkXYZ0123456789+/=@$") })
    .map((text) => `Q7${text}`);
  const form = fc.constantFrom<((secret: string) => string)[]>(
    (secret) => secret,
    (secret) => `password=${secret}`,
    (secret) => pem("PRIVATE KEY", secret),
    (secret) => `http://u:${secret}@host/`,
    (secret) => JSON.stringify({ auths: { r: { auth: secret } } }),
    (secret) => base64(pem("PRIVATE KEY", secret)),
  );

  it("holds no value, nor a part of one", async () => {
    await fc.assert(
      fc.asyncProperty(value, form, async (secret, write) => {
        const text = write(secret);
        const container = {
          name: "main",
          env: [{ name: "PASSWORD", value: text }],
          command: [text],
          args: ["--token", text],
        };
        const annotated = { ...metadata, annotations: { token: text } };
        const template = { metadata: { annotations: { token: text } }, spec: { containers: [container] } };
        const evidence = await evidenceOf({
          configmaps: [{ metadata: annotated, data: { password: text }, binaryData: { b: base64(text) } }],
          pods: [{ metadata: annotated, spec: { containers: [container] } }],
          services: [{ metadata: annotated, spec: { externalName: text } }],
          deployments: [{ metadata: annotated, spec: { template } }],
          podtemplates: [{ metadata: annotated, template }],
        });
        const kept = JSON.stringify(evidence);
        const encoded = base64(secret).slice(0, 12);
        for (const part of [JSON.stringify(text).slice(1, -1), secret, secret.slice(0, 8), secret.slice(-8), encoded]) {
          expect(kept).not.toContain(part);
        }
        expect(kept).toContain("value under a secret's name");
      }),
    );
  });

  it("holds no value of a list that cannot be understood", async () => {
    const { facts } = await evidenceOf({
      configmaps: [{ metadata, data: { password: ["hunter2"] } }],
      pods: [{ metadata, spec: { containers: [{ name: "main", env: [{ name: "P", value: { hunter2: 1 } }] }] } }],
    });
    expect(JSON.stringify(facts)).not.toContain("hunter2");
    expect(facts["api.pods"].state).toBe("present");
    expect(facts["api.sensitive"]).toMatchObject({
      state: "present",
      value: {
        configMaps: { state: "unknown", reason: "unparseable", message: "1 objects could not be searched" },
        pods: { state: "unknown", reason: "unparseable" },
        services: { state: "present" },
      },
    });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectCluster } from "../../../src/probes/cluster/collect-cluster.ts";
import { searching } from "../../../src/probes/cluster/sensitive/search-objects.ts";
import { answeringApi, listed } from "../../support/api-session.ts";
import { awsKey, awsSecret, base64, pem } from "./credentials-by-form.ts";

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

/** All that an audit keeps of an API with these lists. */
const evidenceOf = (lists: Readonly<Record<string, readonly unknown[]>>) => {
  const api = answeringApi((path) => listed(...(lists[(path.split("?")[0] ?? "").split("/").at(-1) ?? ""] ?? [])));
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

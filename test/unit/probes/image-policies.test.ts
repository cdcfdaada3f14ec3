import { describe, expect, it } from "vitest";
import { getClusterImagePolicies } from "../../../src/probes/cluster/cluster-image-policies.ts";
import { getKyvernoPolicies, readKyvernoSettings } from "../../../src/probes/cluster/kyverno.ts";
import { answeringApi, forbidden, listed } from "../../support/api-session.ts";
import { discovered, kubeadm, served } from "../../support/discovered.ts";
import { denied, here } from "../../support/facts.ts";

const answering = (lists: Readonly<Record<string, readonly object[]>>) =>
  answeringApi((path) => {
    const items = lists[/\/([a-z]+)\?/.exec(path)?.[1] ?? ""];
    return items === undefined ? forbidden : listed(...items);
  });
const withKyverno = here([
  ...kubeadm,
  discovered("kyverno.io/v1", [
    served("clusterpolicies", "ClusterPolicy", { namespaced: false }),
    served("policies", "Policy"),
  ]),
  discovered("kyverno.io/v2beta1", [served("policyexceptions", "PolicyException")]),
]);
const kyverno = (lists: Readonly<Record<string, readonly object[]>>) =>
  getKyvernoPolicies(answering({ policies: [], policyexceptions: [], ...lists }), withKyverno);

const keys = { entries: [{ keys: { publicKeys: "-----BEGIN PUBLIC KEY-----" } }] };
const verification = { imageReferences: ["*"], attestors: [keys], mutateDigest: true, required: true };
const everyPod = { any: [{ resources: { kinds: ["Pod"] } }] };
type Parts = { readonly spec?: object; readonly rule?: object; readonly verify?: object; readonly status?: object };
const policy = ({ spec, rule, verify, status }: Parts = {}) => ({
  metadata: { name: "signed" },
  spec: {
    validationFailureAction: "Enforce",
    rules: [
      {
        name: "all",
        match: everyPod,
        exclude: { resources: {} },
        verifyImages: [{ ...verification, ...verify }],
        ...rule,
      },
    ],
    ...spec,
  },
  ...(status && { status }),
});

describe("policies of Kyverno", () => {
  it("are kept where they look at images, without keys", async () => {
    const fact = await kyverno({
      clusterpolicies: [
        policy({ spec: { failurePolicy: "Ignore" } }),
        { metadata: { name: "labels" }, spec: { rules: [{ name: "r", validate: { pattern: { metadata: {} } } }] } },
        {
          metadata: { name: "tags" },
          spec: {
            rules: [{ name: "no-latest", validate: { pattern: { spec: { containers: [{ image: "!*:latest" }] } } } }],
          },
        },
      ],
      policies: [{ ...policy(), metadata: { namespace: "shop", name: "own" } }],
      policyexceptions: [{ metadata: { namespace: "shop", name: "old" } }],
    });
    const verifies = [{ rule: "all", action: "Enforce", limitedBy: [] }];
    expect(fact).toMatchObject({
      state: "present",
      value: {
        policies: [
          { name: "signed", failurePolicy: "Ignore", limitedBy: [], verifies, others: [] },
          { name: "tags", failurePolicy: "Fail", limitedBy: [], verifies: [], others: ["no-latest"] },
          { namespace: "shop", name: "own", failurePolicy: "Fail", limitedBy: [], verifies, others: [] },
        ],
        exceptions: ["shop/old"],
      },
    });
    expect(JSON.stringify(fact)).not.toContain("BEGIN");
  });

  const keyless = (own: object) => ({ attestors: [{ entries: [{ keyless: own }] }] });
  it.each<readonly [string, Parts, readonly string[]]>([
    ["nothing", {}, []],
    ["a match by all", { rule: { match: { all: [{ resources: { kinds: ["v1/Pod"] } }] } } }, []],
    ["an older match", { rule: { match: { resources: { kinds: ["Pod"], namespaces: [] } } } }, []],
    [
      "operations that are all",
      { rule: { match: { any: [{ resources: { kinds: ["Pod"], operations: ["CREATE", "UPDATE"] } }] } } },
      [],
    ],
    ["an older image", { verify: { imageReferences: [], image: "*" } }, []],
    ["a named signer", { verify: keyless({ subject: "https://ci.example/*", issuer: "https://ci.example" }) }, []],
    [
      "a match with namespaces",
      { rule: { match: { any: [{ resources: { kinds: ["Pod"], namespaces: ["shop"] } }] } } },
      ["match"],
    ],
    [
      "a match of makers",
      { rule: { match: { any: [{ resources: { kinds: ["Pod"] }, subjects: [{ kind: "User", name: "a" }] }] } } },
      ["match"],
    ],
    ["a match of Deployments", { rule: { match: { any: [{ resources: { kinds: ["Deployment"] } }] } } }, ["match"]],
    [
      "a match by both",
      { rule: { match: { all: [{ resources: { kinds: ["Pod"] } }, { resources: { names: ["a"] } }] } } },
      ["match"],
    ],
    [
      "new pods only",
      { rule: { match: { any: [{ resources: { kinds: ["Pod"], operations: ["CREATE"] } }] } } },
      ["match"],
    ],
    ["no match", { rule: { match: undefined } }, ["match"]],
    ["exclude", { rule: { exclude: { any: [{ resources: { namespaces: ["shop"] } }] } } }, ["exclude"]],
    ["preconditions", { rule: { preconditions: { all: [{ key: "a" }] } } }, ["preconditions"]],
    ["preconditions in CEL", { rule: { celPreconditions: [{ name: "a" }] } }, ["preconditions"]],
    ["some images", { verify: { imageReferences: ["ghcr.io/*"] } }, ["imageReferences"]],
    ["skipped images", { verify: { skipImageReferences: ["ghcr.io/*"] } }, ["skipImageReferences"]],
    ["no need", { verify: { required: false } }, ["required"]],
    ["nobody's signature", { verify: { attestors: [] } }, ["attestors"]],
    ["anybody's signature", { verify: keyless({ subject: "*", issuer: "https://accounts.example" }) }, ["attestors"]],
    ["anybody's, by a pattern", { verify: keyless({ subjectRegExp: ".*" }) }, ["attestors"]],
  ])("are limited by %s", async (_, parts, limitedBy) => {
    expect(await kyverno({ clusterpolicies: [policy(parts)] })).toMatchObject({
      value: { policies: [{ verifies: [{ limitedBy }] }] },
    });
  });

  it.each<readonly [string, Parts, readonly string[]]>([
    ["no admission", { spec: { admission: false } }, ["admission"]],
    [
      "overrides",
      { spec: { validationFailureActionOverrides: [{ action: "Audit", namespaces: ["a"] }] } },
      ["validationFailureActionOverrides"],
    ],
    ["conditions", { spec: { webhookConfiguration: { matchConditions: [{ name: "a" }] } } }, ["matchConditions"]],
    [
      "one rule of several",
      { spec: { applyRules: "One", rules: [policy().spec.rules[0], { name: "b" }] } },
      ["applyRules"],
    ],
    [
      "not being ready",
      { status: { conditions: [{ type: "Ready", status: "False" }] } },
      ["a status that is not Ready"],
    ],
    ["nothing where it is ready", { status: { conditions: [{ type: "Ready", status: "True" }] } }, []],
  ])("are limited as a whole by %s", async (_, parts, limitedBy) => {
    expect(await kyverno({ clusterpolicies: [policy(parts)] })).toMatchObject({ value: { policies: [{ limitedBy }] } });
  });

  it("audit where nobody says otherwise, and a check's own word counts", async () => {
    const actions = async (parts: Parts) => {
      const fact = await kyverno({ clusterpolicies: [policy(parts)] });
      return (
        fact.state === "present" && fact.value.policies.flatMap(({ verifies }) => verifies.map(({ action }) => action))
      );
    };
    expect(await actions({ spec: { validationFailureAction: undefined } })).toEqual(["Audit"]);
    expect(await actions({ verify: { failureAction: "Audit" } })).toEqual(["Audit"]);
  });

  it("are absent where none are served, and unknown with the missing right", async () => {
    expect((await getKyvernoPolicies(answering({}), here(kubeadm))).state).toBe("absent");
    expect(await getKyvernoPolicies(answering({}), denied)).toEqual(denied);
    expect(await kyverno({})).toMatchObject({ message: "list clusterpolicies.kyverno.io: forbidden" });
    const api = answering({ clusterpolicies: [], policies: [] });
    expect(await getKyvernoPolicies(api, withKyverno)).toMatchObject({
      message: "list policyexceptions.kyverno.io: forbidden",
    });
  });
});

describe("Kyverno's settings", () => {
  const metadata = { namespace: "kyverno", name: "kyverno" };
  it("are a ConfigMap with filters", () => {
    const data = {
      resourceFilters: "[Event,*,*] [*/*,kube-system,*]\n[Node,*,*]",
      excludeGroups: "system:nodes, admins",
      excludeUsernames: "",
    };
    expect(readKyvernoSettings({ metadata, data })).toEqual({
      ...metadata,
      filters: ["[Event,*,*]", "[*/*,kube-system,*]", "[Node,*,*]"],
      requesters: ["system:nodes", "admins"],
    });
    expect(readKyvernoSettings({ metadata, data: { resourceFilters: "" } })).toEqual({ ...metadata, filters: [] });
  });

  it.each([{ metadata, data: { password: "x" } }, { metadata }, { metadata, data: { resourceFilters: 1 } }, {}, null])(
    "are no other ConfigMap: %j",
    (item) => {
      expect(readKyvernoSettings(item)).toBeUndefined();
    },
  );
});

describe("ClusterImagePolicies", () => {
  const discovery = here([
    ...kubeadm,
    discovered("policy.sigstore.dev/v1alpha1", [served("clusterimagepolicies", "ClusterImagePolicy")]),
  ]);
  const key = { key: { data: "-----BEGIN PUBLIC KEY-----" } };
  const images = [{ glob: "**" }];
  const identified = (identity: object) => ({ keyless: { url: "https://fulcio.example", identities: [identity] } });
  it.each<readonly [string, object, object]>([
    ["a key", { authorities: [key] }, { mode: "enforce", limitedBy: [] }],
    ["a warning", { authorities: [key], mode: "warn" }, { mode: "warn", limitedBy: [] }],
    ["a named signer", { authorities: [identified({ issuerRegExp: ".*", subject: "ci" })] }, { limitedBy: [] }],
    ["a refusal", { authorities: [{ static: { action: "fail" } }] }, { limitedBy: [] }],
    ["letting pass", { authorities: [key, { static: { action: "pass" } }] }, { limitedBy: ["authorities"] }],
    ["no authority", {}, { limitedBy: ["authorities"] }],
    [
      "anybody",
      { authorities: [identified({ issuer: "https://x", subjectRegExp: ".*" })] },
      { limitedBy: ["authorities"] },
    ],
    ["no identity", { authorities: [{ keyless: { url: "https://x" } }] }, { limitedBy: ["authorities"] }],
    ["some objects", { authorities: [key], match: [{ resource: "pods" }] }, { limitedBy: ["match"] }],
  ])("with %s", async (_, spec, expected) => {
    const api = answering({ clusterimagepolicies: [{ metadata: { name: "p" }, spec: { images, ...spec } }] });
    const fact = await getClusterImagePolicies(api, discovery);
    expect(fact).toMatchObject({ value: [{ name: "p", globs: ["**"], ...expected }] });
    expect(fact.source.request).toBe("GET /apis/policy.sigstore.dev/v1alpha1/clusterimagepolicies");
    expect(JSON.stringify(fact)).not.toContain("BEGIN");
  });

  it("are limited where they are not ready, absent where none are served", async () => {
    const status = { conditions: [{ type: "Ready", status: "Unknown" }] };
    const api = answering({
      clusterimagepolicies: [{ metadata: { name: "p" }, spec: { images, authorities: [key] }, status }],
    });
    expect(await getClusterImagePolicies(api, discovery)).toMatchObject({
      value: [{ limitedBy: ["a status that is not Ready"] }],
    });
    expect((await getClusterImagePolicies(api, here(kubeadm))).state).toBe("absent");
  });
});

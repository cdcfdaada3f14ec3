import { describe, expect, it } from "vitest";
import type { DiscoveredVersion } from "../../../src/evidence/discovery.ts";
import { getAdmission } from "../../../src/probes/cluster/admission.ts";
import { answeringApi, forbidden, listed } from "../../support/api-session.ts";
import { discovered, kubeadm, served } from "../../support/discovered.ts";
import { denied, here } from "../../support/facts.ts";

/** What is read where the API answers these lists, and no other. */
async function read(
  lists: Readonly<Record<string, readonly object[]>>,
  discovery: readonly DiscoveredVersion[] = kubeadm,
) {
  const asked: string[] = [];
  const api = answeringApi((path) => {
    const [, resource = ""] = /\/([a-z]+)\?/.exec(path) ?? [];
    asked.push(path.replace(/\?.*$/, ""));
    const items = lists[resource];
    return items === undefined ? forbidden : listed(...items);
  });
  return { facts: await getAdmission(api, here(discovery)), asked };
}

const none = {
  validatingwebhookconfigurations: [],
  mutatingwebhookconfigurations: [],
  validatingadmissionpolicies: [],
  validatingadmissionpolicybindings: [],
  runtimeclasses: [],
};
const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"], scope: "*" };
const readRule = { groups: [""], versions: ["v1"], operations: ["CREATE"], resources: ["pods"] };

describe("admission webhooks", () => {
  it("are read without their bundles of CAs and the paths of URLs", async () => {
    const selector = { matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] };
    const { facts } = await read({
      ...none,
      validatingwebhookconfigurations: [
        {
          metadata: { name: "v" },
          webhooks: [
            {
              name: "one.example",
              clientConfig: { caBundle: "LS0t", service: { namespace: "a", name: "b", path: "/x", port: 443 } },
              rules: [rule, { ...rule, scope: "Namespaced" }],
              failurePolicy: "Ignore",
              namespaceSelector: selector,
              objectSelector: selector,
              matchConditions: [{ name: "c", expression: "true" }],
            },
          ],
        },
        { metadata: { name: "empty" } },
      ],
      mutatingwebhookconfigurations: [
        {
          metadata: { name: "m" },
          webhooks: [
            {
              name: "two.example",
              clientConfig: { caBundle: "LS0t", url: "https://hooks.example:8443/some/token" },
              namespaceSelector: {},
              objectSelector: {},
            },
          ],
        },
      ],
    });
    expect(facts["api.admission-webhooks"]).toMatchObject({ state: "present" });
    expect("value" in facts["api.admission-webhooks"] && facts["api.admission-webhooks"].value).toEqual([
      {
        kind: "validating",
        configuration: "v",
        name: "one.example",
        failurePolicy: "Ignore",
        rules: [readRule, { ...readRule, scope: "Namespaced" }],
        namespaces: { labels: {}, expressions: [{ key: "a", operator: "In", values: ["b"] }] },
        hasObjectSelector: true,
        matchConditions: 1,
        service: { namespace: "a", name: "b" },
      },
      {
        kind: "mutating",
        configuration: "m",
        name: "two.example",
        failurePolicy: "Fail",
        rules: [],
        host: "hooks.example:8443",
      },
    ]);
  });

  it.each(["validatingwebhookconfigurations", "mutatingwebhookconfigurations"])(
    "are unknown with the missing right where %s are forbidden, and nothing else is",
    async (resource) => {
      const { [resource as keyof typeof none]: _, ...others } = none;
      const { facts } = await read(others);
      expect(facts).toMatchObject({
        "api.admission-webhooks": {
          state: "unknown",
          message: `list ${resource}.admissionregistration.k8s.io: forbidden`,
        },
        "api.admission-policies": { state: "present", value: [] },
        "api.runtime-classes": { state: "present", value: [] },
      });
    },
  );
});

describe("ValidatingAdmissionPolicies", () => {
  it("are read with what binds them, and without expressions", async () => {
    const { facts } = await read({
      ...none,
      validatingadmissionpolicies: [
        {
          metadata: { name: "p" },
          spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: "secret" }] },
        },
        { metadata: { name: "params" }, spec: {} },
      ],
      validatingadmissionpolicybindings: [
        { metadata: { name: "b" }, spec: { policyName: "p", validationActions: ["Deny"] } },
        { metadata: { name: "lost" }, spec: { policyName: "gone", validationActions: ["Deny"] } },
      ],
    });
    expect(facts["api.admission-policies"]).toMatchObject({
      value: [
        { name: "p", rules: [readRule], bindings: [{ name: "b", actions: ["Deny"] }] },
        { name: "params", rules: [], bindings: [] },
      ],
    });
    expect(JSON.stringify(facts)).not.toContain("secret");
  });

  it("are asked for where they are served, in the version that is", async () => {
    const before = await read(none, [discovered("admissionregistration.k8s.io/v1", [])]);
    expect(before.facts["api.admission-policies"].state).toBe("absent");
    const resources = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"].map((resource) =>
      served(resource, "P", { namespaced: false }),
    );
    const beta = await read(none, [discovered("admissionregistration.k8s.io/v1beta1", resources)]);
    expect(beta.asked).toContain("/apis/admissionregistration.k8s.io/v1beta1/validatingadmissionpolicies");
    const down: DiscoveredVersion = { group: "admissionregistration.k8s.io", version: "v1", resources: denied };
    expect((await read(none, [down])).facts["api.admission-policies"]).toEqual(denied);
  });

  it("are unknown where their bindings are", async () => {
    const { validatingadmissionpolicybindings: _, ...others } = none;
    expect((await read(others)).facts["api.admission-policies"].state).toBe("unknown");
  });
});

it("RuntimeClasses are read by their handlers", async () => {
  const { facts } = await read({ ...none, runtimeclasses: [{ metadata: { name: "gvisor" }, handler: "runsc" }] });
  expect(facts["api.runtime-classes"]).toMatchObject({ value: [{ name: "gvisor", handler: "runsc" }] });
  const { runtimeclasses: _, ...others } = none;
  expect((await read(others)).facts["api.runtime-classes"]).toMatchObject({
    state: "unknown",
    message: "list runtimeclasses.node.k8s.io: forbidden",
  });
});

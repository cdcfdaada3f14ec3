import { expect, it } from "vitest";
import type { ApiAnswer } from "../../../src/connect/session.ts";
import type { DiscoveredVersion } from "../../../src/evidence/discovery.ts";
import { getPodSecurityPolicies } from "../../../src/probes/cluster/pod-security-policies.ts";
import { answeringApi, listed } from "../../support/api-session.ts";
import { discovered, kubeadm, served } from "../../support/discovered.ts";
import { denied, here } from "../../support/facts.ts";

const serving = discovered("policy/v1beta1", [
  served("podsecuritypolicies", "PodSecurityPolicy", { namespaced: false }),
]);

async function policies(discovery: readonly DiscoveredVersion[], answer?: ApiAnswer) {
  const asked: string[] = [];
  const api = answeringApi((path) => {
    asked.push(path);
    return answer ?? { state: "failed", cause: "unsupported", message: "404", status: 404 };
  });
  return { fact: await getPodSecurityPolicies(api, here(discovery)), asked };
}

it("are not asked for where the server does not serve them", async () => {
  expect(await policies(kubeadm)).toMatchObject({ fact: { state: "absent" }, asked: [] });
});

it("are read by the fields that rules need", async () => {
  const restricted = {
    metadata: { name: "restricted", uid: "1" },
    spec: {
      privileged: false,
      runAsUser: { rule: "MustRunAsNonRoot" },
      supplementalGroups: { rule: "MustRunAs", ranges: [{ min: 1, max: 65535 }, { max: 5 }] },
      fsGroup: { rule: "RunAsAny" },
    },
  };
  const { fact, asked } = await policies([...kubeadm, serving], listed(restricted, { metadata: { name: "empty" } }));
  expect(asked).toEqual(["/apis/policy/v1beta1/podsecuritypolicies?limit=500"]);
  expect(fact).toMatchObject({
    state: "present",
    value: [
      {
        name: "restricted",
        runAsUser: { rule: "MustRunAsNonRoot" },
        supplementalGroups: { rule: "MustRunAs", minima: [1, 0] },
        fsGroup: { rule: "RunAsAny", minima: [] },
      },
      { name: "empty" },
    ],
  });
});

it("name the paths of the host that they let in, where they let in any", async () => {
  const allowedHostPaths = [{ pathPrefix: "/var/log", readOnly: true }, { pathPrefix: "/srv" }];
  const policy = (name: string, volumes?: readonly string[]) => ({
    metadata: { name },
    spec: { volumes, allowedHostPaths },
  });
  const answer = listed(
    policy("some", ["secret", "hostPath"]),
    policy("all", ["*"]),
    policy("none", ["secret"]),
    policy("no"),
  );
  const { fact } = await policies([serving], answer);
  const paths = [{ prefix: "/var/log", readOnly: true }, { prefix: "/srv" }];
  expect(fact).toMatchObject({
    value: [
      { name: "some", allowedHostPaths: paths },
      { name: "all", allowedHostPaths: paths },
      { name: "none" },
      { name: "no" },
    ],
  });
  expect(JSON.stringify(fact).match(/allowedHostPaths/g)).toHaveLength(2);
});

it("are unknown where a 404 contradicts discovery", async () => {
  expect((await policies([...kubeadm, serving])).fact).toMatchObject({ state: "unknown", reason: "unsupported" });
});

it("are unknown where discovery is, of the group or of all", async () => {
  const down: DiscoveredVersion = { group: "policy", version: "v1beta1", resources: denied };
  expect(await policies([...kubeadm, down])).toMatchObject({ fact: denied, asked: [] });
  const api = { server: "", get: () => Promise.reject(new Error("asked")), close: () => undefined };
  expect(await getPodSecurityPolicies(api, denied)).toEqual(denied);
});

it("are unknown where one is not understood", async () => {
  const odd = { metadata: { name: "odd" }, spec: { fsGroup: { rule: "MustRunAs", ranges: [{ min: "1" }] } } };
  expect((await policies([serving], listed(odd))).fact).toMatchObject({ state: "unknown", reason: "unparseable" });
});

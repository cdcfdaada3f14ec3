import { describe, expect, it } from "vitest";
import { collectCluster } from "../../../src/probes/cluster/collect-cluster.ts";
import { answeringApi } from "../../support/api-session.ts";

const service = (name: string, spec: object, labels: object = {}) => ({
  metadata: { namespace: "default", name, labels },
  spec,
});
const slice = (name: string, addresses: readonly string[], ports: unknown) => ({
  metadata: { namespace: "default", labels: { "kubernetes.io/service-name": name } },
  endpoints: [{ addresses }],
  ports,
});
const listOf = (items: readonly unknown[], next = "") => ({ metadata: { continue: next }, items });
const kubernetes = service(
  "kubernetes",
  { clusterIP: "10.96.0.1", ports: [{ name: "https", protocol: "TCP", port: 443, targetPort: 6443 }] },
  { component: "apiserver", owner: "secret-project" },
);

const servicesPath = "/api/v1/services?limit=500";
const slicesPath = "/apis/discovery.k8s.io/v1/endpointslices?limit=500";

/** What is collected of Services where the API gives these bodies; all else answers 403. */
async function collected(bodies: Readonly<Record<string, unknown>>) {
  const api = answeringApi((path) =>
    path in bodies
      ? { state: "answered", body: bodies[path] }
      : { state: "failed", cause: "permission-denied", message: "HTTP 403" },
  );
  return (await collectCluster(api, "c", () => new Date(0))).facts["api.services"];
}

describe("Services", () => {
  it("keep what leads to a component: ports, endpoints, the labels that name components", async () => {
    const slices = [slice("kubernetes", ["10.77.0.10"], [{ name: "https", protocol: "TCP", port: 6443 }])];
    expect(await collected({ [servicesPath]: listOf([kubernetes]), [slicesPath]: listOf(slices) })).toMatchObject({
      state: "present",
      value: [
        {
          namespace: "default",
          name: "kubernetes",
          type: "ClusterIP",
          clusterIP: true,
          external: false,
          labels: { component: "apiserver" },
          selector: {},
          ports: [{ protocol: "tcp", port: 443 }],
          endpoints: [{ address: "10.77.0.10", protocol: "tcp", port: 6443 }],
        },
      ],
    });
  });

  it("know which endpoints are not ready; what is not said is ready", async () => {
    const slices = {
      ...slice("a", [], [{ port: 443 }]),
      endpoints: [
        { addresses: ["10.0.0.1"], conditions: { ready: false } },
        { addresses: ["10.0.0.2"], conditions: { ready: true } },
        { addresses: ["10.0.0.3"], conditions: { ready: null } },
      ],
    };
    const lists = { [servicesPath]: listOf([service("a", {})]), [slicesPath]: listOf([slices]) };
    const endpoint = (address: string) => ({ address, protocol: "tcp", port: 443 });
    expect(await collected(lists)).toMatchObject({
      value: [
        { endpoints: [{ ...endpoint("10.0.0.1"), isNotReady: true }, endpoint("10.0.0.2"), endpoint("10.0.0.3")] },
      ],
    });
  });

  it.each([
    ["a load balancer", { type: "LoadBalancer", clusterIP: "10.96.0.2" }, { clusterIP: true, external: true }],
    ["external addresses", { clusterIP: "None", externalIPs: ["192.0.2.1"] }, { clusterIP: false, external: true }],
    ["headless", { clusterIP: "None" }, { clusterIP: false, external: false }],
    ["an alias", { type: "ExternalName", externalName: "example.org" }, { clusterIP: false, external: false }],
  ])("are known for how they are published: %s", async (_what, spec, expected) => {
    const found = await collected({ [servicesPath]: listOf([service("a", spec)]), [slicesPath]: listOf([]) });
    expect(found).toMatchObject({ value: [expected] });
  });

  it("are read page by page", async () => {
    const found = await collected({
      [servicesPath]: listOf([kubernetes], "2nd"),
      [`${servicesPath}&continue=2nd`]: listOf([service("b", {})]),
      [slicesPath]: listOf([slice("b", [], null)]),
    });
    expect(found).toMatchObject({ value: [{ name: "kubernetes" }, { name: "b" }] });
  });

  it.each([
    ["a page is missing", { [servicesPath]: listOf([kubernetes], "2nd"), [slicesPath]: listOf([]) }],
    ["the slices may not be read", { [servicesPath]: listOf([kubernetes]) }],
    ["a Service is of another form", { [servicesPath]: listOf([{ metadata: {} }]), [slicesPath]: listOf([]) }],
    [
      "a port has no number",
      {
        [servicesPath]: listOf([kubernetes]),
        [slicesPath]: listOf([slice("kubernetes", ["10.0.0.1"], [{ port: null }])]),
      },
    ],
    ["the answer is no list", { [servicesPath]: { kind: "Status" }, [slicesPath]: listOf([]) }],
  ])("are not known where %s", async (_what, bodies) => {
    expect(await collected(bodies)).toMatchObject({ state: "unknown" });
  });
});

import { describe, expect, it } from "vitest";
import type { DiscoveredVersion } from "../../../src/evidence/discovery.ts";
import { entriesSeen, type Observed } from "../../../src/evidence/observed.ts";
import { listedResources } from "../../../src/probes/cluster/discovered-requests.ts";
import { getNamespacedObjects } from "../../../src/probes/cluster/namespaced-objects.ts";
import { answeringApi, forbidden, listed } from "../../support/api-session.ts";
import { discovered, kubeadm, served } from "../../support/discovered.ts";
import { denied, here } from "../../support/facts.ts";

const all = ["default", "kube-node-lease", "kube-public", "shop"].map((name) => ({ name, labels: {} }));
const object = (name: string, more: object = {}) => ({
  kind: "PartialObjectMetadata",
  metadata: { name, uid: "1", creationTimestamp: "2026-01-01T00:00:00Z", ...more },
  data: { password: "x" },
});

/** What is collected where these lists have these objects, those named are refused, and all others are empty. */
async function collected(
  lists: Readonly<Record<string, readonly unknown[]>>,
  {
    refused = [],
    discovery = here(kubeadm),
    namespaces = here(all) as Observed<typeof all>,
  }: {
    readonly refused?: readonly string[];
    readonly discovery?: Observed<readonly DiscoveredVersion[]>;
    readonly namespaces?: Observed<typeof all>;
  } = {},
) {
  const asked: string[] = [];
  const api = answeringApi((path, form) => {
    asked.push(`${form} ${path}`);
    const bare = path.replace("?limit=500", "");
    return refused.includes(bare) ? forbidden : listed(...(lists[bare] ?? []));
  });
  return { facts: await getNamespacedObjects(api, discovery, namespaces), asked };
}

describe("the objects in the reserved namespaces", () => {
  it("are asked for by their metadata, never Secrets, never other namespaces", async () => {
    const { asked } = await collected({});
    expect(asked).toContain("metadata /api/v1/namespaces/default/configmaps?limit=500");
    expect(asked).toContain("metadata /apis/autoscaling/v2/namespaces/kube-public/horizontalpodautoscalers?limit=500");
    expect(
      asked.filter((line) => !/^metadata .*\/namespaces\/(default|kube-node-lease|kube-public)\//.test(line)),
    ).toEqual([]);
    expect(asked.filter((line) => /secrets|leases|nodes|autoscaling\/v1/.test(line))).toEqual([]);
    expect(asked).toHaveLength(17 * 3);
  });

  it("are asked for in those that exist, in all where that is not known", async () => {
    const [first] = all;
    const asked = async (namespaces: Observed<typeof all>) =>
      new Set((await collected({}, { namespaces })).asked.map((line) => line.split("/namespaces/")[1]?.split("/")[0]));
    expect(await asked(here(first === undefined ? [] : [first]))).toEqual(new Set(["default"]));
    expect(await asked(here([]))).toEqual(new Set(["default"]));
    expect(await asked(denied)).toEqual(new Set(["default", "kube-node-lease", "kube-public"]));
  });

  it("have a name and the object that manages them, nothing else", async () => {
    const owners = [
      { apiVersion: "v1", kind: "Service", name: "x" },
      { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-1", controller: true },
    ];
    const path = "/api/v1/namespaces/default/pods";
    const { facts } = await collected({ [path]: [object("web-1-x", { ownerReferences: owners }), object("bare")] });
    expect(entriesSeen(facts["api.all-category"])[0]).toMatchObject({
      namespace: "default",
      group: "",
      resource: "pods",
      kind: "Pod",
      objects: {
        state: "present",
        value: [{ name: "web-1-x", owner: { group: "apps", kind: "ReplicaSet", name: "web-1" } }, { name: "bare" }],
      },
    });
    expect(JSON.stringify(facts)).not.toMatch(/password|uid|2026/);
  });

  it("of one list may be forbidden: the others are known", async () => {
    const path = "/apis/batch/v1/namespaces/default/jobs";
    const { facts } = await collected({}, { refused: [path] });
    const unknown = entriesSeen(facts["api.all-category"]).filter(({ objects }) => objects.state === "unknown");
    expect(unknown).toMatchObject([
      { resource: "jobs", objects: { reason: "permission-denied", message: "list jobs.batch: forbidden" } },
    ]);
  });

  it("are unknown where discovery is", async () => {
    const { facts, asked } = await collected({}, { discovery: denied });
    expect([facts["api.all-category"], facts["api.user-resources"], asked]).toEqual([denied, denied, []]);
  });
});

describe("the resources that are listed", () => {
  const factsOf = (...versions: readonly DiscoveredVersion[]) =>
    listedResources(versions).map(({ group, version, resource, fact }) => `${fact} ${group}/${version} ${resource}`);

  it.each([
    ["a custom resource", discovered("example.com/v1", [served("widgets", "Widget")]), ["api.user-resources"]],
    [
      "a custom resource of the category all",
      discovered("example.com/v1", [served("widgets", "Widget", { categories: ["all"] })]),
      ["api.all-category"],
    ],
    [
      "one that nobody can make",
      discovered("metrics.k8s.io/v1beta1", [served("pods", "PodMetrics", { verbs: ["list"] })]),
      [],
    ],
    [
      "one that cannot be listed",
      discovered("example.com/v1", [served("reviews", "Review", { verbs: ["create"], categories: ["all"] })]),
      [],
    ],
    ["one of the cluster", discovered("example.com/v1", [served("widgets", "Widget", { namespaced: false })]), []],
    ["Kubernetes' own", discovered("rbac.authorization.k8s.io/v1", [served("roles", "Role")]), []],
    [
      "a CRD in a group that ends like Kubernetes' own",
      discovered("gateway.networking.k8s.io/v1", [served("gateways", "Gateway")]),
      ["api.user-resources"],
    ],
    ["Secrets, whatever the server says", discovered("v1", [served("secrets", "Secret", { categories: ["all"] })]), []],
  ])("%s", (_what, version, facts) => {
    expect(listedResources([version]).map(({ fact }) => fact)).toEqual(facts);
  });

  it("are asked for once, in the first version that lets them be listed; the category counts from any", () => {
    const inAll = { categories: ["all"] };
    expect(
      factsOf(
        discovered("example.com/v2", [served("widgets", "Widget"), served("gears", "Gear", { verbs: [] })]),
        discovered("example.com/v1", [served("widgets", "Widget", inAll), served("gears", "Gear", inAll)]),
      ),
    ).toEqual(["api.all-category example.com/v2 widgets", "api.all-category example.com/v1 gears"]);
  });
});

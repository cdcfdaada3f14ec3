import { describe, expect, it } from "vitest";
import { collectCluster } from "../../../src/probes/cluster/collect-cluster.ts";
import { answeringApi } from "../../support/api-session.ts";

const namespace = (name: string, labels?: Readonly<Record<string, string>>) => ({
  metadata: { name, uid: "1", annotations: { secret: "x" }, ...(labels && { labels }) },
  status: { phase: "Active" },
});
const list = (items: readonly unknown[], more = "") => ({ kind: "NamespaceList", metadata: { continue: more }, items });

/** The namespaces that an API server shows which answers these pages of the list. */
async function namespacesOf(pages: Readonly<Record<string, unknown>>) {
  const api = answeringApi((path) => {
    const answer = pages[path.replace("/api/v1/namespaces?limit=500", "")];
    return answer === undefined
      ? { state: "failed", cause: "permission-denied", message: "HTTP 403" }
      : { state: "answered", body: answer };
  });
  return (await collectCluster(api, "c", () => new Date(0))).facts["api.namespaces"];
}

describe("the namespaces that the API lists", () => {
  it("are names and labels, nothing else", async () => {
    expect(await namespacesOf({ "": list([namespace("default"), namespace("apps", { team: "a" })]) })).toMatchObject({
      state: "present",
      value: [
        { name: "default", labels: {} },
        { name: "apps", labels: { team: "a" } },
      ],
      source: { request: "GET /api/v1/namespaces" },
    });
  });

  it("are read page by page", async () => {
    const pages = { "": list([namespace("default")], "t+1"), "&continue=t%2B1": list([namespace("apps")]) };
    expect(await namespacesOf(pages)).toMatchObject({ value: [{ name: "default" }, { name: "apps" }] });
  });

  it("are unknown where the list does not end", async () => {
    const pages = { "": list([], "t"), "&continue=t": list([], "t") };
    expect(await namespacesOf(pages)).toMatchObject({ state: "unknown", reason: "truncated" });
  });

  it.each([
    ["forbidden", {}, "permission-denied"],
    ["cut off after a page", { "": list([namespace("default")], "t") }, "permission-denied"],
    ["of another shape", { "": { items: [{ name: "default" }], metadata: {} } }, "unparseable"],
  ])("are unknown where the list is %s", async (_what, pages, reason) => {
    expect(await namespacesOf(pages)).toMatchObject({ state: "unknown", reason });
  });
});

it("keeps of ConfigMaps what network plugins are set to, and searches the others all the same", async () => {
  const configMap = (namespaceAndName: string, data: object) => {
    const [at, name] = namespaceAndName.split("/");
    return { metadata: { namespace: at, name }, data };
  };
  const items = [
    configMap("kube-system/cilium-config", { "enable-wireguard": "true", "etcd-config": "x" }),
    configMap("kube-flannel/kube-flannel-cfg", { "net-conf.json": '{"Backend": {"Type": "vxlan"}}' }),
    configMap("shop/settings", { "enable-wireguard": "false", password: "hunter2hunter2" }),
  ];
  const api = answeringApi((path) =>
    path.startsWith("/api/v1/configmaps")
      ? { state: "answered", body: list(items) }
      : { state: "failed", cause: "permission-denied", message: "HTTP 403" },
  );
  const { facts } = await collectCluster(api, "c", () => new Date(0));
  expect(facts["api.network-settings"]).toMatchObject({
    value: { cilium: { "enable-wireguard": "true" }, flannelBackend: "vxlan" },
    source: { request: "GET /api/v1/configmaps" },
  });
  expect(facts["api.sensitive"]).toMatchObject({
    value: { configMaps: { value: { objects: 3, hits: [{ name: "settings" }] } } },
  });
  const left = configMap("kube-system/kube-flannel-cfg", { "net-conf.json": '{"Backend": {"Type": "wireguard"}}' });
  const twice = answeringApi((path) => ({
    state: "answered",
    body: list(path.includes("/configmaps") ? [...items, left] : []),
  }));
  expect((await collectCluster(twice, "c", () => new Date(0))).facts["api.network-settings"]).toMatchObject({
    value: { flannelBackend: "" },
  });
  const refused = answeringApi(() => ({ state: "failed", cause: "permission-denied", message: "HTTP 403" }));
  const without = await collectCluster(refused, "c", () => new Date(0));
  expect(without.facts["api.network-settings"]).toMatchObject({
    state: "unknown",
    message: "list configmaps: forbidden",
  });
});

import { describe, expect, it } from "vitest";
import type { ApiAnswer } from "../../../src/connect/session.ts";
import type { DiscoveredVersion } from "../../../src/evidence/discovery.ts";
import { getOfPlugins } from "../../../src/probes/cluster/network-plugins/get-policies.ts";
import {
  readFelixConfiguration,
  readNetworkSettings,
  readPeerAuthentication,
} from "../../../src/probes/cluster/network-plugins/settings.ts";
import { answeringApi, forbidden, listed } from "../../support/api-session.ts";
import { discovered, kubeadm, served } from "../../support/discovered.ts";
import { denied, here } from "../../support/facts.ts";

async function asked(discovery: readonly DiscoveredVersion[], answer: (path: string) => ApiAnswer = () => listed()) {
  const paths: string[] = [];
  const api = answeringApi((path) => {
    paths.push(path.split("?")[0] ?? "");
    return answer(path);
  });
  return { facts: await getOfPlugins(api, here([...kubeadm, ...discovery])), paths };
}
const cilium = discovered("cilium.io/v2", [
  served("ciliumnetworkpolicies", "CiliumNetworkPolicy"),
  served("ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy", { namespaced: false }),
]);

describe("the objects of network plugins and meshes", () => {
  it("are not asked for where the server does not serve them", async () => {
    const { facts, paths } = await asked([]);
    expect(paths).toEqual([]);
    expect(Object.values(facts).map(({ state }) => state)).toEqual(["absent", "absent", "absent"]);
  });

  it("are asked for where it serves them, and are none where there are none", async () => {
    const { facts, paths } = await asked([cilium]);
    expect(paths).toEqual([
      "/apis/cilium.io/v2/ciliumnetworkpolicies",
      "/apis/cilium.io/v2/ciliumclusterwidenetworkpolicies",
    ]);
    expect(facts["api.plugin-policies"]).toMatchObject({
      state: "present",
      value: [],
      source: {
        request: "GET /apis/cilium.io/v2/ciliumnetworkpolicies, /apis/cilium.io/v2/ciliumclusterwidenetworkpolicies",
      },
    });
  });

  it("are unknown where one list is forbidden, and the right is named", async () => {
    const { facts } = await asked([cilium], (path) => (path.includes("clusterwide") ? forbidden : listed()));
    expect(facts["api.plugin-policies"]).toMatchObject({
      state: "unknown",
      reason: "permission-denied",
      message: "list ciliumclusterwidenetworkpolicies.cilium.io: forbidden",
    });
    expect(facts["api.felix-configurations"].state).toBe("absent");
  });

  it("are unknown where one is not understood, or where a 404 contradicts discovery", async () => {
    const odd = await asked([cilium], () =>
      listed({ metadata: { name: "odd" }, spec: { endpointSelector: { matchLabels: "all" } } }),
    );
    expect(odd.facts["api.plugin-policies"]).toMatchObject({ state: "unknown", reason: "unparseable" });
    const gone = await asked([cilium], () => ({ state: "failed", cause: "unsupported", message: "404", status: 404 }));
    expect(gone.facts["api.plugin-policies"]).toMatchObject({ state: "unknown", reason: "unsupported" });
  });

  it("are unknown where what their group serves is, and where discovery is", async () => {
    const { facts, paths } = await asked([{ group: "security.istio.io", version: "v1", resources: denied }]);
    expect([facts["api.peer-authentications"], paths]).toEqual([denied, []]);
    const api = answeringApi(() => listed());
    expect(Object.values(await getOfPlugins(api, denied))).toEqual([denied, denied, denied]);
  });

  it("are asked for in an older version where only that is served, and in none that is not known", async () => {
    const peers = (version: string) => discovered(`security.istio.io/${version}`, [served("peerauthentications", "P")]);
    expect((await asked([peers("v1beta1")])).paths).toEqual(["/apis/security.istio.io/v1beta1/peerauthentications"]);
    expect((await asked([peers("v1beta1"), peers("v1")])).paths).toEqual([
      "/apis/security.istio.io/v1/peerauthentications",
    ]);
    const { facts, paths } = await asked([peers("v9")]);
    expect([facts["api.peer-authentications"], paths]).toMatchObject([{ state: "unknown", reason: "unsupported" }, []]);
  });
});

describe("settings", () => {
  const configMap = (place: string, data: unknown) => {
    const [namespace, name] = place.split("/");
    return readNetworkSettings({ metadata: { namespace, name }, data });
  };
  it.each<readonly [string, unknown, unknown]>([
    [
      "kube-system/cilium-config",
      { "enable-policy": "never", "etcd-config": "secret" },
      { cilium: { "enable-policy": "never" } },
    ],
    ["kube-system/cilium-config", undefined, { cilium: {} }],
    ["shop/cilium-config", { "enable-policy": "never" }, undefined],
    [
      "kube-flannel/kube-flannel-cfg",
      { "net-conf.json": '{"Backend": {"Type": "wireguard", "PSK": "x"}}' },
      { flannelBackend: "wireguard" },
    ],
    ["kube-system/kube-flannel-cfg", { "net-conf.json": "{" }, { flannelBackend: "" }],
    ["kube-flannel/kube-flannel-cfg", {}, { flannelBackend: "" }],
    ["shop/other", { password: "x" }, undefined],
    ["kube-system/cilium-config", { "enable-policy": 1 }, undefined],
  ])("of the ConfigMap %s", (place, data, expected) => {
    expect(configMap(place, data)).toEqual(expected);
  });

  it("of Calico are WireGuard's alone", () => {
    const spec = { wireguardEnabled: true, wireguardEnabledV6: false, logSeverityScreen: "Info" };
    expect(readFelixConfiguration({ metadata: { name: "default" }, spec })).toEqual({
      name: "default",
      wireguard: true,
      wireguardV6: false,
    });
    expect(readFelixConfiguration({ metadata: { name: "default" } })).toEqual({ name: "default" });
  });

  it("of Istio are modes, for whom, and whether a port has less", () => {
    const read = (spec?: object) =>
      readPeerAuthentication({ metadata: { namespace: "shop", name: "p" }, ...(spec && { spec }) });
    expect(read()).toEqual({ namespace: "shop", name: "p" });
    expect(read({ mtls: { mode: "UNSET" }, selector: {} })).toEqual({ namespace: "shop", name: "p" });
    const spec = {
      selector: { matchLabels: { app: "a" } },
      mtls: { mode: "STRICT" },
      portLevelMtls: { 8080: { mode: "DISABLE" } },
    };
    expect(read(spec)).toEqual({
      namespace: "shop",
      name: "p",
      selector: { labels: { app: "a" }, expressions: [] },
      mode: "STRICT",
      hasWeakerPort: true,
    });
    expect(read({ ...spec, portLevelMtls: { 8080: { mode: "STRICT" }, 9090: {} } })).not.toHaveProperty(
      "hasWeakerPort",
    );
  });
});

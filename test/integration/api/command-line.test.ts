import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { failure, json, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { api, file, kubeconfig } from "./api-under-test.ts";
import { host, inventory, plimsoll } from "./given-cluster.ts";

describe("plimsoll api-access", () => {
  it("prints the role, and asks nobody", async () => {
    const { status, printed } = await plimsoll("api-access");
    expect([status, printed.startsWith("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n")]).toEqual([
      0,
      true,
    ]);
  });
});

describe("plimsoll check --no-hosts", () => {
  const reviewing =
    (allowed: (attributes: Record<string, string>) => boolean) =>
    (asked: Asked): Reply => {
      if (asked.method === "GET") return wellBehaved(asked);
      const { spec } = JSON.parse(asked.body);
      return json({ status: { allowed: allowed(spec.resourceAttributes ?? spec.nonResourceAttributes) } }, 201);
    };

  type Checked = {
    readonly complete: boolean;
    readonly hosts: readonly unknown[];
    readonly api: { readonly rights: readonly { readonly right: string; readonly state: string }[] };
    readonly gaps: readonly { readonly names: readonly string[]; readonly rules: readonly string[] }[];
  };
  async function checked(inventoryFile: string, ...more: readonly string[]) {
    const { status, printed } = await plimsoll("check", "--no-hosts", "--json", "-i", inventoryFile, ...more);
    return { status, found: JSON.parse(printed) as Checked };
  }
  const notAllowed = ({ api }: Checked) =>
    api.rights.filter(({ state }) => state !== "allowed").map(({ right, state }) => `${right} ${state}`);

  it("says that all rights are there", async () => {
    const server = await api(reviewing(() => true));
    const { status, found } = await checked(inventory(kubeconfig(server.url)));
    expect(found.api.rights).toContainEqual(expect.objectContaining({ right: "list nodes", state: "allowed" }));
    expect([status, found.complete, found.hosts, found.gaps]).toEqual([0, true, [], []]);
    expect(JSON.stringify(found)).not.toContain("podsecuritypolicies");
    const posts = server.log.filter((line) => !line.startsWith("GET "));
    expect([...new Set(posts)]).toEqual(["POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews"]);
    expect(server.log.slice(0, 4)).toEqual(["GET /api/v1/nodes?limit=500", "GET /api", "GET /apis", "GET /api/v1"]);
  });

  it("asks for the kubelets' right only where the inventory wants it, and says that it is missing", async () => {
    const server = await api(reviewing(({ resource, subresource }) => `${resource}/${subresource}` !== "nodes/proxy"));
    const path = kubeconfig(server.url);
    const without = await checked(inventory(path));
    expect([without.status, notAllowed(without.found)]).toEqual([0, []]);
    const { status, found } = await checked(inventory(path, { api: { kubeletConfigz: true } }));
    expect(notAllowed(found)).toEqual(["get nodes/proxy missing"]);
    expect(found.gaps).toMatchObject([{ cause: "permission-denied", names: ["get nodes/proxy"] }]);
    expect(status).toBe(3);
  });

  it("says which are missing, which rules wait for them, and how to mend it", async () => {
    const server = await api(reviewing(({ group, resource }) => !(group === "" && resource === "services")));
    const file = inventory(kubeconfig(server.url));
    const { status, found } = await checked(file);
    expect(notAllowed(found)).toEqual(["list services missing"]);
    expect(found.gaps).toMatchObject([{ of: "rights", cause: "permission-denied", names: ["list services"] }]);
    expect(found.gaps[0]?.rules).toContain("V-242410");
    expect(status).toBe(3);
    const { printed } = await plimsoll("check", "--no-hosts", "-i", file);
    expect(printed).toMatch(/^API server https:\S+ 1 node, \d+ of \d+ rights\n/);
    expect(printed).toMatch(/\nA right is missing: 1 right \(list services\)\n {2}What happened: /);
    expect(printed).toContain("\n    plimsoll api-access\n");
  });

  it("is content without a right that only the guidance needs, where the STIG alone is judged", async () => {
    const server = await api(reviewing(({ resource }) => resource !== "resourcequotas"));
    const file = inventory(kubeconfig(server.url));
    const stig = await checked(file);
    expect([stig.status, notAllowed(stig.found)]).toEqual([0, ["list resourcequotas missing"]]);
    const both = await checked(file, "--benchmark", "all");
    expect([both.status, both.found.gaps[0]?.names]).toEqual([3, ["list resourcequotas"]]);
  });

  it("asks for custom resources of this cluster, and says of which APIs it could not", async () => {
    const reviewed = reviewing(({ group }) => group !== "example.com");
    const groups = { "example.com": "v1", "metrics.k8s.io": "v1beta1" };
    const server = await api((asked) => {
      if (asked.path === "/apis/metrics.k8s.io/v1beta1")
        return failure(503, "ServiceUnavailable", { "retry-after": "600" });
      if (asked.path === "/apis/example.com/v1") {
        const verbs = ["create", "list"];
        return json({ resources: [{ name: "widgets", kind: "Widget", namespaced: true, verbs }] });
      }
      if (asked.path !== "/apis") return reviewed(asked);
      return json({ groups: Object.entries(groups).map(([name, version]) => ({ name, versions: [{ version }] })) });
    });
    const { status, found } = await checked(inventory(kubeconfig(server.url)));
    expect(notAllowed(found)).toEqual(["list widgets.example.com missing"]);
    expect(found.gaps).toMatchObject([
      { cause: "permission-denied", names: ["list widgets.example.com"] },
      {
        cause: "unknown",
        messages: [expect.stringMatching(/^GET \/apis\/metrics.k8s.io\/v1beta1 answered HTTP 503/)],
      },
    ]);
    expect(status).toBe(3);
  });

  it("does not take a refusal for an answer, and asks nothing more then", async () => {
    const server = await api(() => failure(401, "Unauthorized"));
    const { status, printed } = await plimsoll("check", "--no-hosts", "-i", inventory(kubeconfig(server.url)));
    expect(printed).toMatch(/^API server https:\S+ not read: /);
    expect(printed).toContain("Credentials not accepted: API server\n");
    expect(status).toBe(3);
    expect(new Set(server.log)).toEqual(new Set(["GET /api/v1/nodes?limit=500"]));
  });

  it("needs an API server in the inventory, and a kubeconfig that is there", async () => {
    const none = file(stringify({ cluster: "c", ssh: { user: "a" }, hosts: [host] }));
    expect(await plimsoll("check", "--no-hosts", "-i", none)).toMatchObject({
      status: 2,
      talked: expect.stringMatching(
        /^plimsoll: \S+ gives no access to an API server, and --no-hosts tries nothing else\n$/,
      ),
    });
    expect(await plimsoll("check", "--no-hosts", "-i", inventory("/none/config"))).toMatchObject({
      status: 2,
      talked: "plimsoll: /none/config: the kubeconfig cannot be read: there is no such file\n",
    });
  });
});

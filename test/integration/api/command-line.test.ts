import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { runProgram } from "../../../src/cli/program.ts";
import { failure, json, namespace, node, page, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { recordedTerminal } from "../../support/terminal.ts";
import { api, closeAll, file, folder, kubeconfig, removeFiles } from "./api-under-test.ts";

afterEach(closeAll);
afterAll(removeFiles);

const host = { name: "cp1", address: "127.0.0.1", role: "control-plane", ssh: { port: 1, connectTimeout: 2 } };
const inventory = (kubeconfigFile: string, more: object = {}): string =>
  file(
    stringify({
      cluster: "c",
      kubeconfig: kubeconfigFile,
      ssh: { user: "a", knownHosts: "./none" },
      hosts: [host],
      ...more,
    }),
  );

async function plimsoll(...args: readonly string[]) {
  const kept = recordedTerminal({ workingDirectory: folder, environment: { SSH_AUTH_SOCK: "/none" } });
  const status = await runProgram(args, kept.terminal);
  return { status, printed: kept.printed(), talked: kept.talked() };
}

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
      if (asked.path === "/apis/metrics.k8s.io/v1beta1") return failure(503, "ServiceUnavailable");
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
  }, 20_000);

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

describe("an audit", () => {
  const hostile = "evil\u001b[31m\u202Egnp\u0007<script>";
  let runs = 0;

  async function audited(answer: (asked: Asked) => Reply, more: object = {}) {
    const server = await api(answer);
    const run = join(folder, `run-${runs++}`);
    const ended = await plimsoll("audit", "-i", inventory(kubeconfig(server.url), more), "-o", run);
    const checklists = readdirSync(join(run, "checklists")).map((name) =>
      readFileSync(join(run, "checklists", name), "utf8"),
    );
    return { ...ended, server, html: readFileSync(join(run, "report.html"), "utf8"), ckl: checklists.join("\n") };
  }

  /** What every rule on the cluster shows names of, each of them hostile: pods, templates, who reads Secrets. */
  function hostileObjects({ path }: Asked): Reply | undefined {
    const metadata = {
      namespace: hostile,
      name: hostile,
      labels: { "k8s-app": "kubernetes-dashboard", [hostile]: hostile },
    };
    const secretKeyRef = { name: hostile, key: hostile };
    const ports = [{ containerPort: 80, hostPort: 80 }];
    const container = {
      name: hostile,
      image: `example.com/${hostile}:1`,
      ports,
      env: [
        { name: hostile, valueFrom: { secretKeyRef } },
        { name: "TOKEN", value: hostile },
      ],
    };
    const spec = { containers: [container], imagePullSecrets: [{ name: hostile }] };
    const template = { metadata: { labels: metadata.labels }, spec };
    const rule = { apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: [hostile] };
    const answers: Readonly<Record<string, object>> = {
      "/api/v1/pods": { metadata, spec, status: { phase: "Running" } },
      "/apis/apps/v1/deployments": { metadata, spec: { template } },
      "/api/v1/podtemplates": { metadata, template },
      "/apis/rbac.authorization.k8s.io/v1/clusterroles": { metadata: { name: hostile }, rules: [rule] },
      "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings": {
        metadata: { name: hostile },
        roleRef: { kind: "ClusterRole", name: hostile },
        subjects: [{ kind: "User", name: hostile }],
      },
    };
    const item = answers[path];
    return item === undefined ? undefined : page([item]);
  }

  it("shows names of the API with nothing hidden or raw in them", async () => {
    const { printed, talked, html, ckl, status } = await audited((asked) => {
      if (asked.path === "/version") return json({ gitVersion: `v1.36.2${hostile}` });
      if (asked.path === "/api/v1/nodes") return page([node("cp1"), node(hostile)]);
      if (asked.path === "/api/v1/namespaces") return page([namespace(hostile)]);
      if (asked.path === "/api/v1/namespaces/default/pods") return page([{ metadata: { name: hostile } }]);
      return hostileObjects(asked) ?? wellBehaved(asked);
    });
    expect(status).toBe(3);
    for (const text of [printed, talked, html, ckl]) {
      expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
      expect(text).not.toContain("gnp<BEL><script>");
    }
    expect(printed).toContain("evil⟨ESC⟩[31m⟨U+202E⟩gnp⟨BEL⟩<script>");
    expect(html).toContain("evil⟨ESC⟩[31m⟨U+202E⟩gnp⟨BEL⟩&lt;script&gt;");
    expect(html).not.toContain("gnp⟨BEL⟩<script>");
    expect(html).toContain("default/Pod evil⟨ESC⟩[31m⟨U+202E⟩gnp⟨BEL⟩&lt;script&gt;");
  });

  it("goes on where a list is forbidden, says so everywhere, and asks by GET only", async () => {
    const { printed, html, ckl, server, status } = await audited((asked) =>
      asked.path === "/api/v1/services" ? failure(403, "Forbidden") : wellBehaved(asked),
    );
    const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
    for (const text of [printed, html, ckl]) {
      expect(oneLine(text)).toMatch(
        /API server https:\S+ read in part \(v1\.36\.2\); not read: GET \/api\/v1\/services/,
      );
    }
    expect(oneLine(printed)).toContain("GET /api/v1/services (permission-denied: list services: forbidden)");
    expect(status).toBe(3);
    expect(server.log.filter((line) => !line.startsWith("GET "))).toEqual([]);
  });

  it("names the kubelets' right where it was wanted and refused, and not where nobody wanted it", async () => {
    const refusing = (asked: Asked): Reply =>
      asked.path.includes("/proxy/") ? failure(403, "Forbidden") : wellBehaved(asked);
    const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
    const wanted = await audited(refusing, { api: { kubeletConfigz: true } });
    for (const text of [wanted.printed, wanted.html, wanted.ckl]) {
      expect(oneLine(text)).toContain("not read: GET /api/v1/nodes/NODE/proxy/configz (permission-denied");
    }
    expect(oneLine(wanted.printed)).toContain("(permission-denied: get nodes/proxy: forbidden)");
    const unwanted = await audited(refusing);
    expect(oneLine(unwanted.printed)).toMatch(/API server https:\S+ read \(v1\.36\.2\)/);
  });

  it("says everywhere that TLS was not verified", async () => {
    const { printed, html, ckl } = await audited(wellBehaved, { api: { insecureSkipTLSVerify: true } });
    for (const text of [printed, html, ckl]) {
      expect(text.replaceAll(/\s+/g, " ")).toContain("its certificate was NOT VERIFIED, as the inventory says");
    }
  });
});

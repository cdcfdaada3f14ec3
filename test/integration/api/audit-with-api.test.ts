import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failure, json, namespace, node, page, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { api, folder, kubeconfig } from "./api-under-test.ts";
import { inventory, plimsoll } from "./given-cluster.ts";

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

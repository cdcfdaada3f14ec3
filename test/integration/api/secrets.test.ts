import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../src/assess/judge-cluster.ts";
import { rule as sensitive } from "../../../src/rules/stig/V-274883-sensitive-information-in-secrets.ts";
import { rule as access } from "../../../src/rules/stig/V-274884-secret-access.ts";
import { failure, json, page, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { clusterFacts } from "../../support/cluster-facts.ts";
import { here } from "../../support/facts.ts";
import { apiRecording } from "../../support/recordings.ts";
import { api, collected, kubeconfig } from "./api-under-test.ts";

/** What the apiRecording kubeadm cluster answers, but for what a test changes. */
const kubeadm =
  (change: (asked: Asked) => Reply | undefined = () => undefined) =>
  (asked: Asked): Reply =>
    change(asked) ?? (asked.path in apiRecording ? json(apiRecording[asked.path]) : wellBehaved(asked));

const approved = here({
  document: "D",
  approvedBy: "A",
  date: "2026-01-01",
  readers: [
    { subject: "Group:kubeadm:cluster-admins", scope: "cluster", verbs: ["get", "list", "watch"] },
    { subject: "User:kube-apiserver-kubelet-client", scope: "cluster", verbs: ["indirect"] },
  ],
  attachments: [],
  builtin: true,
} as const);

/** The verdict of a rule on what a server says; the site's list covers everything. */
async function judged(rule: typeof access, change?: Parameters<typeof kubeadm>[0]) {
  const server = await api(kubeadm(change));
  const { facts } = await collected(kubeconfig(server.url));
  const { literal, effective } = judgeCluster(
    rule,
    clusterFacts({ ...facts, "run.authorizers": here(["Node", "RBAC"]), "site.secret-access": approved }),
  );
  return { literal, effective, facts, server };
}

describe("who reads Secrets", () => {
  it("is compared with the site's list, over the whole apiRecording cluster", async () => {
    const { literal, effective, server } = await judged(access);
    expect([literal.status, effective.status]).toEqual(["not_a_finding", "not_a_finding"]);
    expect(server.log.filter((line) => /secrets/.test(line))).toEqual([]);
  });

  it.each(["roles", "rolebindings", "clusterroles", "clusterrolebindings"])(
    "is not reviewed without the right to list %s, and says which right is missing",
    async (resource) => {
      const { literal, effective, facts } = await judged(access, ({ path }) =>
        path.endsWith(`/${resource}`) ? failure(403, "Forbidden") : undefined,
      );
      expect([literal.status, effective.status]).toEqual(["not_reviewed", "not_reviewed"]);
      expect(literal.seen.map(({ value }) => value)).toContain(
        `permission-denied: list ${resource}.rbac.authorization.k8s.io: forbidden`,
      );
      expect(facts["api.pods"].state).toBe("present");
    },
  );

  it("is not reviewed where Ingresses are not served", async () => {
    const { literal } = await judged(access, ({ path }) =>
      path.endsWith("/ingresses") ? failure(404, "NotFound") : undefined,
    );
    expect(literal.status).toBe("not_reviewed");
  });

  it("is open for a subject whose name is not all to be seen, and no list can name it", async () => {
    const path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    const given = apiRecording[path] as { readonly items: readonly unknown[] };
    const odd = {
      metadata: { name: "odd" },
      roleRef: { kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "User", name: "jane\u001b[2J\n" }],
    };
    const { literal } = await judged(access, (asked) =>
      asked.path === path ? page([...given.items, odd]) : undefined,
    );
    expect(literal.status).toBe("open");
    expect(literal.seen.map(({ value }) => value).join("")).toContain(String.raw`"User:jane\u001b[2J\n"`);
  });
});

describe("credentials outside of Secrets", () => {
  const keys = {
    metadata: { namespace: "shop", name: "keys" },
    data: { "app.conf": "a: b\nurl: postgres://app:hunter2secret@db/x\n" },
  };

  it("are searched for, and none is certain in the apiRecording cluster", async () => {
    const { literal } = await judged(sensitive);
    expect(literal.status).toBe("not_reviewed");
    expect(literal.seen.at(-1)?.value).toMatch(
      /^\d+ ConfigMaps, \d+ pods, \d+ workloads, \d+ PodTemplates, \d+ Services; left out: 0 /,
    );
  });

  it("are looked for in small pages, for ConfigMaps may be big", async () => {
    const { server } = await judged(sensitive);
    expect(server.log).toContain("GET /api/v1/configmaps?limit=25");
  });

  it("are named by their place, and no word of them is kept", async () => {
    const { literal, facts } = await judged(sensitive, ({ path }) =>
      path === "/api/v1/configmaps" ? page([keys]) : undefined,
    );
    expect([literal.status, literal.seen[0]?.what, literal.seen[0]?.value]).toEqual([
      "open",
      "shop/ConfigMap keys",
      "class A, URL with a password: data app.conf, line 2, of 44 characters",
    ]);
    expect(JSON.stringify(facts)).not.toContain("hunter2");
  });

  it.each<readonly [string, () => Reply, string]>([
    ["is forbidden", () => failure(403, "Forbidden"), "permission-denied: list configmaps: forbidden"],
    [
      "is damaged",
      () => ({ status: 200, body: '{"items": [{"data": {"p": hunter2', headers: {} }),
      "unparseable: GET /api/v1/configmaps answered with JSON that is cut off or damaged",
    ],
  ])("are looked for in the other lists where one %s", async (_what, answer, value) => {
    const { literal, facts } = await judged(sensitive, ({ path }) =>
      path === "/api/v1/configmaps" ? answer() : undefined,
    );
    expect(literal.status).toBe("not_reviewed");
    expect(literal.seen.map((seen) => seen.value)).toContain(value);
    expect(JSON.stringify(facts)).not.toContain("hunter2");
  });
});

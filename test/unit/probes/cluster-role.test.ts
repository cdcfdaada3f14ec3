import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import type { DiscoveredVersion } from "../../../src/evidence/discovery.ts";
import { unreadClusterFacts } from "../../../src/evidence/unread.ts";
import { apiRequests, rightOf } from "../../../src/probes/cluster/api-requests.ts";
import { apiRights, rightsBesides, rightsOn } from "../../../src/probes/cluster/api-rights.ts";
import { clusterRoleText } from "../../../src/probes/cluster/cluster-role.ts";
import { discovered, kubeadm, served } from "../../support/discovered.ts";
import { denied } from "../../support/facts.ts";

describe("the rights that an audit needs", () => {
  it("are known for every fact of the API", () => {
    const facts = Object.keys(unreadClusterFacts("", "not-collected", ""));
    const all = [...apiRights, ...rightsBesides({ kubeletConfigz: true })];
    expect([...new Set(all.flatMap(({ facts: needing }) => needing))].toSorted()).toEqual(facts.toSorted());
  });

  it("are none through the kubelets where nobody asks for that, and never part of the role", () => {
    expect(rightsBesides({})).toEqual([]);
    expect(rightsBesides({ kubeletConfigz: true }).map(rightOf)).toEqual(["get nodes/proxy"]);
    expect(apiRights.map(rightOf).filter((name) => name.includes("proxy"))).toEqual([]);
    expect(clusterRoleText()).not.toContain("proxy");
  });

  it("are named as RBAC does, each once", () => {
    const names = apiRights.map(rightOf);
    expect(names).toEqual(
      expect.arrayContaining(["list endpointslices.discovery.k8s.io", "get /version", "get /apis/*", "list pods"]),
    );
    expect(names).toEqual([...new Set(names)]);
    expect(apiRights.find((right) => rightOf(right) === "list pods")?.facts).toEqual([
      "api.pods",
      "api.sensitive",
      "api.all-category",
    ]);
  });

  it("never are for Secrets", () => {
    expect(apiRights.map(rightOf).filter((name) => /secrets/i.test(name))).toEqual([]);
    expect(Object.values(apiRequests).filter(({ path }) => /secrets/i.test(path))).toEqual([]);
  });

  it("are those of a kubeadm cluster of 1.36, what it does not serve excepted, and of its custom resources", () => {
    const names = (discovery: readonly DiscoveredVersion[]) => rightsOn(discovery).map(rightOf).toSorted();
    const groups = kubeadm.map(({ group }) => group);
    const ofOwnGroups = apiRights.filter((right) => !("resource" in right) || groups.includes(right.apiGroup));
    const static136 = ofOwnGroups.map(rightOf).filter((name) => !name.includes("podsecuritypolicies"));
    expect(names(kubeadm)).toEqual(static136.toSorted());
    const widgets = discovered("example.com/v1", [served("widgets", "Widget")]);
    expect(names([...kubeadm, widgets])).toEqual([...static136, "list widgets.example.com"].toSorted());
    // What a group serves cannot be told where its server is down; of others it can.
    const down = (group: string): DiscoveredVersion => ({ group, version: "v1", resources: denied });
    expect(names([...kubeadm, down("metrics.k8s.io")])).toEqual(static136.toSorted());
    const istio = "list peerauthentications.security.istio.io";
    expect(names([...kubeadm, down("security.istio.io")])).toEqual([...static136, istio].toSorted());
  });
});

describe("the ClusterRole", () => {
  it("gives list on every resource of the table and nothing else", () => {
    const [role, binding] = parseAllDocuments(clusterRoleText()).map((document) => document.toJS());
    const listed = apiRights.flatMap((right) => (right.verb === "list" ? [`${right.apiGroup}/${right.resource}`] : []));
    type Rule = { apiGroups?: string[]; resources?: string[]; nonResourceURLs?: string[]; verbs: string[] };
    const rules = role.rules as readonly Rule[];
    const given = rules.flatMap(({ apiGroups = [], resources = [] }) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    );
    expect(given.toSorted()).toEqual(listed.toSorted());
    expect(rules.filter(({ resources }) => resources).map(({ verbs }) => verbs)).toEqual(
      rules.filter(({ resources }) => resources).map(() => ["list"]),
    );
    expect(rules.flatMap(({ nonResourceURLs = [] }) => nonResourceURLs)).toEqual([
      "/version",
      "/api",
      "/apis",
      "/api/*",
      "/apis/*",
    ]);
    // To whom it is bound is the site's to say: nothing is bound by applying what is printed.
    expect(binding).toBeNull();
    expect(clusterRoleText()).toContain("# kind: ClusterRoleBinding");
  });
});

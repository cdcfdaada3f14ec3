import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { unreadClusterFacts } from "../../../src/evidence/unread.ts";
import { type ApiRequest, apiRequests, rightOf } from "../../../src/probes/cluster/api-requests.ts";
import { clusterRole } from "../../../src/probes/cluster/cluster-role.ts";

const requests: readonly ApiRequest[] = Object.values(apiRequests);

describe("the table of API requests", () => {
  it("has a request for every fact of the API", () => {
    const facts = Object.keys(unreadClusterFacts("", "not-collected", ""));
    expect([...new Set(requests.flatMap((request) => request.facts))].toSorted()).toEqual(facts.toSorted());
  });

  it("names rights as RBAC does", () => {
    expect(requests.map(rightOf)).toContain("list endpointslices.discovery.k8s.io");
    expect(requests.map(rightOf)).toContain("get /version");
  });

  it("never asks for Secrets", () => {
    expect(requests.map(({ path }) => path).filter((path) => /secrets/i.test(path))).toEqual([]);
  });
});

describe("the ClusterRole", () => {
  it("gives list on every resource of the table and nothing else", () => {
    const [role, binding] = parseAllDocuments(clusterRole()).map((document) => document.toJS());
    const listed = requests.flatMap((request) =>
      request.verb === "list" ? [`${request.apiGroup}/${request.resource}`] : [],
    );
    type Rule = { apiGroups?: string[]; resources?: string[]; nonResourceURLs?: string[]; verbs: string[] };
    const rules = role.rules as readonly Rule[];
    const given = rules.flatMap(({ apiGroups = [], resources = [] }) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    );
    expect(given.toSorted()).toEqual(listed.toSorted());
    expect(rules.filter(({ resources }) => resources).map(({ verbs }) => verbs)).toEqual(
      rules.filter(({ resources }) => resources).map(() => ["list"]),
    );
    expect(rules.flatMap(({ nonResourceURLs = [] }) => nonResourceURLs)).toEqual(["/version"]);
    // To whom it is bound is the site's to say: nothing is bound by applying what is printed.
    expect(binding).toBeNull();
    expect(clusterRole()).toContain("# kind: ClusterRoleBinding");
  });
});

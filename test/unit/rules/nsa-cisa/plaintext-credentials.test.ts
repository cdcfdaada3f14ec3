import { describe, expect, it } from "vitest";
import type { SensitiveHit } from "../../../../src/evidence/sensitive.ts";
import { searching, apart as withScan } from "../../../../src/probes/cluster/sensitive/search-objects.ts";
import { rule } from "../../../../src/rules/nsa-cisa/plaintext-credentials.ts";
import { clusterFacts } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";
import { judgedOn, lines } from "../../../support/guidance-facts.ts";
import { recordedItems } from "../../../support/recordings.ts";
import { excepting, hit, lists } from "../../../support/sensitive.ts";

const called = (more: Partial<SensitiveHit> = {}): SensitiveHit =>
  hit({ pattern: "value under a secret's name", class: "B", field: "data PASSWORD", length: 9, ...more });

const judge = (hits: readonly SensitiveHit[], except: readonly string[] = [], found = lists(hits)) =>
  judgedOn(rule, clusterFacts({ "api.sensitive": here(found), ...excepting(except) }));

describe("plaintext-credentials", () => {
  it.each<readonly [string, readonly SensitiveHit[], readonly string[], string]>([
    ["nothing", [], [], "not_reviewed"],
    ["a credential by its form", [hit()], [], "open"],
    ["a literal under a secret's name", [called()], [], "open"],
    ["one in kube-system", [called({ namespace: "kube-system" })], [], "open"],
    ["one that the site excepts", [called()], ["keys"], "not_reviewed"],
    ["one that it does not", [called()], ["other"], "open"],
    ["what may be one", [hit({ pattern: "text like chance", class: "B" })], [], "not_reviewed"],
    ["one of the platform", [called({ namespace: "calico-system" })], [], "not_reviewed"],
  ])("%s", (_, hits, except, status) => {
    expect(judge(hits, except).status).toBe(status);
  });

  it("says where and of what kind, and what is the platform's apart", () => {
    const { reason, seen, apart } = judge([called(), called({ namespace: "calico-system" })]);
    expect(reason).toBe("Credentials, or values called so, outside of Secrets: shop/ConfigMap keys.");
    expect(lines(seen)[0]).toBe(
      "shop/ConfigMap keys: class B, value under a secret's name: data PASSWORD, line 1, of 9 characters",
    );
    expect([apart?.status, lines(apart?.seen)[0]]).toEqual([
      "open",
      "calico-system/ConfigMap keys: class B, value under a secret's name: data PASSWORD, line 1, of 9 characters",
    ]);
  });

  it("is judged on what was searched, and never passes where nothing was", () => {
    expect(judge([], [], lists([called()], { pods: denied })).status).toBe("open");
    expect(judge([], [], lists([], { pods: denied })).status).toBe("not_reviewed");
    expect(judgedOn(rule, clusterFacts({})).status).toBe("not_reviewed");
  });

  it("finds a variable with a literal password, and none on a new kubeadm cluster", () => {
    const env = [{ name: "DB_PASSWORD", value: "s3cr3t" }];
    const pod = { metadata: { namespace: "shop", name: "web" }, spec: { containers: [{ name: "main", env }] } };
    const scanOf = (kind: "Pod" | "ConfigMap", items: readonly unknown[]) =>
      withScan(here(items.map(searching(kind, (item) => item)))).scan;
    expect(judge([], [], lists([], { pods: scanOf("Pod", [pod]) })).status).toBe("open");
    const items = (path: string) => recordedItems(`/api/v1/${path}`);
    const recorded = lists([], {
      pods: scanOf("Pod", items("pods")),
      configMaps: scanOf("ConfigMap", items("configmaps")),
    });
    const { status, seen } = judge([], [], recorded);
    expect([status, lines(seen)]).toEqual([
      "not_reviewed",
      [expect.stringMatching(/^searched: 12 ConfigMaps, 9 pods, /)],
    ]);
  });
});

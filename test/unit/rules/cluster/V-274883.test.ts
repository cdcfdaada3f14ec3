import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { SensitiveLists } from "../../../../src/evidence/sensitive.ts";
import { defaultSiteOptions } from "../../../../src/evidence/site.ts";
import { rule } from "../../../../src/rules/stig/V-274883-sensitive-information-in-secrets.ts";
import { clusterFacts, workload } from "../../../support/cluster-facts.ts";
import { denied, here, nothing } from "../../../support/facts.ts";
import { excepting, hit, lists, scan } from "../../../support/sensitive.ts";

const judge = (found: SensitiveLists, except: readonly string[] = []) =>
  judgeCluster(
    rule,
    clusterFacts({
      "api.sensitive": here(found),
      "api.workloads": here([
        workload({ kind: "ReplicaSet", name: "web-1", owner: { kind: "Deployment", name: "web" } }),
      ]),
      ...excepting(except),
    }),
  );

describe("V-274883", () => {
  it.each<readonly [string, SensitiveLists, readonly string[], string]>([
    ["nothing", lists([]), [], "not_reviewed"],
    ["a credential", lists([hit()]), [], "open"],
    ["a possible one", lists([hit({ class: "B" })]), [], "not_reviewed"],
    ["a credential that the site excepts", lists([hit()]), ["keys"], "not_reviewed"],
    ["a credential elsewhere than the site excepts", lists([hit()]), ["other"], "open"],
    ["one excepted, one not", lists([hit(), hit({ name: "more" })]), ["keys"], "open"],
    ["a credential, where another list was not read", lists([hit()], { pods: denied }), [], "open"],
    [
      "a credential in the one list that was read",
      lists([hit()], { pods: denied, workloads: denied, podTemplates: denied, services: denied }),
      [],
      "open",
    ],
    ["nothing, where a list was not read", lists([], { pods: denied }), [], "not_reviewed"],
  ])("is never a pass: %s", (_what, found, except, status) => {
    const { literal, effective } = judge(found, except);
    expect([literal.status, effective.status]).toEqual([status, status]);
  });

  it("is not reviewed where nothing was searched", () => {
    expect(judgeCluster(rule, clusterFacts({})).literal.status).toBe("not_reviewed");
    const unlisted = judgeCluster(
      rule,
      clusterFacts({ "api.sensitive": nothing, "site.options": here(defaultSiteOptions), "api.workloads": here([]) }),
    );
    expect([unlisted.literal.status, unlisted.effective.status]).toEqual(["not_reviewed", "not_reviewed"]);
    const none = { configMaps: denied, pods: denied, workloads: denied, podTemplates: denied, services: denied };
    expect(judge(none).literal.reason).toBe("Not seen (permission-denied): test.");
  });

  it("names the list that was not read", () => {
    const { literal } = judge(lists([], { pods: denied }));
    expect(literal.reason).toBe(
      "No certain credential was found outside of Secrets. What no pattern knows is for a person to find. " +
        "Not seen (permission-denied): test.",
    );
  });

  it("shows where, of what form and how long, what is certain first", () => {
    const pods = scan([
      hit({
        kind: "Pod",
        name: "web-1-abcde",
        owner: { kind: "ReplicaSet", name: "web-1" },
        field: "env A of container main",
        lines: 3,
        class: "B",
        length: 9,
      }),
    ]);
    const { literal } = judge(lists([hit()], { pods }));
    expect(literal.reason).toBe("Credentials outside of Secrets: shop/ConfigMap keys.");
    expect(literal.seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      "shop/ConfigMap keys: class A, private key: data tls.key, line 1, of 1704 characters",
      "shop/Deployment web: class B, private key: env A of container main, line 1 and 2 more, of 9 characters",
      "searched: 3 ConfigMaps, 3 pods, 3 workloads, 3 PodTemplates, 3 Services; left out: 0 objects with more than 1 MiB of text, 0 entries of binaryData",
    ]);
  });

  it("says what the site excepts, and why", () => {
    const { literal } = judge(lists([hit()]), ["keys"]);
    expect(literal.reason).toMatch(
      /^The site excepts what was found in shop\/ConfigMap keys \(sensitiveExceptions\)\. /,
    );
    expect(literal.seen[0]?.value).toMatch(/ -- excepted: a test key$/);
  });
});

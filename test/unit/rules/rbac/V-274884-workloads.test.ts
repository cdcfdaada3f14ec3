import { describe, expect, it } from "vitest";
import type { ApiWorkload } from "../../../../src/evidence/pods.ts";
import type { SecretAccessList } from "../../../../src/evidence/site.ts";
import { type ClusterFactsGiven, container, pod, podTemplate, workload } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";
import { covering, judge, statuses, withList } from "./secret-readers.ts";

describe("Secrets that workloads are given", () => {
  const web = (kind: ApiWorkload["kind"], more: Partial<ApiWorkload> = {}) => workload({ kind, name: "web", ...more });
  const secret = { secret: "db", how: "volume" };
  const given: ClusterFactsGiven = {
    "api.pods": here([pod({ owner: { kind: "ReplicaSet", name: "web-1" }, attachedSecrets: [secret] })]),
    "api.workloads": here([
      web("ReplicaSet", { name: "web-1", owner: { kind: "Deployment", name: "web" } }),
      web("Deployment", {
        attachedSecrets: [secret],
        containers: [container({ secretVariables: [{ secret: "api", variable: "KEY", key: "key" }] })],
      }),
    ]),
    "api.ingresses": here([{ namespace: "shop", name: "front", tlsSecrets: ["tls"] }]),
    ...withList({ readers: [covering] }),
  };
  const entry = { namespace: "shop", workload: "Deployment/web", secrets: ["api", "db"] };
  const front = { namespace: "shop", workload: "Ingress/front", secrets: ["tls"] };
  const approved = (...attachments: readonly (typeof entry)[]) =>
    statuses({ ...given, ...withList({ readers: [covering], attachments }) })[0];

  it("need an entry by what is at the top of their pods", () => {
    expect(judge(given).literal.reason).toBe(
      "Workloads with Secrets that the site's list does not cover: shop/Deployment/web, shop/Ingress/front.",
    );
    expect(approved(entry, front)).toBe("not_a_finding");
    expect(approved({ ...entry, secrets: ["db"] }, front)).toBe("open");
    expect(approved({ ...entry, namespace: "other" }, front)).toBe("open");
    expect(approved(entry)).toBe("open");
    expect(approved({ ...entry, workload: "Deployment/other" }, front)).toBe("open");
  });

  it.each<readonly [string, ClusterFactsGiven]>([
    ["a pod of its own", { "api.pods": here([pod({ attachedSecrets: [secret] })]) }],
    ["a template without pods", { "api.workloads": here([web("CronJob", { attachedSecrets: [secret] })]) }],
    ["variables", { "api.pods": here([pod({ containers: [container({ secretVariables: [{ secret: "db" }] })] })]) }],
    ["an Ingress", { "api.ingresses": here([{ namespace: "shop", name: "front", tlsSecrets: ["tls"] }]) }],
  ])("need an entry where these are all: %s", (_what, alone) => {
    expect(statuses({ ...withList({ readers: [covering] }), ...alone })).toEqual(["open", "open"]);
  });

  it("count in effect only where a PodTemplate names them, and only by what PodTemplates there are", () => {
    const templates = { "api.pod-templates": here([podTemplate({ name: "mould", attachedSecrets: [secret] })]) };
    const of = (attachments: SecretAccessList["attachments"], more: ClusterFactsGiven = templates) =>
      statuses({ ...withList({ readers: [covering], attachments }), ...more });
    expect(of([])).toEqual(["not_a_finding", "open"]);
    expect(of([{ namespace: "shop", workload: "PodTemplate/mould", secrets: ["db"] }])).toEqual([
      "not_a_finding",
      "not_a_finding",
    ]);
    expect(of([], { "api.pod-templates": denied })).toEqual(["not_a_finding", "not_reviewed"]);
  });

  it("need an entry of their own workload, not of another one in the namespace", () => {
    const pods = { "api.pods": here([pod({ name: "a", attachedSecrets: [secret] })]) };
    const of = (name: string) =>
      statuses({
        ...pods,
        ...withList({
          readers: [covering],
          attachments: [{ namespace: "shop", workload: `Pod/${name}`, secrets: ["db"] }],
        }),
      });
    expect(of("a")).toEqual(["not_a_finding", "not_a_finding"]);
    expect(of("b")).toEqual(["open", "open"]);
  });
});

import { describe, expect, it } from "vitest";
import type { ApiNode } from "../../../../src/evidence/cluster.ts";
import type { Observed } from "../../../../src/evidence/observed.ts";
import type { ContainerSecurity, PodSecurity } from "../../../../src/evidence/pod-security.ts";
import type { RunHost } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/seccomp-profile.ts";
import { workload } from "../../../support/cluster-facts.ts";
import { inForce } from "../../../support/configz.ts";
import { controlPlane, denied, facts, here, kubelet, nodeOfApi } from "../../../support/facts.ts";
import { judged, ofEveryKind, secured, securityCases, workloadsRead } from "../../../support/guidance-facts.ts";

const runtime = { seccomp: { type: "RuntimeDefault" } } as const;
const unconfined = { seccomp: { type: "Unconfined" } } as const;

describe("seccomp-profile", () => {
  securityCases(rule, unconfined, {}, [
    ["RuntimeDefault by the pod", secured(runtime), "not_a_finding"],
    ["RuntimeDefault by the container", secured(unconfined, runtime), "not_a_finding"],
    ["Unconfined by the container", secured(runtime, unconfined), "open"],
    ["a profile of the node", secured({ seccomp: { type: "Localhost", localhostProfile: "p.json" } }), "not_a_finding"],
    ["a type that nobody knows", secured({ seccomp: { type: "Other" } }), "open"],
    ["none, on a node that nobody saw", secured({}), "not_reviewed"],
    ["privileged, which has none", secured(runtime, { privileged: true }), "open"],
    ["for Windows", secured({ os: "windows" }), "not_applicable"],
    ...ofEveryKind(runtime, unconfined).map(
      (given) => [`one beside, ${given[1]?.kind}`, secured({}, given), "open"] as const,
    ),
    ["beside, by the pod", secured(runtime, ofEveryKind({}, {})[0]), "not_a_finding"],
  ]);
});

const config = (settings: Readonly<Record<string, unknown>>, ...flags: readonly string[]) =>
  kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], settings, controlPlane);
const apiNode = (name: string, os = "linux"): ApiNode => nodeOfApi({ name, labels: { "kubernetes.io/os": os } });
const host = (name: string, given: Parameters<typeof facts>[0]): RunHost => ({
  name,
  isRead: true,
  facts: facts({ ...given, "node.api": here(apiNode(name)) }),
});
const said = (node: string, seccompDefault: boolean) => ({ node, inForce: here(inForce({ seccompDefault })) });

type Cluster = {
  readonly hosts?: readonly RunHost[];
  readonly configz?: readonly { readonly node: string; readonly inForce: Observed<ReturnType<typeof inForce>> }[];
  readonly nodes?: readonly ApiNode[];
};
const cluster = ({ hosts = [], configz = [], nodes = [apiNode("n1"), apiNode("n2")] }: Cluster) => ({
  "run.hosts": here(hosts),
  "api.configz": here(configz),
  "api.nodes": here(nodes),
});

describe("a container without a profile", () => {
  const onNode = secured({}, {}, { node: "n1" });
  const waiting = secured({});
  const on = { seccompDefault: true };
  it.each([
    ["the node's configuration defaults it", onNode, { hosts: [host("n1", config(on))] }, "not_a_finding"],
    ["the node's configuration does not", onNode, { hosts: [host("n1", config({}))] }, "open"],
    ["a flag does", onNode, { hosts: [host("n1", config({}, "--seccomp-default"))] }, "not_a_finding"],
    ["a flag takes it back", onNode, { hosts: [host("n1", config(on, "--seccomp-default=false"))] }, "open"],
    ["the value is none", onNode, { hosts: [host("n1", config({ seccompDefault: "true" }))] }, "not_reviewed"],
    [
      "the configuration was not read",
      onNode,
      { hosts: [host("n1", { ...config(on), "kubelet.config": denied })] },
      "not_reviewed",
    ],
    ["another node defaults it", onNode, { hosts: [host("n2", config(on))] }, "not_reviewed"],
    ["the kubelet says that it does", onNode, { configz: [said("n1", true)] }, "not_a_finding"],
    ["the kubelet says that it does not", onNode, { configz: [said("n1", false)] }, "open"],
    ["the kubelet's word was not had", onNode, { configz: [{ node: "n1", inForce: denied }] }, "not_reviewed"],
    ["the two contradict", onNode, { hosts: [host("n1", config(on))], configz: [said("n1", false)] }, "open"],
    ["it may come to nodes that all do", waiting, { configz: [said("n1", true), said("n2", true)] }, "not_a_finding"],
    ["it may come to one that does not", waiting, { configz: [said("n1", true), said("n2", false)] }, "open"],
    ["it may come to one that nobody saw", waiting, { configz: [said("n1", true)] }, "not_reviewed"],
    ["there are no nodes", waiting, { nodes: [] }, "not_reviewed"],
    [
      "the others are Windows nodes",
      waiting,
      { configz: [said("n1", true)], nodes: [apiNode("n1"), apiNode("n2", "windows")] },
      "not_a_finding",
    ],
  ] as const)("where %s", (_, given, more, status) => {
    expect(judged(rule, workloadsRead({ pods: [given], ...cluster(more) })).own.status).toBe(status);
  });

  it("says what is not known", () => {
    expect(judged(rule, workloadsRead({ pods: [onNode] })).own.reason).toBe(
      "No profile is set, and whether the kubelet gives the runtime's (seccompDefault) is not known: shop/Pod app-1.",
    );
  });
});

describe("an annotation from before the field", () => {
  const heeded = "v1.26.4";
  const ofPod = (seccompAnnotation: string): readonly [PodSecurity, ContainerSecurity] => [{ seccompAnnotation }, {}];
  it.each([
    ["runtime/default", heeded, ofPod("runtime/default"), "not_a_finding"],
    ["docker/default", heeded, ofPod("docker/default"), "not_a_finding"],
    ["localhost/p", heeded, ofPod("localhost/p"), "not_a_finding"],
    ["unconfined", heeded, ofPod("unconfined"), "open"],
    ["nonsense", heeded, ofPod("default"), "open"],
    [
      "the container's first",
      heeded,
      [{ seccompAnnotation: "runtime/default" }, { seccompAnnotation: "unconfined" }],
      "open",
    ],
    ["the field first", heeded, [{ ...runtime, seccompAnnotation: "unconfined" }, {}], "not_a_finding"],
    ["no more since 1.27", "v1.27.0", ofPod("runtime/default"), "open"],
    ["a release that is none", "main", ofPod("runtime/default"), "not_reviewed"],
  ] as const)("%s", (_, version, [own, ofContainer], status) => {
    const pods = [secured(own, ofContainer, { node: "n1" })];
    const more = { ...cluster({ configz: [said("n1", false)] }), "api.version": here(version) };
    expect(judged(rule, workloadsRead({ pods, ...more })).own.status).toBe(status);
  });

  it("may be a template's", () => {
    const workloads = [workload({ security: { seccompAnnotation: "unconfined" } })];
    expect(judged(rule, workloadsRead({ workloads, "api.version": here(heeded) })).own.status).toBe("open");
  });
});

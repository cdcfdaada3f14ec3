import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { ContainerEngine } from "../../../../src/evidence/host-state.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { rule } from "../../../../src/rules/nsa-cisa/rootless-container-engine.ts";
import { pod } from "../../../support/cluster-facts.ts";
import { denied, type FactsGiven, facts, here, nothing, processOf, worker } from "../../../support/facts.ts";
import { lines } from "../../../support/guidance-facts.ts";

const engines = (...all: readonly ContainerEngine[]): FactsGiven => ({ "host.engines": here(all) });
const kubelet = (uid: number): FactsGiven => ({ "process.kubelet": here([{ ...processOf(["kubelet"]), uid }]) });
const rootless = { program: "containerd", uid: 1000 };

describe("rootless-container-engine", () => {
  it.each<readonly [string, FactsGiven, Status]>([
    ["both as another user", { ...engines(rootless), ...kubelet(1000) }, "not_a_finding"],
    ["an engine without a kubelet", { ...engines(rootless), "process.kubelet": nothing }, "not_a_finding"],
    [
      "a rootless K3s",
      { ...engines({ program: "K3s, rootless", uid: 1000 }), "process.kubelet": denied },
      "not_a_finding",
    ],
    ["the engine as root", { ...engines({ program: "CRI-O", uid: 0 }), ...kubelet(0) }, "not_reviewed"],
    [
      "one of two engines as root",
      { ...engines(rootless, { program: "Docker", uid: 0 }), ...kubelet(1000) },
      "not_reviewed",
    ],
    ["the kubelet alone as root", { ...engines(rootless), ...kubelet(0) }, "not_reviewed"],
    [
      "a kubelet whose user an older run did not keep",
      { ...engines(rootless), "process.kubelet": here([processOf(["kubelet"])]) },
      "not_reviewed",
    ],
    ["a kubelet that was not seen", { ...engines(rootless), "process.kubelet": denied }, "not_reviewed"],
    ["no engine", { ...engines(), ...kubelet(1000) }, "not_reviewed"],
    ["engines that were not seen", { "host.engines": denied, ...kubelet(1000) }, "not_reviewed"],
  ])("%s", (_, given, status) => {
    expect(judgeNode(rule, facts({ "node.role": here(worker), ...given })).literal.status).toBe(status);
  });

  const asRoot = { ...engines({ program: "containerd", uid: 0 }), ...kubelet(0) };
  const rows = (given: FactsGiven) =>
    lines(judgeNode(rule, facts({ "node.role": here(worker), ...asRoot, ...given })).literal.seen).slice(2);

  it("lists sandboxes, and the pods of users that run in one", () => {
    const classes = here([
      { name: "gvisor", handler: "runsc" },
      { name: "vm", handler: "kata-qemu" },
      { name: "gpu", handler: "nvidia" },
    ]);
    const web = {
      name: "web-6d4-x",
      labels: { "pod-template-hash": "6d4" },
      owner: { kind: "ReplicaSet", name: "web-6d4" },
      runtimeClass: "gvisor",
    };
    const pods = here([
      pod(web),
      pod({ ...web, name: "web-6d4-y" }),
      pod({ name: "db-0", owner: { kind: "StatefulSet", name: "db" }, runtimeClass: "vm" }),
      pod({ name: "train", runtimeClass: "gpu" }),
      pod({ name: "done", runtimeClass: "vm", phase: "Succeeded" }),
      pod({ name: "system", namespace: "kube-system", runtimeClass: "vm" }),
      pod({ name: "bare" }),
    ]);
    expect(rows({ "api.runtime-classes": classes, "api.node-pods": pods })).toEqual([
      "RuntimeClass gvisor: handler runsc: a sandbox, gVisor",
      "RuntimeClass vm: handler kata-qemu: a sandbox, Kata Containers",
      "shop/Deployment web: runs in a sandbox, gVisor (RuntimeClass gvisor)",
      "shop/StatefulSet db: runs in a sandbox, Kata Containers (RuntimeClass vm)",
    ]);
    expect(rows({ "api.runtime-classes": classes, "api.node-pods": nothing }).at(-1)).toBe(
      "pods on this node: not seen: the API does not know this node",
    );
  });

  it("says where there are none, and where that is not known", () => {
    expect(rows({ "api.runtime-classes": here([]) })).toEqual(["RuntimeClasses with a sandbox: none known"]);
    expect(rows({ "api.runtime-classes": denied })).toEqual([
      "RuntimeClasses: not seen: permission-denied: Permission denied",
    ]);
  });
});

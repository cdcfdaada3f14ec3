import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { ContainerEngine } from "../../../../src/evidence/host-state.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { rule } from "../../../../src/rules/nsa-cisa/rootless-container-engine.ts";
import { denied, type FactsGiven, facts, here, nothing, processOf, worker } from "../../../support/facts.ts";

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
});

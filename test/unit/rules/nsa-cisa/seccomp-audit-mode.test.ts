import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { SeccompProfile } from "../../../../src/evidence/host-state.ts";
import type { Observed } from "../../../../src/evidence/observed.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { rule } from "../../../../src/rules/nsa-cisa/seccomp-audit-mode.ts";
import { denied, facts, here, nothing, worker } from "../../../support/facts.ts";

const recording: SeccompProfile = { path: "/var/lib/kubelet/seccomp/audit.json", logs: here(true) };
const refusing: SeccompProfile = { path: "/var/lib/kubelet/seccomp/fine.json", logs: here(false) };
const unread: SeccompProfile = { path: "/var/lib/kubelet/seccomp/odd.json", logs: denied };

describe("seccomp-audit-mode", () => {
  it.each<readonly [string, Observed<readonly SeccompProfile[]>, Status]>([
    ["no directory", nothing, "not_applicable"],
    ["an empty one", here([]), "not_applicable"],
    ["profiles that refuse", here([refusing]), "not_applicable"],
    ["one that records", here([refusing, recording]), "not_reviewed"],
    ["one that was not understood", here([refusing, unread]), "not_reviewed"],
    ["a directory that was not seen", denied, "not_reviewed"],
  ])("%s", (_, profiles, status) => {
    const given = { "node.role": here(worker), "host.seccomp-profiles": profiles };
    expect(judgeNode(rule, facts(given)).literal.status).toBe(status);
  });

  it("names the profiles that record", () => {
    const given = { "node.role": here(worker), "host.seccomp-profiles": here([recording, unread]) };
    expect(judgeNode(rule, facts(given)).literal.reason).toContain("/var/lib/kubelet/seccomp/audit.json");
  });
});

import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import type { Coverage } from "../../../src/findings/assessment.ts";
import { open } from "../../../src/findings/verdict.ts";
import { consoleSummary } from "../../../src/reports/console.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { assessmentOf, groupOf, sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";

describe("the summary at the end of a run", () => {
  it("has coverage first, then counts, open CAT I rules and files", () => {
    expect(consoleSummary(sampleAssessment(), ["runs/1/report.html", "runs/1/checklists/sample.ckl"])).toEqual([
      "Cluster sample, Kubernetes_STIG V2R6",
      "INCOMPLETE: 2 of 3 nodes read; unread: w2 (refused)",
      "API server https://192.0.2.10:6443 read (v1.36.2)",
      "1 node, Connection refused: The machine answered, and nothing listens on the SSH",
      "  port. A worker that rightly runs no sshd is read at its console, and the file",
      "  given with --from; elsewhere start sshd, or correct address and port in the",
      "  inventory.",
      "",
      "           Open   Not Reviewed   Not a Finding   Not Applicable",
      "CAT I         1              0               1                0",
      "CAT II        1              1               0                1",
      "CAT III       0              0               1                0",
      "",
      "Open, CAT I:",
      '  V-242387  The Kubernetes Kubelet must have the "readOnlyPort" flag disabled.',
      "",
      "Files:",
      "  runs/1/report.html",
      "  runs/1/checklists/sample.ckl",
    ]);
  });

  it("names the site's decisions, nothing where there are none", () => {
    const decisions = { file: "decisions.yaml", sha256: "00", options: { dualRoleIsWorker: false } };
    const lines = consoleSummary(sampleAssessment({ decisions }), []);
    expect(lines).toContain("Site decisions, decisions.yaml: dualRoleIsWorker: false");
    expect(consoleSummary(sampleAssessment(), []).join("\n")).not.toContain("decisions");
  });

  it("says why the API server was not read", () => {
    const { nodes } = sampleAssessment().coverage;
    const lines = (api: Coverage["api"]): readonly string[] =>
      consoleSummary(sampleAssessment({ coverage: { nodes, complete: false, api } }), []);
    expect(lines({ state: "unread", server: "https://a:6443", cause: "timed-out", message: "10 s" })).toContain(
      "API server https://a:6443 not read: timed-out: 10 s",
    );
    const pods = {
      request: "GET /api/v1/pods",
      cause: "permission-denied",
      message: "list pods: forbidden",
      rules: ["V-1"],
    };
    const jobs = { request: "GET /apis/batch/v1/jobs", cause: "timed-out", rules: ["V-1"] };
    const unread = [pods, { ...jobs, message: "GET /apis/batch/v1/jobs: no whole answer" }];
    const partly = lines({ state: "partly-read", server: "https://a:6443", version: "v1.36.2", unread });
    expect(partly.join(" ").replaceAll(/\s+/g, " ")).toContain(
      "API server https://a:6443 read in part (v1.36.2); not read: GET /api/v1/pods (permission-denied: list pods: " +
        "forbidden), GET /apis/batch/v1/jobs (timed-out: no whole answer)",
    );
    const here = { state: "read", server: "https://a:6443" } as const;
    expect(lines({ ...here, via: { host: "cp-1" } })).toContain("API server https://a:6443 read through cp-1");
    const via = { host: "cp-1", kubeconfigOnNode: "/k" };
    expect(lines({ ...here, state: "unread", via, cause: "timed-out", message: "" }).join(" ")).toContain(
      "API server https://a:6443 not read through cp-1, with its /k: timed-out",
    );
    expect(lines({ state: "not-configured" })).toContain("API server not asked: the inventory gives no access to it");
  });

  it("says of each cause once what happened and what to do, the most frequent first", () => {
    const unread = (name: string, cause: "refused" | "auth-failed") =>
      ({ name, address: "192.0.2.1", role: "worker", state: "unread", cause, message: "" }) as const;
    const nodes = [unread("w1", "refused"), unread("w2", "auth-failed"), unread("w3", "auth-failed")];
    const api = { state: "unread", server: "https://a:6443", cause: "timed-out", message: "" } as const;
    const lines = consoleSummary(sampleAssessment({ coverage: { nodes, complete: false, api } }), [], 1000);
    expect(lines.slice(3, 6)).toEqual([
      expect.stringMatching(/^2 nodes, Login refused: The server does not let .* Put the audit user's public key/),
      expect.stringMatching(/^1 node, Connection refused: /),
      expect.stringMatching(/^API server, No answer in time: /),
    ]);
  });

  it("calls a complete audit complete", () => {
    const { nodes, api } = sampleAssessment().coverage;
    const assessment = sampleAssessment({ coverage: { nodes: nodes.slice(0, 2), api, complete: true } });
    expect(consoleSummary(assessment, [])[1]).toBe("Coverage: 2 of 2 nodes read");
  });

  it("says how many were read at their consoles", () => {
    const { nodes, api } = sampleAssessment().coverage;
    const console = { file: "w1.sweep", sha256: "f00", takenAt: "2026-11-21T06:00:00Z" };
    const read = nodes.slice(0, 2).map((node, index) => (index === 0 ? node : { ...node, console }));
    const assessment = sampleAssessment({ coverage: { nodes: read, api, complete: true } });
    expect(consoleSummary(assessment, [])[1]).toBe("Coverage: 2 of 2 nodes read (1 by console)");
  });

  it("keeps to the width, names ten rules at most, and no colours", () => {
    const findings = assessmentOf(kubernetesStigV2R6).findings.map((finding) => ({
      ...finding,
      status: "open" as const,
    }));
    const lines = consoleSummary(sampleAssessment({ findings }), [], 72);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(lines.filter((line) => /^ {2}V-/.test(line))).toHaveLength(10);
    expect(lines.at(-1)).toBe("  and 8 more");
  });

  it.each(Object.entries(hostile))("shows no control character of a node: %s", (_name, text) => {
    const node = { name: text, address: "a", role: "worker", state: "unread", cause: text, message: text } as const;
    const assessment = sampleAssessment({
      cluster: text,
      coverage: { nodes: [node], api: { state: "unread", cause: text, message: text }, complete: false },
      findings: [sampleFinding({ title: text, groups: [groupOf([text], open(text))] })],
    });
    expect(consoleSummary(assessment, [text]).join("")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});

import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { KubeletInForce } from "../../../src/evidence/kubelet-in-force.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import { factsOf } from "../../../src/rules/define-rule.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { inForce } from "../../support/configz.ts";
import { controlPlane, facts, here, kubelet, worker } from "../../support/facts.ts";
import { nodeRule } from "../../support/node-rule.ts";

const rules = rulesOf(releases.v2r6).flatMap((rule) => (rule.kind === "node" ? [rule] : []));
const dual = { ...controlPlane, worker: true };

/** Of every rule on nodes what the kubelet's word alone gives. */
const judged = (said: KubeletInForce) =>
  new Map(
    rules.map((rule) => [rule.id, judgeNode(rule, facts({ "node.role": here(dual), "kubelet.configz": here(said) }))]),
  );

type Case = readonly [id: string, what: string, said: Partial<KubeletInForce>, effective: Status];
const cases: readonly Case[] = [
  ["V-242387", "no read-only port", {}, "not_a_finding"],
  ["V-242387", "a read-only port", { readOnlyPort: 10255 }, "open"],
  ["V-242391", "no anonymous requests", {}, "not_a_finding"],
  ["V-242391", "anonymous requests", { "authentication.anonymous.enabled": true }, "open"],
  ["V-242392", "Webhook", {}, "not_a_finding"],
  ["V-242392", "AlwaysAllow", { "authorization.mode": "AlwaysAllow" }, "open"],
  ["V-242397", "no static pods", {}, "not_a_finding"],
  ["V-242397", "static pods of a folder", { staticPodPath: "/etc/kubernetes/manifests" }, "open"],
  ["V-242397", "static pods of a URL", { staticPodURL: "REDACTED" }, "open"],
  ["V-242420", "a client CA, of whose file nothing is said", {}, "not_reviewed"],
  ["V-242420", "no client CA", { "authentication.x509.clientCAFile": "" }, "open"],
  ["V-242434", "kernel defaults protected", {}, "not_a_finding"],
  ["V-242434", "kernel defaults not protected", { protectKernelDefaults: false }, "open"],
  ["V-245541", "four hours, which are always shown", {}, "not_a_finding"],
  // In a file 0 would be the default; what is in force is not.
  ["V-245541", "no timeout", { streamingConnectionIdleTimeout: "0s" }, "open"],
  ["V-245541", "what is no duration", { streamingConnectionIdleTimeout: "soon" }, "open"],
];

describe("a kubelet's own word", () => {
  it.each(cases)("decides %s in force, never by the text: %s", (id, _what, said, effective) => {
    const judgement = judged(inForce(said)).get(id);
    expect([judgement?.literal.status, judgement?.effective.status]).toEqual(["not_reviewed", effective]);
    if (effective === "not_reviewed") return;
    expect(judgement?.effective.reason).toMatch(/, by \/configz\.$/);
    const shown = judgement?.effective.seen.map(({ what }) => what) ?? [];
    expect(shown.filter((what) => what.endsWith(" in the kubelet's /configz"))).toEqual(shown);
    expect(shown.length).toBeGreaterThan(0);
  });

  it("is asked by these rules and no others: flags, files, gates and certificates are none of its matter", () => {
    const asking = rules.filter((rule) => factsOf(rule).includes("kubelet.configz")).map(({ id }) => id);
    expect(asking.toSorted()).toEqual([...new Set(cases.map(([id]) => id))].toSorted());
    for (const rule of rules) expect(rule.literal.flatMap(({ needs }) => needs)).not.toContain("kubelet.configz");
    const passed = [...judged(inForce())].filter(([, { effective }]) => effective.status === "not_a_finding");
    expect(passed.map(([id]) => id)).toEqual(
      cases.flatMap(([id, , said, effective]) =>
        Object.keys(said).length === 0 && effective === "not_a_finding" ? [id] : [],
      ),
    );
  });

  it("is a finding of the text's other roles too", () => {
    const given = {
      "node.role": here(worker),
      "kubelet.configz": here(inForce({ "authentication.x509.clientCAFile": "" })),
    };
    expect(judgeNode(nodeRule("V-242420"), facts(given))).toMatchObject({
      beyondText: true,
      effective: { status: "open" },
    });
  });

  it("does not matter to the node's own evidence where it is not there", () => {
    const given = kubelet(["--config=/c"], { "authentication.anonymous.enabled": false });
    expect(judgeNode(nodeRule("V-242391"), facts(given)).effective).toMatchObject({
      status: "not_a_finding",
      reason: expect.stringContaining("from the config"),
    });
  });
});

import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { rule } from "../../../src/rules/stig/V-242436-api-server-validating-admission-webhook.ts";
import { decided, denied, facts } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { started, unmanaged } from "./control-plane.ts";

const always = decided({ v242436Always: true });
const on = "--enable-admission-plugins=NodeRestriction,ValidatingAdmissionWebhook";
const release = (version: string, ...flags: readonly string[]) =>
  started("kube-apiserver", flags, { image: `registry.k8s.io/kube-apiserver:${version}` });

ruleCases(rule, [
  [
    "1.36, what the site decided not known",
    { ...release("v1.36.2"), "site.options": denied },
    "not_reviewed",
    "not_a_finding",
  ],
  ["1.36: the text is about older releases", release("v1.36.2"), "not_applicable", "not_a_finding"],
  ["1.36, listed", release("v1.36.2", on), "not_applicable", "not_a_finding"],
  [
    "1.36, switched off",
    release("v1.36.2", "--disable-admission-plugins=ValidatingAdmissionWebhook"),
    "not_applicable",
    "open",
  ],
  ["1.36, an old list without it", release("v1.36.2", "--admission-control=NodeRestriction"), "not_applicable", "open"],
  [
    "1.36, an old list with it",
    release("v1.36.2", "--admission-control=ValidatingAdmissionWebhook"),
    "not_applicable",
    "not_a_finding",
  ],
  ["1.25 of a vendor", release("v1.25.0-eks-1a2b"), "not_applicable", "not_a_finding"],
  ["1.24, listed", release("v1.24.17", on), "not_a_finding"],
  ["1.24, listed by a second flag", release("v1.24.17", "--enable-admission-plugins=A", on), "not_a_finding"],
  ["1.24 of RKE2, listed", release("v1.24.17-rke2r1", on), "not_a_finding"],
  ["1.24, not listed", release("v1.24.17", "--enable-admission-plugins=NodeRestriction"), "open", "not_a_finding"],
  ["1.24, unset", release("v1.24.17"), "open", "not_a_finding"],
  [
    "1.24, only in the other list",
    release("v1.24.17", "--disable-admission-plugins=ValidatingAdmissionWebhook"),
    "open",
  ],
  ["1.9 is before 1.24", release("v1.9.0"), "open", "not_a_finding"],
  [
    "by digest",
    started("kube-apiserver", [on], { image: "registry.k8s.io/kube-apiserver@sha256:00ff" }),
    "not_reviewed",
    "not_a_finding",
  ],
  [
    "no tag",
    started("kube-apiserver", [on], { image: "registry.example.org:5000/kube-apiserver" }),
    "not_reviewed",
    "not_a_finding",
  ],
  ["latest", release("latest", on), "not_reviewed", "not_a_finding"],
  ["no image", started("kube-apiserver", [on], { image: "none" }), "not_reviewed", "not_a_finding"],
  ["no manifest", unmanaged("kube-apiserver", [on]), "not_reviewed", "not_a_finding"],
  [
    "manifest unreadable",
    { ...release("v1.24.17", on), "manifest.kube-apiserver": denied },
    "not_reviewed",
    "not_a_finding",
  ],
  ["the site wants it always: 1.36, unset", { ...release("v1.36.2"), ...always }, "open", "not_a_finding"],
  ["the site wants it always: 1.36, listed", { ...release("v1.36.2", on), ...always }, "not_a_finding"],
  ["the site wants it always: 1.24, unset", { ...release("v1.24.17"), ...always }, "open", "not_a_finding"],
  ["the site wants it always: the release does not matter", { ...release("latest", on), ...always }, "not_a_finding"],
  [
    "the site wants it always: manifest unreadable, process without it",
    { ...release("v1.36.2"), "manifest.kube-apiserver": denied, ...always },
    "open",
    "not_a_finding",
  ],
  [
    "the site wants it always: manifest unreadable",
    { ...release("v1.36.2", on), "manifest.kube-apiserver": denied, ...always },
    "not_reviewed",
    "not_a_finding",
  ],
]);

describe("a verdict of V-242436 that the site decided", () => {
  const reason = (version: string) => judgeNode(rule, facts({ ...release(version, on), ...always })).literal.reason;

  it("says so, where the text alone would give another", () => {
    expect(reason("v1.36.2")).toContain("This follows a decision of the site (v242436Always: true).");
    expect(reason("v1.24.17")).not.toContain("decision");
  });
});

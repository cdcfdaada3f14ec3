import { expect, it } from "vitest";
import { guidanceChecks } from "../../../../src/rules/guidance-index.ts";
import type { Rule } from "../../../../src/rules/rule.ts";
import { judged, judgedApart } from "../../../support/guidance-facts.ts";
import { recordedCluster } from "../../../support/recorded-cluster.ts";

// A cluster as kubeadm makes it, and two pods of a user in the namespace lab: one Deployment that sets nothing.
const recorded = await recordedCluster();

function check(id: string): Rule {
  const rule = guidanceChecks.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no check ${id}`);
  return rule;
}

it.each([
  ["container-capabilities", "open", "open"],
  ["host-network-and-ports", "not_a_finding", "open"],
  ["host-path-volumes", "not_a_finding", "open"],
  ["host-process-namespaces", "not_a_finding", "not_a_finding"],
  ["immutable-file-systems", "open", "open"],
  ["non-root-containers", "open", "open"],
  ["privilege-escalation", "open", "open"],
  ["privileged-containers", "not_a_finding", "open"],
  ["seccomp-profile", "open", "open"],
])("%s: nothing that the platform needs is a finding of users", (id, own, apart) => {
  const found = judged(check(id), recorded);
  expect([found.own.status, found.apart.status]).toEqual([own, apart]);
  expect(new Set(found.own.seen.map(({ what }) => what))).toEqual(
    new Set(own === "open" ? ["lab/Deployment web"] : []),
  );
});

it.each([
  ["pod-security-enforcement", "open", "Pods may be privileged by Pod Security admission in: namespace default."],
  ["dedicated-namespaces", "not_a_finding", "kube-public and kube-node-lease hold none"],
  ["default-deny-network", "open", "Traffic is not denied by default in: namespace lab."],
  ["container-resource-limits", "open", "Containers without a limit on cpu or memory: lab/Deployment web."],
  ["namespace-resource-policies", "open", "No quota or no default limits in: namespace lab."],
  ["service-account-tokens", "open", "default with rights: lab/Deployment web."],
  ["cloud-credential-exposure", "not_applicable", "No node has a providerID of a cloud"],
  ["image-admission-control", "not_reviewed", "No image policy of the API servers themselves"],
  ["service-mesh-encryption", "not_applicable", "No service mesh"],
])("%s is judged by what users have", (id, status, reason) => {
  const { own } = judgedApart(check(id), recorded);
  expect([own.status, own.reason]).toEqual([status, expect.stringContaining(reason)]);
});

it("finds of CoreDNS, of which the recording has the template, only what it does not set", () => {
  const rows = (id: string) => judged(check(id), recorded).apart.seen.filter(({ what }) => what.includes("coredns"));
  expect(rows("privilege-escalation")).toEqual([]);
  expect(rows("container-capabilities")).toEqual([]);
  expect(rows("immutable-file-systems")).toEqual([]);
  expect(rows("seccomp-profile")).toHaveLength(1);
});

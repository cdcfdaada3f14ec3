import { expect, it } from "vitest";
import { rule as cloudCredentialExposure } from "../../../../src/rules/nsa-cisa/cloud-credential-exposure.ts";
import { rule as containerResourceLimits } from "../../../../src/rules/nsa-cisa/container-resource-limits.ts";
import { rule as dedicatedNamespaces } from "../../../../src/rules/nsa-cisa/dedicated-namespaces.ts";
import { rule as defaultDenyNetwork } from "../../../../src/rules/nsa-cisa/default-deny-network.ts";
import { rule as imageAdmissionControl } from "../../../../src/rules/nsa-cisa/image-admission-control.ts";
import { rule as namespaceResourcePolicies } from "../../../../src/rules/nsa-cisa/namespace-resource-policies.ts";
import { rule as podSecurityEnforcement } from "../../../../src/rules/nsa-cisa/pod-security-enforcement.ts";
import { rule as serviceAccountTokens } from "../../../../src/rules/nsa-cisa/service-account-tokens.ts";
import { rule as serviceMeshEncryption } from "../../../../src/rules/nsa-cisa/service-mesh-encryption.ts";
import type { Rule } from "../../../../src/rules/rule.ts";
import { judgedApart } from "../../../support/guidance-facts.ts";
import { recordedCluster } from "../../../support/recorded-cluster.ts";

// A cluster as kubeadm makes it, and two pods of a user in the namespace lab.
const facts = await recordedCluster();

it.each<readonly [Rule, string, string]>([
  [podSecurityEnforcement, "open", "Pods may be privileged by Pod Security admission in: namespace default."],
  [dedicatedNamespaces, "not_a_finding", "kube-public and kube-node-lease hold none"],
  [defaultDenyNetwork, "open", "Traffic is not denied by default in: namespace lab."],
  [containerResourceLimits, "open", "Containers without a limit on cpu or memory: lab/Deployment web."],
  [namespaceResourcePolicies, "open", "No quota or no default limits in: namespace lab."],
  [serviceAccountTokens, "open", "default with rights: lab/Deployment web."],
  [cloudCredentialExposure, "not_applicable", "No node has a providerID of a cloud"],
  [imageAdmissionControl, "not_reviewed", "No image policy of the API servers themselves"],
  [serviceMeshEncryption, "not_applicable", "No service mesh"],
])("$id is judged by what users have", (rule, status, reason) => {
  const { own } = judgedApart(rule, facts);
  expect([own.status, own.reason]).toEqual([status, expect.stringContaining(reason)]);
});

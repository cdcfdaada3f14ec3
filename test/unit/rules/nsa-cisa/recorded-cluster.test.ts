import { expect, it } from "vitest";
import { rule as containerCapabilities } from "../../../../src/rules/nsa-cisa/container-capabilities.ts";
import { rule as hostNetworkAndPorts } from "../../../../src/rules/nsa-cisa/host-network-and-ports.ts";
import { rule as hostPathVolumes } from "../../../../src/rules/nsa-cisa/host-path-volumes.ts";
import { rule as hostProcessNamespaces } from "../../../../src/rules/nsa-cisa/host-process-namespaces.ts";
import { rule as immutableFileSystems } from "../../../../src/rules/nsa-cisa/immutable-file-systems.ts";
import { rule as nonRootContainers } from "../../../../src/rules/nsa-cisa/non-root-containers.ts";
import { rule as privilegeEscalation } from "../../../../src/rules/nsa-cisa/privilege-escalation.ts";
import { rule as privilegedContainers } from "../../../../src/rules/nsa-cisa/privileged-containers.ts";
import { rule as seccompProfile } from "../../../../src/rules/nsa-cisa/seccomp-profile.ts";
import { judged } from "../../../support/guidance-facts.ts";
import { recordedCluster } from "../../../support/recorded-cluster.ts";

const recorded = await recordedCluster();

// One Deployment of users that sets nothing, and what kubeadm brings.
it.each([
  [containerCapabilities, "open", "open"],
  [hostNetworkAndPorts, "not_a_finding", "open"],
  [hostPathVolumes, "not_a_finding", "open"],
  [hostProcessNamespaces, "not_a_finding", "not_a_finding"],
  [immutableFileSystems, "open", "open"],
  [nonRootContainers, "open", "open"],
  [privilegeEscalation, "open", "open"],
  [privilegedContainers, "not_a_finding", "open"],
  [seccompProfile, "open", "open"],
] as const)("of the kubeadm cluster nothing that the platform needs is a finding of users: %#", (rule, own, apart) => {
  const found = judged(rule, recorded);
  expect([found.own.status, found.apart.status]).toEqual([own, apart]);
  expect(new Set(found.own.seen.map(({ what }) => what))).toEqual(
    new Set(own === "open" ? ["lab/Deployment web"] : []),
  );
});

it("finds of CoreDNS, of which the recording has the template, only what it does not set", () => {
  const rows = (rule: typeof seccompProfile) =>
    judged(rule, recorded).apart.seen.filter(({ what }) => what.includes("coredns"));
  expect(rows(privilegeEscalation)).toEqual([]);
  expect(rows(containerCapabilities)).toEqual([]);
  expect(rows(immutableFileSystems)).toEqual([]);
  expect(rows(seccompProfile)).toHaveLength(1);
});

import type { GuidanceBenchmark } from "../requirement.ts";
import { authenticationChecks } from "./authentication.ts";
import { encryptionAndSecrets } from "./encryption-and-secrets.ts";
import { loggingAndUpgrades } from "./logging-and-upgrades.ts";
import { networkAndControlPlane } from "./network-and-control-plane.ts";
import { podSecurityChecks } from "./pod-security.ts";

/**
 * The NSA/CISA Kubernetes Hardening Guidance, v1.0 (August 2021) to v1.2 (August 2022), as checks: at least one for each
 * of its sections, in their order. It has no numbers; ids, titles, severities and the controls are ours.
 */
export const nsaCisa: GuidanceBenchmark = {
  name: "nsa-cisa",
  title: "NSA/CISA Kubernetes Hardening Guidance",
  version: "1.2",
  requirements: [
    ...podSecurityChecks,
    ...networkAndControlPlane,
    ...encryptionAndSecrets,
    ...authenticationChecks,
    ...loggingAndUpgrades,
  ],
};

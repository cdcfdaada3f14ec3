import type { GuidanceRequirement } from "../requirement.ts";

type Section = GuidanceRequirement["section"];

const encryption: Section = { v10: "Encryption" };
const secrets: Section = { v10: "Secrets" };
const cloud: Section = { v10: "Protecting sensitive cloud infrastructure" };

/** What the guidance asks on encryption, Secrets and the cloud. */
export const encryptionAndSecrets: readonly GuidanceRequirement[] = [
  {
    id: "tls-protocol-and-ciphers",
    component: "control-plane",
    severity: "medium",
    title: "TLS 1.2 or higher with strong ciphers only",
    section: encryption,
    appendices: [],
    stig: ["V-242376", "V-242377", "V-242378", "V-242418"],
    nist: ["SC-8", "SC-13"],
  },
  {
    id: "certificate-validity",
    component: "control-plane",
    severity: "medium",
    title: "Certificates are valid and will be for a month",
    section: encryption,
    appendices: [],
    stig: ["V-242422", "V-242424", "V-242425", "V-245544"],
    nist: ["IA-5", "SC-12", "SC-17"],
  },
  {
    id: "etcd-encryption-at-rest",
    component: "api-server",
    severity: "high",
    title: "Secrets are encrypted in etcd",
    section: secrets,
    appendices: ["H"],
    stig: ["V-274882"],
    nist: ["SC-28"],
  },
  {
    id: "encryption-key-management",
    component: "api-server",
    severity: "low",
    title: "The keys that Secrets are encrypted with are kept apart",
    section: secrets,
    appendices: ["H", "I"],
    stig: [],
    nist: ["SC-12", "SC-28"],
  },
  {
    id: "plaintext-credentials",
    component: "workloads",
    severity: "high",
    title: "No credentials stand in plain text in objects",
    section: secrets,
    appendices: [],
    stig: ["V-274883", "V-242415"],
    nist: ["IA-5", "SC-28"],
  },
  {
    id: "cloud-credential-exposure",
    component: "network",
    severity: "medium",
    title: "Pods cannot reach the cloud's metadata service and credentials",
    section: cloud,
    appendices: [],
    stig: [],
    nist: ["AC-4", "AC-6", "IA-5"],
  },
];

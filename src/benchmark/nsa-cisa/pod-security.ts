import type { GuidanceRequirement } from "../requirement.ts";

type Section = GuidanceRequirement["section"];

const nonRoot: Section = { v10: "Non-root containers" };
const rootlessEngines: Section = { v10: "Rootless container engines" };
const immutable: Section = { v10: "Immutable container file systems" };
const images: Section = { v10: "Building secure container images" };
const podSecurity: Section = { v10: "Pod Security Policies", v12: "Pod security enforcement" };
const tokens: Section = { v10: "Protecting Pod service account tokens" };
const engines: Section = { v10: "Hardening container engines", v12: "Hardening container environments" };

/** What the guidance asks on pods and what runs them. */
export const podSecurityChecks: readonly GuidanceRequirement[] = [
  {
    id: "non-root-containers",
    severity: "medium",
    title: "Containers run as other users than root",
    section: nonRoot,
    appendices: ["A"],
    stig: [],
    nist: ["AC-6", "CM-7"],
  },
  {
    id: "rootless-container-engine",
    severity: "low",
    title: "The container engine does not run as root",
    section: rootlessEngines,
    appendices: [],
    stig: [],
    nist: ["AC-6", "SC-39"],
  },
  {
    id: "immutable-file-systems",
    severity: "medium",
    title: "Containers cannot write to their root file systems",
    section: immutable,
    appendices: ["B"],
    stig: [],
    nist: ["CM-7", "SI-7"],
  },
  {
    id: "image-admission-control",
    severity: "medium",
    title: "Only images that a policy allows are admitted",
    section: images,
    appendices: [],
    stig: ["V-242436", "V-242442"],
    nist: ["CM-7", "CM-14", "SI-7"],
  },
  {
    id: "pod-security-enforcement",
    severity: "high",
    title: "Every namespace of users enforces a Pod Security Standard",
    section: podSecurity,
    appendices: ["C"],
    stig: ["V-254800", "V-254801", "V-242437"],
    nist: ["AC-6", "CM-7"],
  },
  {
    id: "privileged-containers",
    severity: "high",
    title: "No container of users is privileged",
    section: podSecurity,
    appendices: ["C"],
    stig: ["V-254800"],
    nist: ["AC-6", "SC-39"],
  },
  {
    id: "host-process-namespaces",
    severity: "high",
    title: "No pod of users shares the host's process or IPC namespace",
    section: podSecurity,
    appendices: ["C"],
    stig: ["V-254800"],
    nist: ["AC-6", "SC-39"],
  },
  {
    id: "host-network-and-ports",
    severity: "medium",
    title: "No pod of users is on the host's network or takes ports of the host",
    section: podSecurity,
    appendices: ["C"],
    stig: ["V-242414"],
    nist: ["SC-7", "CM-7"],
  },
  {
    id: "host-path-volumes",
    severity: "high",
    title: "No pod of users mounts paths of the host",
    section: podSecurity,
    appendices: ["C"],
    stig: ["V-254800"],
    nist: ["AC-6", "SC-39"],
  },
  {
    id: "privilege-escalation",
    severity: "medium",
    title: "No process in a container can gain more privileges than its parent",
    section: podSecurity,
    appendices: ["C"],
    stig: ["V-254800"],
    nist: ["AC-6"],
  },
  {
    id: "container-capabilities",
    severity: "medium",
    title: "Containers drop all Linux capabilities",
    section: podSecurity,
    appendices: ["C"],
    stig: [],
    nist: ["AC-6", "CM-7"],
  },
  {
    id: "service-account-tokens",
    severity: "medium",
    title: "Only pods that need a service account's token are given one",
    section: tokens,
    appendices: [],
    stig: ["V-242381"],
    nist: ["AC-3", "AC-6", "IA-5"],
  },
  {
    id: "seccomp-profile",
    severity: "medium",
    title: "Containers run under a seccomp profile",
    section: engines,
    appendices: [],
    stig: [],
    nist: ["AC-6", "SC-39"],
  },
  {
    id: "linux-security-modules",
    severity: "medium",
    title: "AppArmor or SELinux confines containers on every node",
    section: engines,
    appendices: [],
    stig: [],
    nist: ["AC-3", "SC-39"],
  },
];

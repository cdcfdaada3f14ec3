import type { GuidanceRequirement } from "../requirement.ts";

type Section = GuidanceRequirement["section"];

const auditLogs: Section = {
  v10: "Logging; native audit logging configuration",
  v12: "Audit Logging and Threat Detection; native audit logging configuration",
};
const nodeLogs: Section = { v10: "Worker node and container logging" };
const seccompAudit: Section = { v10: "Seccomp: audit mode" };
const siem: Section = {
  v10: "SYSLOG; SIEM platforms; Alerting",
  v12: "Syslog; SIEM platforms; Threat Detection; Alerting",
};
const meshes: Section = { v10: "Service meshes; Fault tolerance; Tools" };
const upgrades: Section = { v10: "Upgrading and application security practices" };

/** What the guidance asks on logs, alerts and upgrades. */
export const loggingAndUpgrades: readonly GuidanceRequirement[] = [
  {
    id: "audit-logging-enabled",
    component: "api-server",
    severity: "high",
    title: "The API server writes an audit log",
    section: auditLogs,
    appendices: ["M"],
    stig: ["V-242402", "V-242461", "V-242465"],
    nist: ["AU-2", "AU-12"],
  },
  {
    id: "audit-policy-content",
    component: "api-server",
    severity: "medium",
    title: "The audit policy records what matters",
    section: auditLogs,
    appendices: ["L"],
    stig: ["V-242403"],
    nist: ["AU-2", "AU-3", "AU-12"],
  },
  {
    id: "audit-log-retention",
    component: "api-server",
    severity: "medium",
    title: "Audit logs are kept long enough",
    section: auditLogs,
    appendices: ["M"],
    stig: ["V-242462", "V-242463", "V-242464"],
    nist: ["AU-4", "AU-11"],
  },
  {
    id: "log-persistence",
    component: "host",
    severity: "medium",
    title: "Logs of nodes and containers outlive a restart and stay in bounds",
    section: nodeLogs,
    appendices: [],
    stig: [],
    nist: ["AU-4", "AU-9", "AU-11"],
  },
  {
    id: "seccomp-audit-mode",
    component: "host",
    severity: "low",
    title: "Seccomp profiles that only record are known",
    section: seccompAudit,
    appendices: [],
    stig: [],
    nist: ["AU-12", "SI-4"],
  },
  {
    id: "log-forwarding",
    component: "host",
    severity: "medium",
    title: "Logs of every node leave the node",
    section: siem,
    appendices: ["N"],
    stig: [],
    nist: ["AU-4", "AU-6", "AU-9"],
  },
  {
    id: "monitoring-and-alerting",
    component: "cluster",
    severity: "low",
    title: "Somebody is told when something goes wrong",
    section: siem,
    appendices: [],
    stig: [],
    nist: ["AU-6", "SI-4"],
  },
  {
    id: "service-mesh-encryption",
    component: "network",
    severity: "low",
    title: "Traffic between pods is encrypted",
    section: meshes,
    appendices: [],
    stig: [],
    nist: ["SC-8"],
  },
  {
    id: "fault-tolerance",
    component: "cluster",
    severity: "low",
    title: "No single host can stop the cluster or lose its logs",
    section: meshes,
    appendices: [],
    stig: [],
    nist: ["CP-9", "CP-10", "SC-5"],
  },
  {
    id: "supported-versions",
    component: "cluster",
    severity: "high",
    title: "Kubernetes and what it runs on are supported releases",
    section: upgrades,
    appendices: [],
    stig: ["V-242443", "V-242396"],
    nist: ["SI-2", "SA-22"],
  },
  {
    id: "unused-components",
    component: "cluster",
    severity: "low",
    title: "What nobody uses is removed",
    section: upgrades,
    appendices: [],
    stig: ["V-242395", "V-242442", "V-242400"],
    nist: ["CM-7", "SI-2"],
  },
];

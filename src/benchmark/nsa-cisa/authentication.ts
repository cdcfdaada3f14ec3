import type { GuidanceRequirement } from "../requirement.ts";

type Section = GuidanceRequirement["section"];

const authentication: Section = { v10: "Authentication" };
const rbac: Section = { v10: "Role-based access control" };

/** What the guidance asks on who is let in, and to what. */
export const authenticationChecks: readonly GuidanceRequirement[] = [
  {
    id: "anonymous-authentication",
    component: "api-server",
    severity: "high",
    title: "The API server refuses requests without credentials",
    section: authentication,
    appendices: ["M"],
    stig: ["V-242390"],
    nist: ["AC-14", "IA-2"],
  },
  {
    id: "static-user-credentials",
    component: "api-server",
    severity: "high",
    title: "Nobody logs in with static passwords or tokens",
    section: authentication,
    appendices: [],
    stig: ["V-245542", "V-245543"],
    nist: ["IA-2", "IA-5"],
  },
  {
    id: "user-authentication-method",
    component: "api-server",
    severity: "medium",
    title: "People authenticate by a method that the organisation controls",
    section: authentication,
    appendices: [],
    stig: ["V-242419"],
    nist: ["IA-2", "IA-5", "IA-8"],
  },
  {
    id: "authorization-mode",
    component: "api-server",
    severity: "high",
    title: "The API server authorizes by RBAC",
    section: rbac,
    appendices: [],
    stig: ["V-242382"],
    nist: ["AC-3", "AC-6"],
  },
  {
    id: "anonymous-bindings",
    component: "access",
    severity: "high",
    title: "Who is not authenticated has no rights beyond discovery",
    section: rbac,
    appendices: ["K"],
    stig: [],
    nist: ["AC-3", "AC-14"],
  },
  {
    id: "cluster-admin-bindings",
    component: "access",
    severity: "high",
    title: "Only few are cluster administrators",
    section: rbac,
    appendices: ["K"],
    stig: [],
    nist: ["AC-2", "AC-6"],
  },
  {
    id: "sensitive-permissions",
    component: "access",
    severity: "medium",
    title: "Rights that lead to others are given to those who need them",
    section: rbac,
    appendices: ["J"],
    stig: ["V-274884"],
    nist: ["AC-3", "AC-6"],
  },
];

import type { RbacRule } from "../../../evidence/rbac.ts";

/** Rights that lead to the contents of Secrets without a right on secrets. */
type Way = {
  readonly what: string;
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The resources are of no namespace: a RoleBinding gives no right on them. */
  readonly ofCluster?: true;
};

const change = ["create", "update", "patch"];

/** Whoever makes pods mounts what it likes, runs as any ServiceAccount of the namespace, and reads what is in a pod. */
const ways: readonly Way[] = [
  { what: "makes pods", apiGroup: "", resources: ["pods", "replicationcontrollers"], verbs: ["create"] },
  {
    what: "makes workloads",
    apiGroup: "apps",
    resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
    verbs: change,
  },
  { what: "makes workloads", apiGroup: "batch", resources: ["jobs", "cronjobs"], verbs: change },
  { what: "makes workloads", apiGroup: "", resources: ["replicationcontrollers"], verbs: change },
  // Over a WebSocket these are GETs.
  { what: "runs commands in pods", apiGroup: "", resources: ["pods/exec", "pods/attach"], verbs: ["create", "get"] },
  {
    what: "puts containers into pods",
    apiGroup: "",
    resources: ["pods/ephemeralcontainers"],
    verbs: ["update", "patch"],
  },
  { what: "makes tokens of ServiceAccounts", apiGroup: "", resources: ["serviceaccounts/token"], verbs: ["create"] },
  { what: "impersonates ServiceAccounts", apiGroup: "", resources: ["serviceaccounts"], verbs: ["impersonate"] },
  { what: "impersonates", apiGroup: "", resources: ["users", "groups"], verbs: ["impersonate"], ofCluster: true },
  { what: "escalates roles", apiGroup: "rbac.authorization.k8s.io", resources: ["roles"], verbs: ["escalate"] },
  { what: "binds roles", apiGroup: "rbac.authorization.k8s.io", resources: ["roles"], verbs: ["bind"] },
  {
    what: "escalates roles",
    apiGroup: "rbac.authorization.k8s.io",
    resources: ["clusterroles"],
    verbs: ["escalate"],
    ofCluster: true,
  },
  // A RoleBinding's right to bind a ClusterRole holds for RoleBindings of its namespace.
  { what: "binds roles", apiGroup: "rbac.authorization.k8s.io", resources: ["clusterroles"], verbs: ["bind"] },
  { what: "asks kubelets", apiGroup: "", resources: ["nodes/proxy"], verbs: ["get", "create"], ofCluster: true },
];

const hasGroup = ({ apiGroups }: RbacRule, group: string): boolean =>
  apiGroups.includes("*") || apiGroups.includes(group);

const hasVerb = ({ verbs }: RbacRule, verb: string): boolean => verbs.includes("*") || verbs.includes(verb);

/** `*` is every resource and subresource, `*` with a slash is one subresource of all resources. */
const hasResource = ({ resources }: RbacRule, resource: string): boolean => {
  const [, sub] = resource.split("/");
  return resources.some((one) => one === "*" || one === resource || (sub !== undefined && one === `*/${sub}`));
};

/** The ways that a rule opens, each once. */
export const waysOf = (rule: RbacRule, inCluster: boolean): readonly string[] => [
  ...new Set(
    ways
      .filter(
        ({ apiGroup, resources, verbs, ofCluster }) =>
          (inCluster || ofCluster === undefined) &&
          hasGroup(rule, apiGroup) &&
          resources.some((resource) => hasResource(rule, resource)) &&
          verbs.some((verb) => hasVerb(rule, verb)),
      )
      .map(({ what }) => what),
  ),
];

/** The verbs by which a rule reads Secrets; each of the three gives their contents. */
export function verbsOnSecrets(rule: RbacRule): readonly ("get" | "list" | "watch")[] {
  // `secrets/*` matches nothing that exists; whoever wrote it meant Secrets.
  const isMeant = hasResource(rule, "secrets") || rule.resources.includes("secrets/*");
  if (!hasGroup(rule, "") || !isMeant) return [];
  return (["get", "list", "watch"] as const).filter((verb) => hasVerb(rule, verb));
}

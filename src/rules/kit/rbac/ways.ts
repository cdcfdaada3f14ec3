import type { RbacRule } from "../../../evidence/rbac.ts";
import { hasGroup, hasResource, hasVerb } from "./rule-has.ts";

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

const modes = ["user-info", "serviceaccount", "arbitrary-node", "associated-node"];
/**
 * The right to do something as somebody else only (KEP-5284, beta in 1.36). Whom one may be is another rule's matter, but
 * to give somebody this right is to mean that it is used.
 */
const asOther = (verb: string): readonly string[] => modes.map((mode) => `impersonate-on:${mode}:${verb}`);
const reading = ["get", "list", "watch"] as const;

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
  // The image of a container can be another one, and it starts again with the same volumes and variables.
  { what: "changes pods", apiGroup: "", resources: ["pods"], verbs: ["update", "patch"] },
  // The answer to a patch is the whole Secret, and to deletecollection the list of what was deleted, with dryRun too.
  { what: "changes Secrets", apiGroup: "", resources: ["secrets"], verbs: ["patch", "deletecollection"] },
  { what: "reads Secrets as others", apiGroup: "", resources: ["secrets"], verbs: reading.flatMap(asOther) },
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
  // Kubernetes' good practices for RBAC: a new hostPath volume has any file of a node (an old one keeps its path), a webhook is shown every object, and a namespace's
  // labels say which pods are let in.
  { what: "makes volumes", apiGroup: "", resources: ["persistentvolumes"], verbs: ["create"], ofCluster: true },
  {
    what: "changes admission webhooks",
    apiGroup: "admissionregistration.k8s.io",
    resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    verbs: change,
    ofCluster: true,
  },
  { what: "changes namespaces", apiGroup: "", resources: ["namespaces"], verbs: ["update", "patch"] },
  { what: "asks kubelets", apiGroup: "", resources: ["nodes/proxy"], verbs: ["get", "create"], ofCluster: true },
];

/** The ways that a rule opens, each once. */
export const waysOf = (rule: RbacRule, inCluster: boolean): readonly string[] => [
  ...new Set(
    ways
      .filter(
        ({ apiGroup, resources, verbs, ofCluster }) =>
          (inCluster || ofCluster === undefined) &&
          hasGroup(rule, apiGroup) &&
          resources.some((resource) => hasResource(rule, resource)) &&
          [...verbs, ...verbs.flatMap(asOther)].some((verb) => hasVerb(rule, verb)),
      )
      .map(({ what }) => what),
  ),
];

/** The verbs by which a rule reads Secrets; each of the three gives their contents. */
export function verbsOnSecrets(rule: RbacRule): readonly ("get" | "list" | "watch")[] {
  // `secrets/*` matches nothing that exists; whoever wrote it meant Secrets.
  const isMeant = hasResource(rule, "secrets") || rule.resources.includes("secrets/*");
  if (!hasGroup(rule, "") || !isMeant) return [];
  return reading.filter((verb) => hasVerb(rule, verb));
}

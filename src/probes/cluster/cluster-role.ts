import { stringify } from "yaml";
import type { ApiRight } from "./api-requests.ts";
import { apiRights } from "./api-rights.ts";

const name = "plimsoll";
const kind = "rbac.authorization.k8s.io";

type PolicyRule =
  | { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] }
  | { readonly nonResourceURLs: readonly string[]; readonly verbs: readonly string[] };

// Which there are only the cluster knows, and a wildcard over all groups would give Secrets away.
const customResources = [
  "# Custom resources: V-242383 lists those in default, kube-node-lease and kube-public, names only. Each of their API",
  "# groups needs a rule of its own; where one is missing V-242383 is not passed, and other rules go on. plimsoll",
  "# check says which are missing. For example:",
  '# - apiGroups: ["example.com"]',
  "#   resources: [widgets]",
  "#   verbs: [list]",
];

function rules(rights: readonly ApiRight[]): readonly PolicyRule[] {
  const lists = rights.filter((right) => right.verb === "list");
  const paths = rights.flatMap((right) => ("resource" in right ? [] : [right.path]));
  const groups = [...new Set(lists.map(({ apiGroup }) => apiGroup))];
  const ofGroup = (apiGroup: string): PolicyRule => ({
    apiGroups: [apiGroup],
    resources: lists.filter((right) => right.apiGroup === apiGroup).map(({ resource }) => resource),
    verbs: ["list"],
  });
  return [...groups.map(ofGroup), { nonResourceURLs: paths, verbs: ["get"] }];
}

/** The ClusterRole of all that an audit asks the API server. */
export const clusterRole = {
  apiVersion: `${kind}/v1`,
  kind: "ClusterRole",
  metadata: { name },
  rules: rules(apiRights),
} as const;

/** It as YAML, and how it is bound as comments: to whom is the site's. */
export function clusterRoleText(): string {
  const binding = {
    apiVersion: `${kind}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: kind, kind: "ClusterRole", name },
    subjects: [{ apiGroup: kind, kind: "User", name: "auditor" }],
  };
  const commented = stringify(binding)
    .trimEnd()
    .split("\n")
    .map((line) => `# ${line}`);
  const how = "# Bound to whom the kubeconfig names, for example:";
  return [stringify(clusterRole).trimEnd(), "---", ...customResources, how, ...commented].join("\n");
}

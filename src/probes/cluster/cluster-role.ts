import { stringify } from "yaml";
import { type ApiRequest, apiRequests, type ListRequest } from "./api-requests.ts";

const name = "plimsoll";
const kind = "rbac.authorization.k8s.io";

type PolicyRule =
  | { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] }
  | { readonly nonResourceURLs: readonly string[]; readonly verbs: readonly string[] };

function rules(requests: readonly ApiRequest[]): readonly PolicyRule[] {
  const lists = requests.filter((request): request is ListRequest => request.verb === "list");
  const paths = requests.filter(({ verb }) => verb === "get").map(({ path }) => path);
  const groups = [...new Set(lists.map(({ apiGroup }) => apiGroup))];
  const ofGroup = (apiGroup: string): PolicyRule => ({
    apiGroups: [apiGroup],
    resources: lists.filter((request) => request.apiGroup === apiGroup).map(({ resource }) => resource),
    verbs: ["list"],
  });
  return [...groups.map(ofGroup), { nonResourceURLs: paths, verbs: ["get"] }];
}

/** The ClusterRole of all that an audit asks the API server, and how it is bound, as YAML comments: to whom is the site's. */
export function clusterRole(): string {
  const role = {
    apiVersion: `${kind}/v1`,
    kind: "ClusterRole",
    metadata: { name },
    rules: rules(Object.values(apiRequests)),
  };
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
  return [stringify(role).trimEnd(), "---", how, ...commented].join("\n");
}

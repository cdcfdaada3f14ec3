/** The namespaces of Kubernetes itself. */
export const systemNamespaces: readonly string[] = ["kube-system", "kube-public", "kube-node-lease"];

/** Whether something is a user's: outside the three namespaces of Kubernetes itself; `default` is a user's. */
export const isOfUsers = ({ namespace }: { readonly namespace: string }): boolean =>
  !systemNamespaces.includes(namespace);

/** Whether a list of namespaces is whole, as far as it shows: these two are in every cluster and cannot be removed. */
export const isWholeList = (list: readonly { readonly name: string }[]): boolean =>
  ["default", "kube-system"].every((name) => list.some((namespace) => namespace.name === name));

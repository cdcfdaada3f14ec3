/** Paths by which a container can take over its node or read others' secrets; of sockets those of container runtimes. */
const sensitivePaths = [
  "/dev",
  "/etc",
  "/home",
  "/proc",
  "/root",
  "/run/containerd/containerd.sock",
  "/run/cri-dockerd.sock",
  "/run/crio/crio.sock",
  "/run/docker.sock",
  "/run/dockershim.sock",
  "/run/k3s/containerd/containerd.sock",
  "/sys",
  "/var/lib/etcd",
  "/var/lib/kubelet",
];

/** The path as the node finds it: nothing doubled or left to go back, and /var/run, which is a link, as /run. */
export function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`.replace(/^\/var\/run(?=\/|$)/, "/run");
}

/** Whether a path is a folder or below it, both as the node finds them. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || folder === "/" || path.startsWith(`${folder}/`);

/** Whether a path of the host is one of the sensitive ones, is below one, or holds one. */
export function isSensitivePath(path: string): boolean {
  const plain = plainPath(path);
  return sensitivePaths.some((sensitive) => isWithin(plain, sensitive) || isWithin(sensitive, plain));
}

/** The path for people: with what makes it worse than another. */
export const showHostPath = (path: string): string => `${path}${isSensitivePath(path) ? " (sensitive)" : ""}`;

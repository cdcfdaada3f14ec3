import type { ApiNamespace, ApiNode } from "../../src/evidence/cluster.ts";
import type { EtcdDirectory, FileStat, NamedFile, Walk } from "../../src/evidence/files.ts";
import { type DistributionName, distributions, type NodeLayout } from "../../src/evidence/layout.ts";
import type { FactValue, NodeFact, NodeRoles, ObservedFacts } from "../../src/evidence/node.ts";
import { absent, type Observed, present, type Source, unknown } from "../../src/evidence/observed.ts";
import type { HostProcess, Invocation } from "../../src/evidence/processes.ts";
import { defaultSiteOptions, type SiteOptions } from "../../src/evidence/site.ts";
import { generatedSshUnits, type SshTransport, type UnitState } from "../../src/evidence/ssh.ts";
import { unreadFacts } from "../../src/evidence/unread.ts";

/** Where test evidence is said to come from. */
export const source: Source = { host: "n1", request: "test" };

const notCollected = unknown("not-collected", "not part of this test", source);

export type FactsGiven = { readonly [K in NodeFact]?: Observed<FactValue<K>> };

/** What a distribution made. */
export const layoutOf = (distribution: DistributionName): Observed<NodeLayout> =>
  here({ ...distributions[distribution], distribution, shownBy: ["test"], alsoSeen: [] });

/** A node's facts with those given; all others are unknown, as if nobody had asked. */
export const facts = (given: FactsGiven): ObservedFacts => ({
  ...unreadFacts("n1", "not-collected", "not part of this test"),
  "node.role": notCollected,
  "node.layout": layoutOf("kubeadm"),
  "node.api": notCollected,
  "kubelet.configz": notCollected,
  "api.namespaces": notCollected,
  "node.collected-at": here("2026-11-21T06:00:00.000Z"),
  "api.services": notCollected,
  "api.kube-proxy-pods": notCollected,
  "api.node-pods": notCollected,
  "api.network-settings": notCollected,
  "api.runtime-classes": notCollected,
  "cluster.etcd-hosts": here([]),
  "site.options": here(defaultSiteOptions),
  "site.ppsm": nothing,
  ...given,
});

export const here = <T>(value: T): Observed<T> => present(value, source);
export const nothing: Observed<never> = absent(source);
/** Could not be looked at. */
export const denied: Observed<never> = unknown("permission-denied", "Permission denied", source);
export const truncated: Observed<never> = unknown("truncated", "answer cut off", source);

export const controlPlane: NodeRoles = { controlPlane: true, worker: false, etcdOnly: false, shownBy: ["test"] };
export const worker: NodeRoles = { controlPlane: false, worker: true, etcdOnly: false, shownBy: ["test"] };
export const etcdHost: NodeRoles = { controlPlane: false, worker: false, etcdOnly: true, shownBy: ["test"] };

/** A container's command line in a static pod manifest, every word on its own line from line 11. */
export const manifestOf = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Invocation => ({
  argv,
  env,
  image: "registry.k8s.io/test:v1.36.2",
  mounts: [],
  lines: argv.map((_, index) => 11 + index),
  source: { ...source, file: `/etc/kubernetes/manifests/${argv[0]}.yaml` },
});

/** A running process's command line. */
export const processOf = (argv: readonly string[]): Invocation => ({
  argv,
  env: {},
  mounts: [],
  lines: [],
  source: { ...source, pid: 374 },
});

/** Facts of a control-plane node that runs a component as its manifest says. */
export const running = (
  component: "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "etcd",
  flags: readonly string[],
): FactsGiven => ({
  "node.role": here(controlPlane),
  [`manifest.${component}`]: here([manifestOf([component, ...flags])]),
  [`process.${component}`]: here([processOf([component, ...flags])]),
});

/** No API server is here that would name further etcds. */
export const noApiServer: FactsGiven = { "manifest.kube-apiserver": nothing, "process.kube-apiserver": nothing };

/** What a node shows that runs no component: nothing else than its own files is to be looked at. */
export const noComponents: FactsGiven = {
  ...Object.fromEntries(
    ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"].flatMap((name) => [
      [`manifest.${name}`, nothing],
      [`process.${name}`, nothing],
    ]),
  ),
  "process.kubelet": nothing,
  "keys.pki": here([]),
  "stat.flag-files": here({}),
};

/** A regular file of root's. */
export const file = (path: string, mode: number, more: Partial<FileStat> = {}): FileStat => ({
  path,
  type: "file",
  mode,
  uid: 0,
  gid: 0,
  user: "root",
  group: "root",
  ...more,
});

export const named = (path: string, namedBy: string, stat: Observed<FileStat>): NamedFile => ({ path, namedBy, stat });

/** Facts of a node whose kubelet runs with these flags and this configuration. */
export const kubelet = (
  flags: readonly string[],
  config: Readonly<Record<string, unknown>> | "none",
  role: NodeRoles = worker,
): FactsGiven => ({
  "node.role": here(role),
  "process.kubelet": here([processOf(["/usr/bin/kubelet", ...flags])]),
  "kubelet.unit": here({
    fragment: "/usr/lib/systemd/system/kubelet.service",
    dropIns: [],
    texts: [],
    nextStart: here(nextStartOf(["/usr/bin/kubelet", ...flags])),
  }),
  "kubelet.config":
    config === "none"
      ? nothing
      : here({
          files: ["/var/lib/kubelet/config.yaml"],
          settings: Object.fromEntries(
            Object.entries(config).map(([key, value], index) => [
              key,
              { value, file: "/var/lib/kubelet/config.yaml", line: index + 1 },
            ]),
          ),
        }),
});

/** Files that hold one certificate each, which expires when said. */
export const certificates = (...files: readonly (readonly [path: string, notAfter: string])[]): FactsGiven => ({
  certificates: here(
    Object.fromEntries(
      files.map(([path, notAfter]) => [
        path,
        here([{ subject: "CN=test", issuer: "CN=kubernetes", notAfter, selfSigned: false }]),
      ]),
    ),
  ),
});

/** A directory of root's. */
export const directory = (path: string, mode = 0o755, more: Partial<FileStat> = {}): FileStat => ({
  ...file(path, mode),
  type: "directory",
  ...more,
});

/** A symbolic link of root's. */
export const link = (path: string, target: FileStat | "dangling", more: Partial<FileStat> = {}): FileStat => ({
  ...file(path, 0o777),
  type: "symlink",
  target,
  ...more,
});

/** etcd's data directory alone, as walked. */
export const etcdData = (walk: Observed<Walk>): Observed<readonly EtcdDirectory[]> => here([{ holds: "data", walk }]);

/** A walk that starts at a directory. */
export const walkOf = (start: FileStat, ...entries: readonly FileStat[]): Walk => ({
  root: start.path,
  entries: [start, ...entries],
});

/** Another owner than root. */
export const ownedBy = (user: string, uid: number, group = user, gid = uid): Partial<FileStat> => ({
  user,
  uid,
  group,
  gid,
});

/** A command line that systemd starts next. */
const nextStartOf = (argv: readonly string[]): Invocation => ({
  argv,
  env: {},
  mounts: [],
  lines: [],
  isNextStart: true,
  source: { ...source, request: "unit kubelet.service", file: "/usr/lib/systemd/system/kubelet.service" },
});

/** The kubelet's unit, started by systemd, with the flags of its next start. */
export const kubeletStartsNext = (flags: readonly string[] | "unknown"): FactsGiven => ({
  "kubelet.unit": here({
    fragment: "/usr/lib/systemd/system/kubelet.service",
    dropIns: [],
    texts: [],
    nextStart: flags === "unknown" ? notCollected : here(nextStartOf(["/usr/bin/kubelet", ...flags])),
  }),
});

/** The kubelet's unit, started by systemd, with the text of its files; what it starts next is not known. */
export const kubeletUnit = (...texts: readonly (readonly [file: string, text: string])[]): FactsGiven => ({
  "kubelet.unit": here({
    fragment: "/usr/lib/systemd/system/kubelet.service",
    dropIns: [],
    texts: texts.map(([path, text]) => ({ file: path, text })),
    nextStart: notCollected,
  }),
});

const noUnit = (id: string): UnitState => ({ id, loadState: "not-found", activeState: "inactive", unitFileState: "" });
/** The units of SSH servers, and those that systemd makes itself. */
const sshUnitNames = [
  ...["sshd.service", "ssh.service", "sshd.socket", "ssh.socket", "dropbear.service", "dropbear.socket"],
  ...generatedSshUnits,
];

/** What systemd says of the SSH server's units: those given, the others not installed. */
export const sshUnits = (...given: readonly UnitState[]): readonly UnitState[] =>
  sshUnitNames.map((id) => given.find((unit) => unit.id === id) ?? noUnit(id));

/** A unit that is installed. */
export const unit = (
  id: string,
  activeState: string,
  unitFileState: string,
  wantedBy: readonly string[] = [],
): UnitState => ({
  id,
  loadState: "loaded",
  activeState,
  unitFileState,
  wantedBy,
});

/** An SSH daemon of the host. */
export const sshDaemon = (more: Partial<HostProcess> = {}): HostProcess => ({
  pid: 700,
  uid: 0,
  comm: "sshd",
  exe: "/usr/sbin/sshd",
  cgroup: "/system.slice/ssh.service",
  argv: ["sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"],
  hostNetwork: true,
  hostFiles: true,
  env: "unread",
  ...more,
});

/** How an SSH attempt ended. */
export const sshAttempt = (outcome: string, more: Partial<SshTransport> = {}): Observed<SshTransport> =>
  here({ address: "10.0.0.7", port: 22, stage: "tcp", outcome, message: "", viaJump: false, ...more });

/** What a site decided; its other options are the defaults. */
export const decided = (options: Partial<SiteOptions>): FactsGiven => ({
  "site.options": here({ ...defaultSiteOptions, ...options }),
});

/** The namespaces that every cluster has, and those given; with the Pod Security level that a label enforces, or none. */
export const namespaces = (
  levels: Readonly<Record<string, string | undefined>> = {},
): Observed<readonly ApiNamespace[]> =>
  here(
    ["default", "kube-node-lease", "kube-public", "kube-system", ...Object.keys(levels)]
      .filter((name, index, names) => names.indexOf(name) === index)
      .map((name) => ({
        name,
        labels: levels[name] === undefined ? {} : { "pod-security.kubernetes.io/enforce": levels[name] },
      })),
  );

/** A node as the API lists it, without addresses, labels and taints. */
export const apiNodeOf = (name: string, more: Partial<ApiNode> = {}): ApiNode => ({
  name,
  addresses: [],
  labels: {},
  taints: [],
  ready: true,
  kubeletVersion: "v1.36.2",
  osImage: "",
  ...more,
});

/** The node that is looked at, as the API has it. */
export const nodeOfApi = (more: Partial<ApiNode> = {}): ApiNode =>
  apiNodeOf("n1", {
    addresses: [
      { type: "InternalIP", address: "10.0.0.7" },
      { type: "Hostname", address: "n1" },
    ],
    ...more,
  });

/** The same as it is asked for: seen. */
export const apiNode = (more: Partial<ApiNode> = {}): Observed<ApiNode> => here(nodeOfApi(more));

/** The label by which the API knows a control-plane node, and the taint that keeps workloads away from it. */
export const controlPlaneLabel = { "node-role.kubernetes.io/control-plane": "" };
export const controlPlaneTaint = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };

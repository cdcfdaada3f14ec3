import type { Status } from "../../src/findings/verdict.ts";

/** One thing broken on one node, and which rules must say so: exactly these, and nothing else may change. */
export type Mutation = {
  readonly what: string;
  readonly node: "cp1" | "w1";
  /** The file that is changed; it is put back afterwards with mode, owner and content. */
  readonly file: string;
  /** Shell text that breaks it; `$F` is the file. */
  readonly change: string;
  readonly literal: Readonly<Record<string, Status>>;
  /** Effective readings that must change with it, where the literal ones cannot show it. */
  readonly effective?: Readonly<Record<string, Status>>;
};

const manifests = "/etc/kubernetes/manifests";
const opens = (...vulnIds: readonly string[]): Mutation["literal"] =>
  Object.fromEntries(vulnIds.map((vulnId) => [vulnId, "open"]));

/** A mode that grants writing to everybody, and an owner who is not root. */
const loosened = (file: string, mode: readonly string[], owner: readonly string[]): readonly Mutation[] => [
  { what: `${file} is writable for all`, node: "cp1", file, change: 'chmod 666 "$F"', literal: opens(...mode) },
  { what: `${file} belongs to daemon`, node: "cp1", file, change: 'chown daemon "$F"', literal: opens(...owner) },
];

const flag = (component: string, what: string, change: string, ...vulnIds: readonly string[]): Mutation => ({
  what: `${component}: ${what}`,
  node: "cp1",
  file: `${manifests}/${component}.yaml`,
  change: `sed -i ${change} "$F"`,
  literal: opens(...vulnIds),
});
const without = (component: string, name: string, ...vulnIds: readonly string[]): Mutation =>
  flag(component, `no --${name}`, `'/- --${name}=/d'`, ...vulnIds);
const set = (component: string, name: string, value: string, ...vulnIds: readonly string[]): Mutation =>
  flag(component, `--${name}=${value}`, `'s|- --${name}=.*|- --${name}=${value}|'`, ...vulnIds);
const added = (component: string, word: string, ...vulnIds: readonly string[]): Mutation =>
  flag(component, word, `'s|^\\( *\\)- ${component}$|&\\n\\1- ${word}|'`, ...vulnIds);

const kubeletConfig = (
  what: string,
  change: string,
  literal: Mutation["literal"],
  node: Mutation["node"] = "w1",
): Mutation => ({
  what: `kubelet: ${what}`,
  node,
  file: "/var/lib/kubelet/config.yaml",
  change: `sed -i ${change} "$F"`,
  literal,
});

/** Every rule that a default kubeadm node passes, broken once. */
export const mutationsOfDefault: readonly Mutation[] = [
  ...loosened(`${manifests}/etcd.yaml`, ["V-242408"], ["V-242405", "V-242444"]),
  ...loosened("/etc/kubernetes/pki/apiserver.crt", ["V-242466"], ["V-242451"]),
  ...loosened("/etc/kubernetes/pki/apiserver.key", ["V-242467"], ["V-242451"]),
  ...loosened("/etc/kubernetes/pki/ca.crt", ["V-242449", "V-242466"], ["V-242450", "V-242451"]),
  ...loosened("/etc/kubernetes/scheduler.conf", ["V-242460"], ["V-242446"]),
  ...loosened("/etc/kubernetes/kubelet.conf", ["V-242452"], ["V-242453"]),
  ...loosened("/var/lib/kubelet/config.yaml", ["V-242407", "V-242456"], ["V-242406", "V-242457"]),
  ...loosened("/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf", ["V-242455"], ["V-242454"]),
  ...loosened("/var/lib/etcd/member/snap/db", ["V-242459"], []),

  {
    what: "an old kubectl",
    node: "cp1",
    file: "/usr/bin/kubectl",
    change: 'sed -i s/v1.36.2/v1.12.8/ "$F"',
    literal: opens("V-242396"),
  },
  without("kube-apiserver", "client-ca-file", "V-242419"),
  set("kube-apiserver", "authorization-mode", "Node,AlwaysAllow", "V-242382"),
  set("kube-apiserver", "secure-port", "0", "V-242389"),
  added("kube-apiserver", "--anonymous-auth=true", "V-242390"),
  added("kube-apiserver", "--basic-auth-file=/etc/users", "V-245542"),
  added("kube-apiserver", "--token-auth-file=/etc/tokens", "V-245543"),
  added("kube-apiserver", "--insecure-port=8080", "V-242386"),
  added("kube-apiserver", "--insecure-bind-address=0.0.0.0", "V-242388"),
  added("kube-apiserver", "--feature-gates=AllAlpha=true", "V-242400"),
  without("kube-apiserver", "tls-cert-file", "V-242422"),
  without("kube-apiserver", "tls-private-key-file", "V-242422"),
  without("kube-apiserver", "etcd-cafile", "V-242429"),
  without("kube-apiserver", "etcd-certfile", "V-242430"),
  without("kube-apiserver", "etcd-keyfile", "V-242431"),
  without("kube-apiserver", "kubelet-client-certificate", "V-245544"),
  without("kube-apiserver", "kubelet-client-key", "V-245544"),
  set("kube-controller-manager", "use-service-account-credentials", "false", "V-242381"),
  set("kube-controller-manager", "bind-address", "0.0.0.0", "V-242385", "V-242412"),
  without("kube-controller-manager", "root-ca-file", "V-242421"),
  set("kube-scheduler", "bind-address", "::1", "V-242384"),
  {
    what: "kube-scheduler: listens beyond loopback, whatever its flags say",
    node: "cp1",
    file: "/etc/lab-listen",
    change:
      'echo "kube-scheduler 10.77.0.10 10259" >> "$F"; until grep -q ": 0A004D0A:2813 " /proc/net/tcp; do :; done',
    literal: opens("V-242411"),
    effective: opens("V-242384"),
  },
  set("kube-apiserver", "secure-port", "6444", "V-242410"),
  set("etcd", "listen-metrics-urls", "http://0.0.0.0:2381", "V-242413"),
  without("etcd", "cert-file", "V-242428"),
  without("etcd", "key-file", "V-242427"),
  without("etcd", "peer-cert-file", "V-242432"),
  without("etcd", "peer-key-file", "V-242433"),
  set("etcd", "client-cert-auth", "false", "V-242423"),
  set("etcd", "peer-client-cert-auth", "false", "V-242426"),

  kubeletConfig("readOnlyPort", "'$ a readOnlyPort: 10255'", opens("V-242387")),
  kubeletConfig("anonymous requests", "'/anonymous:/{n;s/false/true/}'", opens("V-242391")),
  {
    what: "kubelet: a hostname override in its environment file",
    node: "w1",
    file: "/etc/default/kubelet",
    change: "echo 'KUBELET_EXTRA_ARGS=--hostname-override=other' > \"$F\"",
    literal: opens("V-242404"),
  },
  {
    what: "kubelet: no clientCAFile, so that its file cannot be judged either",
    node: "cp1",
    file: "/var/lib/kubelet/config.yaml",
    change: 'sed -i "/clientCAFile/d" "$F"',
    literal: { "V-242420": "open", "V-242449": "not_reviewed", "V-242450": "not_reviewed" },
  },
];

const policy = (name: string, what: string, change: string, ...vulnIds: readonly string[]): Mutation => ({
  what: `${name}: ${what}`,
  node: "cp1",
  file: `/etc/kubernetes/policy/${name}.yaml`,
  change: `sed -i ${change} "$F"`,
  literal: opens(...vulnIds),
});

/** Every further rule that a mended node passes, broken once. */
export const mutationsOfMended: readonly Mutation[] = [
  without("kube-apiserver", "tls-min-version", "V-242378"),
  without("kube-apiserver", "tls-cipher-suites", "V-242418"),
  without("kube-apiserver", "request-timeout", "V-242438"),
  set("kube-apiserver", "request-timeout", "0", "V-242438"),
  without("kube-apiserver", "audit-log-path", "V-242402", "V-242465"),
  set("kube-apiserver", "audit-log-maxsize", "99", "V-242462"),
  set("kube-apiserver", "audit-log-maxbackup", "0", "V-242463"),
  set("kube-apiserver", "audit-log-maxage", "29", "V-242464"),
  without("kube-apiserver", "audit-policy-file", "V-242403", "V-242461"),
  without("kube-apiserver", "encryption-provider-config", "V-274882"),
  without("kube-apiserver", "admission-control-config-file", "V-254800"),
  without("kube-controller-manager", "tls-min-version", "V-242376"),
  set("kube-controller-manager", "profiling", "true", "V-242409"),
  without("kube-scheduler", "tls-min-version", "V-242377"),
  set("etcd", "auto-tls", "true", "V-242379"),
  without("etcd", "peer-auto-tls", "V-242380"),

  policy("audit", "a second rule", "'$ a - level: None'", "V-242403"),
  policy("audit", "no level that exists", "'s/RequestResponse/Everything/'", "V-242403", "V-242461"),
  policy("encryption", "no provider for secrets", "'s/secrets/configmaps/'", "V-274882"),
  policy("admission", "privileged by default", "'s/enforce: restricted/enforce: privileged/'", "V-254800"),

  kubeletConfig(
    "time-outs switched off",
    "'s/^streaming.*/streamingConnectionIdleTimeout: 0s/'",
    opens("V-245541"),
    "cp1",
  ),
  kubeletConfig(
    "kernel settings not protected",
    "'s/^protectKernel.*/protectKernelDefaults: false/'",
    opens("V-242434"),
    "cp1",
  ),
  kubeletConfig("no certificate", "'/^tlsCertFile/d'", opens("V-242425"), "cp1"),
  kubeletConfig("no key", "'/^tlsPrivateKeyFile/d'", opens("V-242424"), "cp1"),
  kubeletConfig("static pods", "'$ a staticPodPath: /etc/kubernetes/manifests'", opens("V-242397")),
  kubeletConfig("a feature gate that was dropped", "'$ a featureGates: {DynamicAuditing: true}'", opens("V-242398")),
  {
    what: "etcd's data belongs to root again",
    node: "cp1",
    file: "/var/lib/etcd/member",
    change: 'chown root:root "$F"',
    literal: opens("V-242445"),
  },
];

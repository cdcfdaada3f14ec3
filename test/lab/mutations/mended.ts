import { set, without } from "./flag.ts";
import { kubeletArguments, kubeletConfig } from "./kubelet.ts";
import { type ApiAnswers, type Changes, type Mutation, nothing, opens, unseen } from "./mutation.ts";

const policy = (name: string, what: string, change: string, literal: Changes, effective = literal): Mutation => ({
  what: `${name}: ${what}`,
  node: "cp1",
  files: [`/etc/kubernetes/policy/${name}.yaml`],
  change: `sed -i ${change} "$F"`,
  literal,
  effective,
});

type Namespace = { readonly metadata: { readonly name: string; readonly labels: object } };

/** Every namespace enforces this level. */
const enforcing =
  (level: string) =>
  (answers: ApiAnswers): ApiAnswers => {
    const list = answers["/api/v1/namespaces"] as { readonly items: readonly Namespace[] };
    const items = list.items.map(({ metadata }) => ({
      metadata: { ...metadata, labels: { ...metadata.labels, "pod-security.kubernetes.io/enforce": level } },
    }));
    return { ...answers, "/api/v1/namespaces": { ...list, items } };
  };

// No log without a path, and none without a policy.
const withoutLog = opens(...["V-242402", "V-242403", "V-242461", "V-242462", "V-242463", "V-242464", "V-242465"]);
const withoutPolicy = opens("V-242402", "V-242403", "V-242461", "V-242465");

/** What only a mended node passes. */
export const mutationsOfMended: readonly Mutation[] = [
  without("kube-apiserver", "tls-min-version", opens("V-242378"), nothing),
  set("kube-apiserver", "tls-min-version", "VersionTLS11", opens("V-242378")),
  without("kube-apiserver", "tls-cipher-suites", opens("V-242418")),
  set("kube-apiserver", "tls-cipher-suites", "TLS_RSA_WITH_RC4_128_SHA", opens("V-242418")),
  without("kube-apiserver", "request-timeout", opens("V-242438"), nothing),
  set("kube-apiserver", "request-timeout", "0", opens("V-242438")),
  without("kube-apiserver", "anonymous-auth", nothing, opens("V-242390")),
  without("kube-apiserver", "audit-log-path", opens("V-242402", "V-242465"), withoutLog),
  set("kube-apiserver", "audit-log-maxsize", "99", opens("V-242462")),
  set("kube-apiserver", "audit-log-maxbackup", "0", opens("V-242463"), nothing),
  set("kube-apiserver", "audit-log-maxage", "29", opens("V-242464")),
  set("kube-apiserver", "audit-log-maxage", "030", opens("V-242464")),
  without("kube-apiserver", "audit-policy-file", opens("V-242403", "V-242461"), withoutPolicy),
  set("kube-apiserver", "audit-policy-file", "/etc/kubernetes/policy/gone.yaml", unseen("V-242403", "V-242461")),
  without("kube-apiserver", "encryption-provider-config", opens("V-274882")),
  without("kube-apiserver", "admission-control-config-file", opens("V-254800")),
  without("kube-controller-manager", "tls-min-version", opens("V-242376"), nothing),
  set("kube-controller-manager", "profiling", "true", opens("V-242409")),
  without("kube-scheduler", "tls-min-version", opens("V-242377"), nothing),
  set("etcd", "auto-tls", "true", opens("V-242379"), nothing),
  without("etcd", "peer-auto-tls", opens("V-242380"), nothing),

  policy("audit", "a second rule", "'$ a - level: None'", opens("V-242403"), nothing),
  policy("audit", "no level that exists", "'s/RequestResponse/Everything/'", opens("V-242403", "V-242461")),
  policy("encryption", "no provider for secrets", "'s/secrets/configmaps/'", opens("V-274882")),
  policy(
    "encryption",
    "secrets are written in plain text",
    "'s/- secretbox:/- identity: {}\\n  - secretbox:/'",
    opens("V-274882"),
  ),
  policy("admission", "privileged by default", "'s/enforce: restricted/enforce: privileged/'", opens("V-254800")),
  policy("admission", "one more namespace exempted", "'s/kube-system/kube-system, shop/'", unseen("V-254800")),
  {
    ...policy(
      "admission",
      "privileged by default",
      "'s/enforce: restricted/enforce: privileged/'",
      opens("V-254800"),
      {},
    ),
    what: "admission: privileged by default, and every namespace's label enforces more",
    api: enforcing("restricted"),
  },
  {
    what: "admission: restricted by default, and namespaces' labels lower it",
    node: "cp1",
    api: enforcing("privileged"),
    literal: nothing,
    effective: opens("V-254800"),
  },
  {
    what: "admission: the API does not show its namespaces",
    node: "cp1",
    api: ({ "/api/v1/namespaces": _, ...answers }) => answers,
    literal: nothing,
    effective: unseen("V-254800"),
  },

  kubeletConfig("time-outs switched off", "'s/^streaming.*/streamingConnectionIdleTimeout: 0s/'", opens("V-245541"), {
    node: "cp1",
    effective: nothing,
  }),
  kubeletConfig(
    "kernel settings not protected",
    "'s/^protectKernel.*/protectKernelDefaults: false/'",
    opens("V-242434"),
    { node: "cp1" },
  ),
  kubeletConfig("no certificate", "'/^tlsCertFile/d'", opens("V-242425"), { node: "cp1" }),
  kubeletConfig("no key", "'/^tlsPrivateKeyFile/d'", opens("V-242424"), { node: "cp1" }),
  kubeletConfig("static pods", "'$ a staticPodPath: /etc/kubernetes/manifests'", opens("V-242397")),
  kubeletConfig("a feature gate that was dropped", "'$ a featureGates: {DynamicAuditing: true}'", opens("V-242398"), {
    effective: nothing,
  }),
  kubeletArguments("static pods from its next start on", "--authorization-mode=Webhook --pod-manifest-path=/x", false, {
    literal: opens("V-242397"),
    effective: nothing,
  }),
  kubeletArguments("no Webhook from its next start on", "", false, {
    literal: opens("V-242392"),
    effective: nothing,
    says: { "V-242392": /Restart pending/ },
  }),
  {
    what: "etcd's data belongs to root again",
    node: "cp1",
    files: ["/var/lib/etcd/member"],
    change: 'chown root:root "$F"',
    literal: opens("V-242445"),
  },
];

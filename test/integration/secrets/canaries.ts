import { createHash } from "node:crypto";

/** Bytes that look random and are the same in every run. */
const bytesOf = (name: string, length: number): Buffer =>
  Buffer.concat([0, 1, 2, 3].map((part) => createHash("sha256").update(`${part} ${name}`).digest())).subarray(
    0,
    length,
  );

const base64 = (name: string, length: number): string => bytesOf(name, length).toString("base64");
const hex = (name: string, length: number): string => bytesOf(name, length).toString("hex");
const letters = (name: string, length: number): string =>
  base64(name, 96)
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, length);

/** A line of a private key's text, as it stands in PEM. */
const line = (name: string): string => base64(name, 48);
/** A private key in PEM; the canary is its middle line. */
export const pem = (kind: string, secret: string): string =>
  `-----BEGIN ${kind}-----\nMIIEpAIBAAKCAQEA${letters(`head ${kind}`, 48)}\n${secret}\nAA==\n-----END ${kind}-----\n`;

/** Every secret that is planted, in the form in which it comes, by what it is. */
export const canaries = {
  // on the node
  aescbc: base64("aescbc", 32),
  secretbox: base64("secretbox", 32),
  bootstrapToken: `${hex("id", 3)}.${hex("bootstrap", 8)}`,
  kubeletKey: line("kubelet key"),
  adminToken: letters("admin token", 40),
  adminPassword: letters("admin password", 24),
  providerToken: letters("auth provider", 40),
  execEnvironment: letters("exec environment", 24),
  serviceAccountKey: line("sa.key"),
  keyBesideCa: line("key beside ca"),
  opensshKey: line("openssh"),
  azure: letters("azure", 40),
  openstack: letters("openstack", 20),
  containerPassword: `${letters("container", 12)} ${letters("password", 12)}`,
  containerPlain: letters("container plain", 30),
  probeBearer: letters("bearer", 40),
  curlUser: letters("curl", 20),
  flagToken: letters("flag", 30),
  flagOnTwoLines: letters("two lines", 30),
  wordToken: letters("word", 30),
  etcdUrl: `${letters("etcd", 8)}@${letters("url", 8)}/${letters("more", 8)}`,
  k3sToken: `K10${hex("k3s", 32)}::server:${hex("k3s password", 16)}`,
  datastore: letters("mysql", 24),
  unitVariable: `${letters("unit", 12)} ${letters("variable", 12)}`,
  unitFlag: letters("unit flag", 30),
  systemctlFlag: letters("systemctl", 30),
  environmentFile: letters("environment file", 30),
  github: `ghp_${letters("github", 36)}`,
  etcdClusterToken: letters("etcd cluster", 24),
  aws: base64("aws", 30),
  lastAppliedOnNode: letters("last applied on node", 24),
  dockerAuth: base64("docker auth", 30),
  slack: `T${letters("slack team", 9)}/B${letters("slack app", 9)}/${letters("slack", 24)}`,
  jwt: `eyJ${letters("jwt head", 30)}.eyJ${letters("jwt body", 60)}.${letters("jwt mark", 43)}`,
  tokenFile: letters("token auth file", 32),
  htpasswd: letters("htpasswd", 24),
  rsyslog: letters("rsyslog", 24),
  cni: letters("cni", 24),
  webhookKubeconfig: letters("webhook kubeconfig", 40),
  etcdConfiguration: letters("etcd configuration", 24),
  kubeadmCertificateKey: hex("certificate key", 32),
  shadow: letters("shadow", 43),
  // in the API
  configMapPassword: letters("configmap password", 24),
  configMapKey: line("configmap key"),
  podVariable: letters("pod variable", 24),
  lastAppliedInApi: letters("last applied in api", 24),
  annotation: `glpat-${letters("gitlab", 20)}`,
  serviceAccountAnnotation: letters("service account annotation", 30),
  mirrorFlag: letters("mirror flag", 30),
  mirrorUrl: letters("mirror url", 24),
  k3sAnnotation: letters("k3s annotation", 30),
  webhookUrl: letters("webhook url", 40),
  secretObject: letters("secret object", 40),
  jobArgument: `sk_live_${letters("stripe", 24)}`,
  // the auditor's own
  passphrase: letters("passphrase", 24),
  bearer: letters("auditor's token", 40),
  pluginVariable: letters("plugin variable", 24),
  pluginComplaint: `eyJ${letters("said head", 30)}.eyJ${letters("said body", 60)}.${letters("said mark", 43)}`,
  proxyPassword: letters("proxy", 24),
} as const;

/** What is no secret, and must be found: on the node, in the API, and in the inventory. */
export const controls = {
  flag: `/var/log/${letters("control flag", 20)}.log`,
  fileName: `${letters("control file", 20)}.crt`,
  variableName: `CONTROL_${letters("control variable", 20).toUpperCase()}`,
  neededVariable: letters("needed variable", 20),
  configMap: `control-${hex("control map", 8)}`,
} as const;

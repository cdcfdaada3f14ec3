import { canaries as c, controls, pem } from "./canaries.ts";

/** A certificate of kubeadm's own, from the recorded lab node. */
const certificate = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const apiServerFlags = [
  "--advertise-address=10.0.0.1",
  "--authorization-mode=Node,RBAC",
  `--audit-log-path=${controls.flag}`,
  "--audit-policy-file=/etc/kubernetes/audit.yaml",
  "--encryption-provider-config=/etc/kubernetes/enc.yaml",
  "--authentication-token-webhook-config-file=/etc/kubernetes/webhook.conf",
  "--client-ca-file=/etc/kubernetes/pki/ca-and-key.crt",
  "--token-auth-file=/etc/kubernetes/tokens.csv",
  "--basic-auth-file=/etc/kubernetes/htpasswd",
  "--cloud-config=/etc/kubernetes/cloud.conf",
  `--oidc-client-secret=${c.flagToken}`,
  `--etcd-servers=https://root:${c.etcdUrl}@127.0.0.1:2379`,
  `--audit-webhook-url=https://hooks.slack.com/services/${c.slack}`,
  `--service-account-issuer=https://issuer/?access_token=${c.jwt}`,
];

const list = (flags: readonly string[]): string => flags.map((flag) => `    - ${JSON.stringify(flag)}\n`).join("");

const apiServer = `apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"kind":"Pod","spec":{"containers":[{"env":[{"name":"PLAIN","value":"${c.lastAppliedOnNode}"}]}]}}
    pull: '{"auths":{"registry.local":{"auth":"${c.dockerAuth}"}}}'
spec:
  hostNetwork: true
  containers:
  - name: kube-apiserver
    image: registry.k8s.io/kube-apiserver:v1.36.2
    command:
    - kube-apiserver
${list(apiServerFlags)}    - --bearer-token
    - ${c.flagOnTwoLines}
    - --profiling=$(NEEDED)
    env:
    - name: NEEDED
      value: "${controls.neededVariable}"
    - name: DB_PASSWORD
      value: ${c.containerPassword}
    - name: ${controls.variableName}
      value: ${c.containerPlain}
    - name: AWS_SECRET_ACCESS_KEY
      value: "${c.aws}"
    livenessProbe:
      httpGet:
        path: /livez
        port: 6443
        httpHeaders:
        - name: Authorization
          value: Bearer ${c.probeBearer}
    startupProbe:
      exec:
        command: ["curl", "-u", "admin:${c.curlUser}", "https://127.0.0.1:6443/livez"]
`;

const encryption = `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers:
  - aescbc:
      keys:
      - name: key1
        secret: ${c.aescbc}
  - secretbox: {keys: [{name: key2, secret: "${c.secretbox}"}]}
  - identity: {}
`;

const kubeconfig = (user: string): string => `apiVersion: v1
kind: Config
current-context: x
clusters:
- name: x
  cluster:
    server: https://10.0.0.1:6443
contexts:
- name: x
  context:
    cluster: x
    user: x
users:
- name: x
  user:
${user.replace(/^/gm, "    ")}
`;

const kubeletUnit = `[Service]
Environment="KUBELET_ARGS=--config=/var/lib/kubelet/config.yaml" "PROXY_PASSWORD=${c.unitVariable}"
EnvironmentFile=-/etc/default/kubelet
ExecStart=/opt/bin/kubelet $KUBELET_ARGS \\
  --token \\
  ${c.unitFlag} --v=2
`;

/** Files of a node with secrets where nodes have them. By path; a mode other than 0600 where one is given. */
export const plantedFiles: Readonly<Record<string, string>> = {
  "/etc/os-release": "ID=debian\nVERSION_ID=12\n",
  "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n",
  "/etc/group": "root:x:0:\n",
  "/etc/shadow": `root:$6$salt$${c.shadow}:19000:0:99999:7:::\n`,
  "/etc/lab-listen": "",
  "/etc/kubernetes/manifests/kube-apiserver.yaml": apiServer,
  "/etc/kubernetes/manifests/etcd.json": JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "etcd" },
    spec: {
      containers: [
        {
          name: "etcd",
          image: "registry.k8s.io/etcd:3.6.6-0",
          command: ["etcd", "--initial-cluster-token", c.etcdClusterToken, "--config-file=/etc/kubernetes/etcd.yaml"],
          env: [{ name: "ETCDCTL_PASSWORD", value: c.containerPassword }],
        },
      ],
    },
  }),
  "/etc/kubernetes/audit.yaml": `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n`,
  "/etc/kubernetes/enc.yaml": encryption,
  "/etc/kubernetes/etcd.yaml": `name: default\ndata-dir: /var/lib/etcd\ninitial-cluster-token: "${c.etcdConfiguration}"\n`,
  "/etc/kubernetes/webhook.conf": kubeconfig(`token: ${c.webhookKubeconfig}`),
  "/etc/kubernetes/pki/ca-and-key.crt": `${certificate("MIIBszCCAVmgAwIBAgIUQ2FuYXJ5")}${pem("PRIVATE KEY", c.keyBesideCa)}`,
  [`/etc/kubernetes/pki/${controls.fileName}`]: certificate("MIIBszCCAVmgAwIBAgIUQ29udHJvbA=="),
  "/etc/kubernetes/pki/sa.key": pem("RSA PRIVATE KEY", c.serviceAccountKey),
  "/etc/kubernetes/pki/id_ed25519": pem("OPENSSH PRIVATE KEY", c.opensshKey),
  "/etc/kubernetes/tokens.csv": `${c.tokenFile},admin,1\n`,
  "/etc/kubernetes/htpasswd": `${c.htpasswd},admin,1\n`,
  "/etc/kubernetes/azure.json": JSON.stringify({ aadClientId: "x", aadClientSecret: c.azure }),
  "/etc/kubernetes/cloud.conf": `[Global]\nusername = x\npassword = "${c.openstack}"\n`,
  "/etc/kubernetes/admin.conf": kubeconfig(`token: ${c.adminToken}\nusername: admin\npassword: ${c.adminPassword}`),
  "/etc/kubernetes/kubelet.conf": kubeconfig(`client-key-data: ${base64(pem("EC PRIVATE KEY", c.kubeletKey))}`),
  "/etc/kubernetes/bootstrap-kubelet.conf": kubeconfig(`token: ${c.bootstrapToken}`),
  "/etc/kubernetes/kubeadm.yaml": `certificateKey: ${c.kubeadmCertificateKey}\n`,
  "/root/.kube/config": kubeconfig(
    `auth-provider:\n  name: oidc\n  config:\n    id-token: ${c.providerToken}\nexec:\n  command: x\n  env:\n  - name: X\n    value: ${c.execEnvironment}`,
  ),
  "/var/lib/kubelet/config.yaml":
    "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nstaticPodPath: /etc/kubernetes/manifests\nauthentication:\n  x509:\n    clientCAFile: /etc/kubernetes/pki/ca-and-key.crt\n",
  "/etc/default/kubelet": `MODE=x\nREGISTRY_PASSWORD=${c.environmentFile}\nPLAIN=${c.github}\n`,
  "/etc/systemd/system/kubelet.service": kubeletUnit,
  "/etc/rsyslog.conf": `*.* action(type="omhttp" server="log.local" pwd="${c.rsyslog}")\n`,
  "/etc/cni/net.d/10-x.conflist": JSON.stringify({ name: "x", plugins: [{ type: "calico", etcd_password: c.cni }] }),
};

/** What systemctl would say, where no systemd runs. */
export const systemctl = `#!/bin/sh
case "$*" in *kubelet.service*)
cat <<END
ExecStart={ path=/opt/bin/kubelet ; argv[]=/opt/bin/kubelet --config=/var/lib/kubelet/config.yaml --bootstrap-token ${c.systemctlFlag} ; ignore_errors=no }
EnvironmentFiles=/etc/default/kubelet (ignore_errors=yes)
MainPID=0
Id=kubelet.service
Names=kubelet.service
LoadState=loaded
ActiveState=active
SubState=running
FragmentPath=/etc/systemd/system/kubelet.service
UnitFileState=enabled
DropInPaths=
END
;; esac
`;

/** The processes of the node: the program's name, its words, and its variables. */
export const processes: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
  [
    "kubelet",
    [
      "--config=/var/lib/kubelet/config.yaml",
      "--kubeconfig=/etc/kubernetes/kubelet.conf",
      "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf",
      "--token",
      c.wordToken,
    ],
    {},
  ],
  ["kube-apiserver", [...apiServerFlags, "--bearer-token", c.flagOnTwoLines], { DB_PASSWORD: c.containerPassword }],
  [
    "etcd",
    ["--config-file=/etc/kubernetes/etcd.yaml"],
    { ETCD_INITIAL_CLUSTER_TOKEN: c.etcdClusterToken, ETCD_NAME: "x", PLAIN: c.containerPlain },
  ],
  ["k3s", ["server", `--token=${c.k3sToken}`, `--datastore-endpoint=mysql://root:${c.datastore}@tcp(db:3306)/k3s`], {}],
];

/** Requests that show that the audit looked where secrets were planted. */
export const lookedAt: readonly string[] = [
  "processes",
  "credentials",
  "read /etc/kubernetes/manifests/kube-apiserver.yaml",
  "read /etc/kubernetes/manifests/etcd.json",
  "read /etc/kubernetes/enc.yaml",
  "read /etc/kubernetes/etcd.yaml",
  "read /etc/kubernetes/pki/ca-and-key.crt",
  "keys /etc/kubernetes/pki",
  "kubeconfig /etc/kubernetes/webhook.conf",
  "kubeconfig /etc/kubernetes/admin.conf",
  "kubeconfig /etc/kubernetes/kubelet.conf",
  "kubeconfig /etc/kubernetes/bootstrap-kubelet.conf",
  "kubeconfig /root/.kube/config",
  "read /etc/systemd/system/kubelet.service",
  "read /etc/default/kubelet",
  "forwarding /etc/rsyslog.conf",
  "read /etc/cni/net.d/10-x.conflist",
];

/** Files that are looked at and never read. */
export const neverRead: readonly string[] = [
  "/etc/kubernetes/tokens.csv",
  "/etc/kubernetes/htpasswd",
  "/etc/kubernetes/azure.json",
  "/etc/kubernetes/cloud.conf",
  "/etc/kubernetes/pki/sa.key",
  "/etc/shadow",
];

import { inManifest, without } from "./flag.ts";
import { type Mutation, manifests, nothing, opens } from "./mutation.ts";

type Expected = Pick<Mutation, "literal" | "effective" | "says">;

const argvOf = (component: string): string => `/usr/local/lib/plimsoll-lab/pods/${component}.argv`;
const apiServer = `${manifests}/kube-apiserver.yaml`;
const alwaysAllow = "s/=Node,RBAC/=AlwaysAllow/";

/** The argv that a container is started with, and not its manifest: what an edited manifest was before. */
const started = (component: string, change: string, expected: Expected): Mutation => ({
  what: `${component}: started with other flags than its manifest has, by ${change}`,
  node: "cp1",
  files: [argvOf(component)],
  change: `sed -i '${change}' "$F"; restart_pod ${component}`,
  undo: `restart_pod ${component}`,
  ...expected,
});

const listening = (component: string, port: number, expected: Expected): Mutation => {
  const socket = `0A004D0A:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return {
    what: `${component}: listens on 10.77.0.10:${port}, whatever its flags say`,
    node: "cp1",
    files: ["/etc/lab-listen"],
    change: `echo "${component} 10.77.0.10 ${port}" >>"$F"; until listens ${socket}; do :; done`,
    undo: `while listens ${socket}; do :; done`,
    ...expected,
  };
};

const shell =
  "s|^    - kube-apiserver$|    - /bin/sh\\n    - -c\\n    - >-\\n      exec kube-apiserver|; s|^    - --|      --|";

/** One more manifest of the API server, with another way to authorize. */
const copied = (what: string, file: string, expected: Expected): Mutation => ({
  what: `kube-apiserver: ${what}`,
  node: "cp1",
  files: [`${manifests}/${file}`],
  change: `mkdir -p "\${F%/*}"; sed ${alwaysAllow} ${apiServer} >"$F"; chmod 600 "$F"`,
  ...expected,
});

/** The API server as it runs, once more, with another way to authorize. */
const another = (what: string, property: string, expected: Expected): Mutation => ({
  what: `kube-apiserver: ${what}`,
  node: "cp1",
  change: `sed -n '${alwaysAllow}; 2,$p' ${argvOf("kube-apiserver")} |
      xargs systemd-run -q --unit nested -p ${property} /usr/local/bin/kube-apiserver
    runs nested /usr/local/bin/kube-apiserver`,
  undo: "systemctl stop nested",
  ...expected,
});

/** A certificate and its key that flags name elsewhere than in pki. */
const elsewhere = (what: string, change: string, effective: Mutation["literal"]): Mutation => ({
  what: `kube-apiserver: a certificate outside of pki ${what}`,
  node: "cp1",
  files: ["/etc/ssl/certs/api.crt", apiServer, argvOf("kube-apiserver")],
  change: `mkdir -p /etc/ssl/certs; cp -p /etc/kubernetes/pki/apiserver.crt "$F"; ${change} "$F"
    sed -i "s|--tls-cert-file=.*|--tls-cert-file=$F|" ${apiServer} ${argvOf("kube-apiserver")}; restart_pod kube-apiserver`,
  undo: "restart_pod kube-apiserver",
  literal: nothing,
  effective,
});

const dropIn = "/run/systemd/system/lab-pod@etcd.service.d/variable.conf";
const startedWith = (variable: string): string =>
  `mkdir -p ${dropIn.slice(0, dropIn.lastIndexOf("/"))}; printf '[Service]\\nEnvironment=${variable}\\n' >${dropIn}
    systemctl daemon-reload`;

/** How components of a default control plane are found and started. */
export const processMutations: readonly Mutation[] = [
  {
    ...inManifest("kube-apiserver", "another way to authorize", alwaysAllow, opens("V-242382")),
    says: { "V-242382": /Restart pending: in the manifest .*=AlwaysAllow; in the running process .*=Node,RBAC/ },
  },
  started("kube-scheduler", "s/--bind-address=.*/--bind-address=0.0.0.0/", {
    literal: opens("V-242384", "V-242411"),
    says: { "V-242384": /Restart pending: in the manifest .*=127.0.0.1.*; in the running process .*=0.0.0.0/ },
  }),
  started("etcd", "/--client-cert-auth/d; /--trusted-ca-file/d", { literal: opens("V-242423") }),
  listening("kube-scheduler", 10_259, { literal: opens("V-242411"), effective: opens("V-242384", "V-242411") }),
  listening("kube-controller-manager", 10_257, {
    literal: opens("V-242412"),
    effective: opens("V-242385", "V-242412"),
  }),
  listening("kube-apiserver", 8443, { literal: opens("V-242410") }),
  listening("etcd", 4001, { literal: opens("V-242413") }),
  listening("kube-proxy", 10_249, { literal: nothing }),

  inManifest("kube-apiserver", "started by a shell, with the same flags", shell, nothing),
  inManifest("kube-apiserver", "started by a shell, with a worse flag", `${shell}; ${alwaysAllow}`, opens("V-242382")),
  copied("a backup beside its manifest, which the kubelet reads too", "kube-apiserver.yaml.bak", {
    literal: opens("V-242382"),
    effective: nothing,
    says: { "V-242382": /2 containers in static pod manifests start kube-apiserver/ },
  }),
  copied("a second manifest by another name", "another.yaml", { literal: opens("V-242382"), effective: nothing }),
  copied("a hidden backup, which no kubelet reads", ".kube-apiserver.yaml", { literal: nothing }),
  {
    ...copied("a backup in a folder, which no kubelet reads", "old/kube-apiserver.yaml", { literal: nothing }),
    undo: `rmdir ${manifests}/old`,
  },
  {
    what: "the directory of manifests is a link",
    node: "cp1",
    change: `mv ${manifests} /etc/kubernetes/real; ln -s real ${manifests}`,
    undo: `rm ${manifests}; mv /etc/kubernetes/real ${manifests}`,
    literal: nothing,
  },
  {
    what: "the directory of manifests is a link to one with a worse flag and mode",
    node: "cp1",
    change: `cp -a ${manifests} /etc/kubernetes/real; mv ${manifests} /etc/kubernetes/kept; ln -s real ${manifests}
      sed -i ${alwaysAllow} ${apiServer}; chmod 666 ${manifests}/etcd.yaml`,
    undo: `rm -r ${manifests} /etc/kubernetes/real; mv /etc/kubernetes/kept ${manifests}`,
    literal: opens("V-242382", "V-242408"),
    effective: opens("V-242408"),
  },
  another("that of a nested cluster, in a network of its own", "PrivateNetwork=yes", { literal: nothing }),
  another("the same in the node's network", "PrivateNetwork=no", { literal: opens("V-242382") }),
  elsewhere("belongs to daemon", "chown daemon", opens("V-242451")),
  elsewhere("is writable for all", "chmod 666", opens("V-242466")),

  {
    ...without("etcd", "peer-client-cert-auth", opens("V-242426")),
    what: "etcd: variables in the place of --peer-client-cert-auth and --peer-trusted-ca-file",
    change: `sed -i "/--peer-client-cert-auth/d; /--peer-trusted-ca-file/d" ${manifests}/etcd.yaml ${argvOf("etcd")}
      ${startedWith("ETCD_PEER_CLIENT_CERT_AUTH=true")}; restart_pod etcd`,
    undo: `rm ${dropIn}; systemctl daemon-reload; restart_pod etcd`,
    effective: nothing,
  },
  {
    what: "etcd: a variable that its flag outweighs",
    node: "cp1",
    change: `${startedWith("ETCD_CLIENT_CERT_AUTH=false")}; restart_pod etcd`,
    undo: `rm ${dropIn}; systemctl daemon-reload; restart_pod etcd`,
    literal: nothing,
  },
  {
    what: "etcd: a configuration file without TLS, which alone counts",
    node: "cp1",
    files: ["/var/lib/etcd/etcd.yaml", `${manifests}/etcd.yaml`, argvOf("etcd")],
    change: `echo 'data-dir: /var/lib/etcd' >"$F"; chmod 600 "$F"
      sed -i "s|^\\( *\\)- etcd$|&\\n\\1- --config-file=$F|" ${manifests}/etcd.yaml
      echo "--config-file=$F" >>${argvOf("etcd")}; restart_pod etcd`,
    undo: "restart_pod etcd",
    literal: nothing,
    effective: opens(
      ...["V-242379", "V-242380", "V-242423", "V-242426", "V-242427", "V-242428", "V-242432", "V-242433"],
    ),
  },
];

import type { FileStat } from "../../../src/evidence/files.ts";
import type { Observed } from "../../../src/evidence/observed.ts";
import { rule as V242451 } from "../../../src/rules/stig/V-242451-pki-owner.ts";
import { rule as V242466 } from "../../../src/rules/stig/V-242466-pki-certificates-mode.ts";
import { rule as V242467 } from "../../../src/rules/stig/V-242467-pki-keys-mode.ts";
import {
  controlPlane,
  denied,
  directory,
  type FactsGiven,
  file,
  here,
  link,
  manifestOf,
  noComponents,
  nothing,
  ownedBy,
  processOf,
  truncated,
  walkOf,
  worker,
} from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";

const root = "/etc/kubernetes/pki";
const parent = directory("/etc/kubernetes");
const ca = file(`${root}/ca.crt`, 0o644);
const key = file(`${root}/ca.key`, 0o600);
const alice = ownedBy("alice", 1000);

const on = (role: typeof controlPlane, start: FileStat, above: FileStat, entries: readonly FileStat[]) => ({
  ...noComponents,
  "node.role": here(role),
  "stat.pki": here({ parent: above, walk: walkOf(start, ...entries) }),
  "keys.pki": here(entries.flatMap(({ path }) => (path.endsWith(".key") ? [path] : []))),
});
const cp = (...entries: readonly FileStat[]) => on(controlPlane, directory(root), parent, entries);
const workerWith = (...entries: readonly FileStat[]) => on(worker, directory(root), parent, entries);
const without = (role: typeof controlPlane) => ({ ...noComponents, "node.role": here(role), "stat.pki": nothing });
const kubespray = (target: FileStat, ...entries: readonly FileStat[]) =>
  on(controlPlane, link(root, target), parent, entries);
const ssl = directory("/etc/kubernetes/ssl");
const linkedDirectory = link(`${root}/etcd`, directory("/etc/ssl/etcd"));

/** A control plane whose API server has a certificate and a key outside the directory, and files there as given. */
const naming = (certificate: Observed<FileStat>, privateKey: Observed<FileStat>): FactsGiven => {
  const flags = [
    "--tls-cert-file=/srv/tls/a.pem",
    "--tls-private-key-file=/srv/tls/a-key.pem",
    "--client-ca-file=/etc/kubernetes/pki/ca.crt",
  ];
  const mounts = [
    { mountPath: "/srv/tls", hostPath: "/opt/tls" },
    { mountPath: "/etc/kubernetes/pki", hostPath: "/etc/kubernetes/pki" },
  ];
  return {
    ...cp(ca, key),
    "manifest.kube-apiserver": here([{ ...manifestOf(["kube-apiserver", ...flags]), mounts }]),
    "process.kube-apiserver": here([processOf(["kube-apiserver", ...flags])]),
    "stat.flag-files": here({ "/opt/tls/a.pem": certificate, "/opt/tls/a-key.pem": privateKey }),
  };
};
const outside = file("/opt/tls/a.pem", 0o644);
const outsideKey = file("/opt/tls/a-key.pem", 0o600);
const namedFine = naming(here(outside), here(outsideKey));
const unmounted = { ...namedFine, "manifest.kube-apiserver": here([manifestOf(["kube-apiserver"])]) };
const etcdByFile = {
  ...cp(ca, key),
  "process.etcd": here([
    { ...processOf(["etcd", "--config-file=/e.yaml"]), mounts: [{ mountPath: "/", hostPath: "/" }] },
  ]),
  "content.etcd-config": here({
    path: "/e.yaml",
    file: "/e.yaml",
    content: { "peer-transport-security": { "cert-file": "/opt/tls/a.pem", "key-file": "/opt/tls/a-key.pem" } },
  }),
};
const byKubelet = (config: FactsGiven["kubelet.config"]) => ({
  ...workerWith(ca),
  "process.kubelet": here([processOf(["kubelet"])]),
  ...(config === undefined ? {} : { "kubelet.config": config }),
});
const servingPair = here({
  files: [],
  settings: {
    tlsCertFile: { value: "/opt/tls/a.pem", file: "/c", line: 1 },
    tlsPrivateKeyFile: { value: "/opt/tls/a-key.pem", file: "/c", line: 2 },
  },
});
const files = (certificate: FileStat, privateKey: FileStat): FactsGiven => ({
  "stat.flag-files": here({ "/opt/tls/a.pem": here(certificate), "/opt/tls/a-key.pem": here(privateKey) }),
});

/** A control plane whose API server names a file in the directory. */
const namedThere = (flag: string, there: FileStat): FactsGiven => ({
  ...cp(ca, key, there),
  "process.kube-apiserver": here([
    { ...processOf(["kube-apiserver", `${flag}=${there.path}`]), mounts: [{ mountPath: "/", hostPath: "/" }] },
  ]),
  "stat.flag-files": here({ [there.path]: here(there) }),
});
/** One that verifies service account tokens with files. */
const verifying = (...files: readonly FileStat[]): FactsGiven => ({
  ...cp(ca, key),
  "process.kube-apiserver": here([
    {
      ...processOf(["kube-apiserver", ...files.map(({ path }) => `--service-account-key-file=${path}`)]),
      mounts: [{ mountPath: "/", hostPath: "/" }],
    },
  ]),
  "stat.flag-files": here(Object.fromEntries(files.map((one) => [one.path, here(one)]))),
});
/** A worker whose kubelet serves with files that lie beside the directory, by a path that begins in it. */
const climbing = (mode: number, keyMode: number): FactsGiven => {
  const [certificate, privateKey] = [file(`${root}/../k.crt`, mode), file(`${root}/../k.key`, keyMode)];
  const setting = ({ path }: FileStat) => ({ value: path, file: "/c", line: 1 });
  return {
    ...byKubelet(
      here({ files: [], settings: { tlsCertFile: setting(certificate), tlsPrivateKeyFile: setting(privateKey) } }),
    ),
    "stat.flag-files": here({ [certificate.path]: here(certificate), [privateKey.path]: here(privateKey) }),
  };
};
/** One whose etcd names a key elsewhere. */
const ofEtcd = (flag: string, mode: number): FactsGiven => ({
  ...etcdByFile,
  "process.etcd": here([
    { ...processOf(["etcd", `${flag}=/opt/tls/a-key.pem`]), mounts: [{ mountPath: "/", hostPath: "/" }] },
  ]),
  "content.etcd-config": nothing,
  ...files(outside, { ...outsideKey, mode }),
});

ruleCases(V242451, [
  ...(["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"] as const).map(
    (name): RuleCase => [
      `${name} not seen`,
      { ...cp(ca, key), [`process.${name}`]: denied },
      "not_a_finding",
      "not_reviewed",
    ],
  ),
  [
    "the kubelet's certificate, another user's",
    { ...byKubelet(servingPair), ...files({ ...outside, ...alice }, outsideKey) },
    "not_a_finding",
    "open",
  ],
  [
    "the kubelet's CA, another user's",
    {
      ...byKubelet(
        here({
          files: [],
          settings: { "authentication.x509.clientCAFile": { value: "/opt/tls/a.pem", file: "/c", line: 1 } },
        }),
      ),
      ...files({ ...outside, ...alice }, outsideKey),
    },
    "not_a_finding",
    "open",
  ],
  ["files elsewhere, root's", namedFine, "not_a_finding"],
  [
    "the first of two that verify service accounts, another user's",
    verifying({ ...file("/srv/sa-old.pub", 0o644), ...alice }, file("/srv/sa.pub", 0o644)),
    "not_a_finding",
    "open",
  ],
  [
    "a certificate elsewhere of a component that its manifest alone names",
    { ...naming(here({ ...outside, ...alice }), here(outsideKey)), "process.kube-apiserver": nothing },
    "not_a_finding",
    "open",
  ],
  [
    "a certificate elsewhere, another user's",
    naming(here({ ...outside, ...alice }), here(outsideKey)),
    "not_a_finding",
    "open",
  ],
  [
    "a key elsewhere, another user's",
    naming(here(outside), here({ ...outsideKey, ...alice })),
    "not_a_finding",
    "open",
  ],
  [
    "a service account's public key elsewhere, another user's",
    {
      ...cp(ca, key),
      "process.kube-apiserver": here([
        {
          ...processOf(["kube-apiserver", "--service-account-key-file=/opt/tls/sa.pub"]),
          mounts: [{ mountPath: "/", hostPath: "/" }],
        },
      ]),
      "stat.flag-files": here({ "/opt/tls/sa.pub": here({ ...file("/opt/tls/sa.pub", 0o644), ...alice }) }),
    },
    "not_a_finding",
    "open",
  ],
  ["a file elsewhere that was not seen", naming(here(outside), denied), "not_a_finding", "not_reviewed"],
  ["a file elsewhere that is missing", naming(here(outside), nothing), "not_a_finding", "not_reviewed"],
  ["a file of which the host shows nothing", unmounted, "not_a_finding", "not_reviewed"],
  [
    "etcd's key by its configuration file, etcd's",
    { ...etcdByFile, ...files(outside, { ...outsideKey, ...ownedBy("etcd", 117) }) },
    "not_a_finding",
    "open",
  ],
  ["etcd's files by its configuration file, root's", { ...etcdByFile, ...files(outside, outsideKey) }, "not_a_finding"],
  [
    "etcd's configuration file not read",
    { ...etcdByFile, "content.etcd-config": denied },
    "not_a_finding",
    "not_reviewed",
  ],
  ["the kubelet's files, root's", { ...byKubelet(servingPair), ...files(outside, outsideKey) }, "not_a_finding"],
  [
    "the kubelet's key, another user's",
    { ...byKubelet(servingPair), ...files(outside, { ...outsideKey, ...alice }) },
    "not_a_finding",
    "open",
  ],
  ["the kubelet's configuration not read", byKubelet(denied), "not_a_finding", "not_reviewed"],
  ["a kubelet without a configuration", byKubelet(nothing), "not_a_finding"],
  [
    "the kubelet's configuration missing",
    { ...byKubelet(nothing), "process.kubelet": here([processOf(["kubelet", "--config=/c"])]) },
    "not_a_finding",
    "not_reviewed",
  ],
  ["root's", cp(ca, key, directory(`${root}/etcd`), file(`${root}/etcd/ca.crt`, 0o644)), "not_a_finding"],
  ["another user's file", cp(ca, { ...key, ...alice }), "open"],
  ["another user's hidden file", cp(ca, file(`${root}/.old`, 0o600, alice)), "open"],
  ["another user's directory", cp(ca, directory(`${root}/etcd`, 0o755, alice)), "open"],
  ["another user's link", cp(ca, link(`${root}/a.crt`, ca, alice)), "open"],
  ["another group", cp(ca, { ...key, ...ownedBy("root", 0, "kube-cert", 998) }), "open"],
  ["the directory itself another user's", on(controlPlane, directory(root, 0o755, alice), parent, [ca]), "open"],
  [
    "its parent another user's: `..` of the listing",
    on(controlPlane, directory(root), directory("/etc/kubernetes", 0o755, alice), [ca]),
    "open",
    "not_a_finding",
  ],
  ["kubespray's link, target root's", kubespray(ssl, ca), "not_a_finding"],
  ["kubespray's link, target another user's", kubespray({ ...ssl, ...alice }, ca), "open"],
  ["a link to a directory, unseen behind it", cp(ca, linkedDirectory), "not_a_finding", "not_reviewed"],
  ["the start leads nowhere", on(controlPlane, link(root, "dangling"), parent, []), "not_reviewed"],
  ["a worker's ca.crt alone", workerWith(ca), "not_a_finding"],
  ["a worker's ca.crt of another user", workerWith({ ...ca, ...alice }), "open"],
  ["a worker without the directory", without(worker), "not_applicable"],
  [
    "a worker without the directory, the distribution unseen",
    { ...without(worker), "node.layout": denied },
    "not_reviewed",
  ],
  ["a worker's empty directory", workerWith(), "not_reviewed"],
  ["an empty directory of another user", on(worker, directory(root, 0o755, alice), parent, []), "open"],
  ["a control plane without the directory", without(controlPlane), "not_reviewed"],
  ["role unknown, another user's file", { ...cp({ ...ca, ...alice }), "node.role": denied }, "open"],
  ["role unknown, no directory", { ...without(worker), "node.role": denied }, "not_reviewed"],
  ["cut off", { ...without(controlPlane), "stat.pki": truncated }, "not_reviewed"],
]);

ruleCases(V242466, [
  ["one whose name climbs out of the directory", climbing(0o666, 0o600), "not_a_finding", "open"],
  ["0645", cp(file(`${root}/ca.crt`, 0o645)), "open"],
  ["0645 elsewhere", naming(here(file("/opt/tls/a.pem", 0o645)), here(outsideKey)), "not_a_finding", "open"],
  ["a certificate elsewhere", namedFine, "not_a_finding"],
  [
    "a certificate elsewhere that others write",
    naming(here({ ...outside, mode: 0o666 }), here(outsideKey)),
    "not_a_finding",
    "open",
  ],
  [
    "one in the directory by another name, which a component uses and others write",
    namedThere("--tls-cert-file", file(`${root}/server.pem`, 0o666)),
    "not_a_finding",
    "open",
  ],
  [
    "one in the directory by another name, which a component uses",
    namedThere("--tls-cert-file", file(`${root}/server.pem`, 0o644)),
    "not_a_finding",
  ],
  ["a key elsewhere is none", naming(here(outside), here({ ...outsideKey, mode: 0o666 })), "not_a_finding"],
  ["0644", cp(ca, key), "not_a_finding"],
  ["0600", cp(file(`${root}/ca.crt`, 0o600)), "not_a_finding"],
  ["0664", cp(ca, file(`${root}/etcd/ca.crt`, 0o664)), "open"],
  ["a number below 0644 that lets the group write", cp(file(`${root}/ca.crt`, 0o620)), "open"],
  ["executable", cp(file(`${root}/ca.crt`, 0o744)), "open"],
  ["a link's own mode means nothing", cp(link(`${root}/a.crt`, ca)), "not_a_finding"],
  ["a link to a certificate with more bits", cp(ca, link(`${root}/a.crt`, file("/srv/a.pem", 0o666))), "open"],
  ["a dangling link beside certificates", cp(ca, link(`${root}/a.crt`, "dangling")), "not_a_finding"],
  [
    "other suffixes are not in the text",
    cp(ca, file(`${root}/a.pem`, 0o666), file(`${root}/a.CRT`, 0o666)),
    "not_a_finding",
  ],
  ["a directory named so", cp(ca, directory(`${root}/old.crt`, 0o755)), "not_a_finding"],
  ["a link to a directory, unseen behind it", cp(ca, linkedDirectory), "not_a_finding", "not_reviewed"],
  ["kubespray's link", kubespray(ssl, ca), "not_a_finding"],
  ["the start leads nowhere", on(worker, link(root, "dangling"), parent, []), "not_reviewed"],
  ["a worker's ca.crt alone", workerWith(ca), "not_a_finding"],
  ["a worker's ca.crt with more bits", workerWith(file(`${root}/ca.crt`, 0o666)), "open"],
  ["a worker without certificates", workerWith(), "not_applicable"],
  ["a worker without the directory", without(worker), "not_applicable"],
  ["a control plane without certificates", cp(key), "not_reviewed"],
  ["unreadable", { ...without(controlPlane), "stat.pki": denied }, "not_reviewed"],
]);

const holding = (facts: FactsGiven, ...holders: readonly string[]): FactsGiven => ({
  ...facts,
  "keys.pki": here(holders),
});
const bundle = (mode: number) => holding(cp(ca, key, file(`${root}/bundle.pem`, mode)), key.path, `${root}/bundle.pem`);

ruleCases(V242467, [
  ["one whose name climbs out of the directory", climbing(0o644, 0o644), "not_applicable", "open"],
  [
    "what verifies service accounts and others read",
    verifying(file("/srv/sa.pem", 0o644)),
    "not_a_finding",
    "not_reviewed",
  ],
  ["the same, closed", verifying(file("/srv/sa.pem", 0o600)), "not_a_finding"],
  ["the same, public by its name", verifying(file("/srv/sa.pub", 0o644)), "not_a_finding"],
  [
    "the same, not seen",
    { ...verifying(file("/srv/sa.pem", 0o644)), "stat.flag-files": denied },
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "the same below the directory, where keys are known by their content",
    verifying(file(`${root}/sa.pem`, 0o644)),
    "not_a_finding",
  ],
  [
    "one in the directory by another name, which a component uses and others read",
    namedThere("--tls-private-key-file", file(`${root}/server.pem`, 0o644)),
    "not_a_finding",
    "open",
  ],
  ...["--peer-client-key-file", "-client-key-file"].map(
    (flag): RuleCase => [
      `etcd's own key as a client, by ${flag}, which others read`,
      ofEtcd(flag, 0o644),
      "not_a_finding",
      "open",
    ],
  ),
  [
    "etcd's own key as a client, by its configuration file, which others read",
    {
      ...etcdByFile,
      ...files(outside, { ...outsideKey, mode: 0o644 }),
      "content.etcd-config": here({
        path: "/e.yaml",
        file: "/e.yaml",
        content: { "client-transport-security": { "client-key-file": "/opt/tls/a-key.pem" } },
      }),
    },
    "not_a_finding",
    "open",
  ],
  ["etcd's own key as a client, closed", ofEtcd("--client-key-file", 0o600), "not_a_finding"],
  ["a key elsewhere", namedFine, "not_a_finding"],
  [
    "a key elsewhere that others read",
    naming(here(outside), here({ ...outsideKey, mode: 0o644 })),
    "not_a_finding",
    "open",
  ],
  ["a certificate elsewhere is none", naming(here({ ...outside, mode: 0o666 }), here(outsideKey)), "not_a_finding"],
  ["a key by its content, closed", bundle(0o600), "not_a_finding"],
  ["a key by its content, others read it", bundle(0o644), "not_a_finding", "open"],
  ["a worker's ca.crt that holds a key", holding(workerWith(ca), ca.path), "not_applicable", "open"],
  ["contents not looked at", { ...cp(ca, key), "keys.pki": denied }, "not_a_finding", "not_reviewed"],
  ["contents looked at where nothing is", { ...cp(ca, key), "keys.pki": nothing }, "not_a_finding", "not_reviewed"],
  [
    "a key that came after the walk",
    holding(cp(ca, key), key.path, `${root}/new.key`),
    "not_a_finding",
    "not_reviewed",
  ],
  ["0600", cp(ca, key), "not_a_finding"],
  ["0400", cp(file(`${root}/ca.key`, 0o400)), "not_a_finding"],
  ["0640", cp(key, file(`${root}/etcd/ca.key`, 0o640)), "open"],
  ["0604", cp(file(`${root}/ca.key`, 0o604)), "open"],
  ["0700", cp(file(`${root}/ca.key`, 0o700)), "open"],
  ["setgid", cp(file(`${root}/ca.key`, 0o2600)), "open"],
  ["a link to a key with more bits", cp(key, link(`${root}/a.key`, file("/srv/a.key", 0o644))), "open"],
  ["a public key of another suffix", cp(key, file(`${root}/sa.pub`, 0o644)), "not_a_finding"],
  ["a link to a directory, unseen behind it", cp(key, linkedDirectory), "not_a_finding", "not_reviewed"],
  ["kubespray's link", kubespray(ssl, key), "not_a_finding"],
  ["a worker's ca.crt alone", workerWith(ca), "not_applicable"],
  ["a worker with a key that others read", workerWith(ca, file(`${root}/ca.key`, 0o644)), "open"],
  ["a worker without the directory", without(worker), "not_applicable"],
  ["a control plane without keys", cp(ca), "not_reviewed"],
  ["role unknown, no keys", { ...workerWith(ca), "node.role": denied }, "not_reviewed"],
  ["cut off", { ...without(controlPlane), "stat.pki": truncated }, "not_reviewed"],
]);

import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as key } from "../../../src/rules/stig/V-242427-etcd-key.ts";
import { rule as certificate } from "../../../src/rules/stig/V-242428-etcd-certificate.ts";
import { rule as peerCertificate } from "../../../src/rules/stig/V-242432-etcd-peer-certificate.ts";
import { rule as peerKey } from "../../../src/rules/stig/V-242433-etcd-peer-key.ts";
import { denied, type FactsGiven, here, noApiServer, processOf } from "../../support/facts.ts";
import { ruleCasesWith } from "../../support/rule-cases.ts";
import { hostFiles, started, unmanaged } from "./control-plane.ts";

/** etcd of a systemd unit: it sees the host's own files. */
const onHost = (flags: readonly string[]): FactsGiven => ({
  ...unmanaged("etcd", flags),
  "process.etcd": here([{ ...processOf(["etcd", ...flags]), mounts: [{ mountPath: "/", hostPath: "/" }] }]),
});

/** V-242427, V-242428, V-242432, V-242433: one flag each that names a file of etcd's. */
function certificateCases(rule: NodeRule, flag: string, neighbours: readonly string[]): void {
  const path = "/etc/kubernetes/pki/etcd/file.pem";
  const listen = flag.startsWith("peer-") ? "--listen-peer-urls" : "--listen-client-urls";
  const https = `${listen}=https://10.0.0.1:2379`;
  const set = `--${flag}=${path}`;
  const there = hostFiles({ [path]: "file" });
  const etcd = (...flags: readonly string[]) => ({ ...started("etcd", flags), ...there });
  const variable = { env: { [`ETCD_${flag.toUpperCase().replaceAll("-", "_")}`]: path } };
  const side = flag.startsWith("peer-") ? "peer" : "client";
  const config = (value: string) => ({
    "content.etcd-config": here({
      path: "/etc/etcd.yaml",
      file: "/etc/etcd.yaml",
      content: {
        [listen.slice(2)]: "https://10.0.0.1:2379",
        [`${side}-transport-security`]: { [flag.replace("peer-", "")]: value },
      },
    }),
  });
  ruleCasesWith(noApiServer, rule, [
    ["unset", etcd(https), "open"],
    ["empty", etcd(https, `--${flag}=`), "open"],
    ["set", etcd(https, set), "not_a_finding"],
    ["set with one dash, detached", etcd(https, `-${flag}`, path), "not_a_finding"],
    ...neighbours.map((name) => [`--${name} is another flag`, etcd(https, `--${name}=${path}`), "open"] as const),
    ["by variable", { ...started("etcd", [https], variable), ...there }, "open", "not_a_finding"],
    [
      "by variable, the file missing",
      { ...started("etcd", [https], variable), ...hostFiles({ [path]: "missing" }) },
      "open",
    ],
    ["http", etcd(`${listen}=http://127.0.0.1:2379`, set), "not_a_finding", "open"],
    ["https and http", etcd(`${https},http://127.0.0.1:2379`, set), "not_a_finding", "open"],
    ["no URLs: http by default", etcd(set), "not_a_finding", "open"],
    ["the file missing", { ...etcd(https, set), ...hostFiles({ [path]: "missing" }) }, "not_a_finding", "open"],
    ["a directory", { ...etcd(https, set), ...hostFiles({ [path]: "directory" }) }, "not_a_finding", "open"],
    ["the file unreadable", { ...etcd(https, set), ...hostFiles({ [path]: denied }) }, "not_a_finding", "not_reviewed"],
    ["the file not looked for", started("etcd", [https, set]), "not_a_finding", "not_reviewed"],
    [
      "not mounted from the host",
      { ...started("etcd", [https, set], { mounts: [] }), ...there },
      "not_a_finding",
      "not_reviewed",
    ],
    ["a configuration file that nobody read", etcd("--config-file=/etc/etcd.yaml", https, set), "not_reviewed"],
    [
      "in the configuration file",
      { ...etcd("--config-file=/etc/etcd.yaml"), ...config(path) },
      "open",
      "not_a_finding",
    ],
    [
      "in the configuration file, the file missing",
      { ...etcd("--config-file=/etc/etcd.yaml"), ...config(path), ...hostFiles({ [path]: "missing" }) },
      "open",
    ],
    [
      "the configuration file without it",
      { ...etcd("--config-file=/etc/etcd.yaml", set), ...config("") },
      "not_a_finding",
      "open",
    ],
    ["started by systemd, with the host's own files", { ...onHost([https, set]), ...there }, "not_a_finding"],
    [
      "started by systemd, the file missing",
      { ...onHost([https, set]), ...hostFiles({ [path]: "missing" }) },
      "not_a_finding",
      "open",
    ],
    [
      "with a root of its own, no manifest",
      { ...unmanaged("etcd", [https, set]), ...there },
      "not_a_finding",
      "not_reviewed",
    ],
  ]);
}

certificateCases(key, "key-file", ["peer-key-file", "client-key-file"]);
certificateCases(certificate, "cert-file", ["peer-cert-file", "client-cert-file"]);
certificateCases(peerCertificate, "peer-cert-file", ["cert-file"]);
certificateCases(peerKey, "peer-key-file", ["key-file"]);

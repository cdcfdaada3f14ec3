import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as autoTls } from "../../../src/rules/stig/V-242379-etcd-auto-tls.ts";
import { rule as peerAutoTls } from "../../../src/rules/stig/V-242380-etcd-peer-auto-tls.ts";
import { rule as clientCertAuth } from "../../../src/rules/stig/V-242423-etcd-client-certificate-authentication.ts";
import { rule as peerClientCertAuth } from "../../../src/rules/stig/V-242426-etcd-peer-certificate-authentication.ts";
import { controlPlane, denied, etcdHost, here, noApiServer, nothing, processOf, worker } from "../../support/facts.ts";
import { type RuleCase, ruleCasesWith } from "../../support/rule-cases.ts";
import { containerOf, started, unmanaged } from "./control-plane.ts";

const etcd = (...flags: readonly string[]) => started("etcd", flags);
const configured = (env: Readonly<Record<string, string>>, ...flags: readonly string[]) =>
  started("etcd", flags, { env });
/** A control-plane node without etcd, whose API server uses these servers. */
const elsewhere = (servers: string) => ({
  ...started("kube-apiserver", [`--etcd-servers=${servers}`]),
  "manifest.etcd": nothing,
  "process.etcd": nothing,
});

const configFile = (content: unknown) => here({ path: "/etc/etcd.yaml", file: "/srv/etcd.yaml", content });
/** Flags as the configuration file has them. */
const byFile = (flags: readonly string[]) => {
  const content: Record<string, Record<string, unknown> | string> = {};
  for (const flag of flags) {
    const [name = "", value = ""] = flag.slice(2).split("=");
    if (name.startsWith("listen-")) content[name] = value;
    else if (name.startsWith("peer-")) content["peer-transport-security"] = { [name.slice(5)]: value === "true" };
    else content["client-transport-security"] = { [name]: value === "true" };
  }
  return content;
};
const unreadEnvironment = (flags: readonly string[]) => ({
  ...etcd(...flags),
  "process.etcd": here([{ ...processOf(["etcd", ...flags]), env: "unread" as const }]),
});

/** What holds for every rule on etcd's flags: where etcd is, and where its settings come from. */
const common = (good: readonly string[]): readonly RuleCase[] => [
  ["a host of etcd only", { ...etcd(...good), "node.role": here(etcdHost) }, "not_a_finding"],
  ["with one dash", etcd(...good.map((flag) => flag.slice(1))), "not_a_finding"],
  [
    "with underscores there is no such flag",
    etcd(...good.map((flag) => `--${flag.slice(2).replaceAll("-", "_")}`)),
    "open",
  ],
  ["behind a stray word etcd reads no flag", etcd("stray", ...good), "open"],
  ["a configuration file, not read", etcd("--config-file=/etc/etcd.yaml"), "open", "not_reviewed"],
  [
    "a configuration file by variable, unreadable",
    { ...configured({ ETCD_CONFIG_FILE: "/etc/etcd.yaml" }, ...good), "content.etcd-config": denied },
    "not_reviewed",
  ],
  [
    "another configuration file than was read",
    { ...etcd("--config-file=/other.yaml"), "content.etcd-config": configFile(byFile(good)) },
    "open",
    "not_reviewed",
  ],
  [
    "RKE2: all in the configuration file",
    { ...etcd("--config-file=/etc/etcd.yaml"), "content.etcd-config": configFile(byFile(good)) },
    "open",
    "not_a_finding",
  ],
  [
    "an empty configuration file, flags beside it ignored",
    { ...etcd("--config-file=/etc/etcd.yaml", ...good), "content.etcd-config": configFile(null) },
    "not_a_finding",
    "open",
  ],
  [
    "a configuration file by variable, flags beside it ignored",
    { ...configured({ ETCD_CONFIG_FILE: "/etc/etcd.yaml" }, ...good), "content.etcd-config": configFile({}) },
    "not_a_finding",
    "open",
  ],
  ["started by no manifest", unmanaged("etcd", good), "not_a_finding"],
  ["an environment that could not be read", unreadEnvironment(good), "not_a_finding", "not_reviewed"],
  [
    "an environment that could not be read, beside a configuration file",
    {
      ...unreadEnvironment(["--config-file=/etc/etcd.yaml"]),
      "content.etcd-config": configFile(byFile(good)),
    },
    "open",
    "not_a_finding",
  ],
  [
    "members, all audited",
    {
      ...etcd(...good, "--initial-cluster=a=https://10.0.0.1:2380,b=https://[2001:db8:0::2]:2380"),
      "cluster.etcd-hosts": here(["10.0.0.1", "2001:db8::2"]),
    },
    "not_a_finding",
  ],
  [
    "a member that nobody audited",
    {
      ...etcd(...good, "--initial-cluster=a=https://10.0.0.1:2380,b=https://10.0.0.2:2380"),
      "cluster.etcd-hosts": here(["10.0.0.1"]),
    },
    "not_reviewed",
  ],
  [
    "an external etcd for events that nobody audited",
    {
      ...etcd(...good),
      "process.kube-apiserver": here([
        processOf([
          "kube-apiserver",
          "--etcd-servers=https://127.0.0.1:2379",
          "--etcd-servers-overrides=/events#https://10.0.0.9:2381",
        ]),
      ]),
    },
    "not_reviewed",
  ],
  [
    "no manifest, and an environment that could not be read: members unknown",
    { ...unreadEnvironment(good), "manifest.etcd": nothing },
    "not_reviewed",
  ],
  [
    "the API server unseen: it may use another etcd",
    { ...etcd(...good), "manifest.kube-apiserver": denied, "process.kube-apiserver": denied },
    "not_reviewed",
  ],
  [
    "the API server's manifest seen",
    { ...elsewhere("https://127.0.0.1:2379"), ...etcd(...good), "process.kube-apiserver": denied },
    "not_a_finding",
  ],
  [
    "the API server unseen, on hosts of etcd only",
    { ...etcd(...good), "node.role": here(etcdHost), "process.kube-apiserver": denied },
    "not_reviewed",
  ],
  ["manifest unreadable", { ...etcd(...good), "manifest.etcd": denied }, "not_reviewed"],
  ["process unreadable", { ...etcd(...good), "process.etcd": denied }, "not_a_finding", "not_reviewed"],
  ["not running", { ...etcd(...good), "process.etcd": nothing }, "not_a_finding", "not_reviewed"],
  ["external etcd", elsewhere("https://10.0.0.9:2379"), "not_reviewed"],
  ...(
    [
      ["on hosts of this audit", "https://10.0.0.9:2379,https://ETCD2.example:2379", "not_applicable"],
      ["one of them not audited", "https://10.0.0.9:2379,https://10.0.0.10:2379", "not_reviewed"],
      ["by a name that nobody knows", "https://etcd9.example:2379", "not_reviewed"],
      ["on loopback, where no etcd was seen", "https://127.0.0.1:2379", "not_reviewed"],
    ] as const
  ).map(
    ([what, servers, status]): RuleCase => [
      `external etcd ${what}`,
      { ...elsewhere(servers), "cluster.etcd-hosts": here(["10.0.0.9", "etcd2.example"]) },
      status,
    ],
  ),
  ["kine", elsewhere("unix:///run/kine.sock"), "not_applicable"],
  ["kine and another", elsewhere("unix:///run/kine.sock,https://10.0.0.9:2379"), "not_reviewed"],
  ["a socket of something else", elsewhere("unix:///run/etcd.sock"), "not_reviewed"],
  [
    "kine by the manifest, the process unreadable",
    { ...elsewhere("unix:///run/kine.sock"), "process.kube-apiserver": denied },
    "not_reviewed",
  ],
  [
    "kine, or nothing where the flag before takes it for its value",
    {
      ...elsewhere("unix:///run/kine.sock"),
      ...started("kube-apiserver", ["--of-another-release", "--etcd-servers=unix:///run/kine.sock"]),
    },
    "not_reviewed",
  ],
  ["no --etcd-servers", { ...elsewhere(""), ...started("kube-apiserver", []) }, "not_reviewed"],
  [
    "no etcd and no API server",
    {
      "node.role": here(controlPlane),
      ...Object.fromEntries(
        ["etcd", "kube-apiserver"]
          .flatMap((name) => [`manifest.${name}`, `process.${name}`])
          .map((name) => [name, nothing]),
      ),
    },
    "not_reviewed",
  ],
  ["perhaps an etcd", { ...elsewhere("unix:///run/kine.sock"), "process.etcd": denied }, "not_reviewed"],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
  [
    "two manifests, one of them wrong",
    { ...etcd(...good), "manifest.etcd": here([containerOf("etcd", good), containerOf("etcd", [])]) },
    "open",
    "not_a_finding",
  ],
  [
    "two processes, one of them wrong",
    { ...etcd(...good), "process.etcd": here([processOf(["etcd", ...good]), processOf(["etcd"])]) },
    "open",
  ],
];

/** V-242379 and V-242380: certificates that etcd signs itself. */
function autoTlsCases(rule: NodeRule, peer: "" | "peer-"): void {
  const flag = `${peer}auto-tls`;
  const listen = peer === "" ? "--listen-client-urls" : "--listen-peer-urls";
  const variable = peer === "" ? "ETCD_AUTO_TLS" : "ETCD_PEER_AUTO_TLS";
  const https = `${listen}=https://10.0.0.1:2379`;
  const pair = [`--${peer}cert-file=/c`, `--${peer}key-file=/k`];
  const good = [`--${flag}=false`, https];
  ruleCasesWith(noApiServer, rule, [
    ...common(good),
    ["unset: false by default", etcd(https), "open", "not_a_finding"],
    ["false", etcd(...good), "not_a_finding"],
    ["0 is false", etcd(`--${flag}=0`, https), "not_a_finding"],
    ["true", etcd(`--${flag}=true`, https), "open"],
    ["true, with a key of its own alone", etcd(`--${flag}=true`, `--${peer}key-file=/k`, https), "open"],
    ["true, with a certificate of its own alone", etcd(`--${flag}=true`, `--${peer}cert-file=/c`, https), "open"],
    ["bare", etcd(`--${flag}`, https), "open"],
    ["bare, before a word that ends the flags", etcd(https, `--${flag}`, "false"), "open"],
    ["true, but with a certificate of its own", etcd(`--${flag}=true`, https, ...pair), "open", "not_a_finding"],
    ["true, with half a pair", etcd(`--${flag}=true`, https, `--${peer}cert-file=/c`), "open"],
    ["no boolean", etcd(`--${flag}=no`, https, ...pair), "open"],
    ["true by variable", configured({ [variable]: "true" }, https), "open"],
    ["false by variable", configured({ [variable]: "false" }, https), "open", "not_a_finding"],
    ["an empty variable is none", configured({ [variable]: "" }, https), "open", "not_a_finding"],
    ["the other one's flag", etcd(`--${peer === "" ? "peer-" : ""}auto-tls=false`, https), "open", "not_a_finding"],
    ["http", etcd(`--${flag}=false`, `${listen}=http://127.0.0.1:2379`), "not_a_finding", "open"],
    ["https and http", etcd(`--${flag}=false`, `${https},http://127.0.0.1:2379`), "not_a_finding", "open"],
    ["no URLs: http by default", etcd(`--${flag}=false`), "not_a_finding", "open"],
    [
      "URLs by variable",
      configured({ ETCD_LISTEN_CLIENT_URLS: "https://a:1", ETCD_LISTEN_PEER_URLS: "https://a:2" }, `--${flag}=false`),
      "not_a_finding",
    ],
    ["metrics by http", etcd(...good, "--listen-metrics-urls=http://127.0.0.1:2381"), "not_a_finding"],
  ]);
}

/** V-242423 and V-242426: certificates that etcd asks for. */
function authenticationCases(rule: NodeRule, peer: "" | "peer-"): void {
  const flag = `${peer}client-cert-auth`;
  const listen = peer === "" ? "--listen-client-urls" : "--listen-peer-urls";
  const https = `${listen}=https://10.0.0.1:2379`;
  const good = [`--${flag}=true`, https];
  ruleCasesWith(noApiServer, rule, [
    ...common(good),
    ["unset", etcd(https), "open"],
    ["true", etcd(...good), "not_a_finding"],
    ["bare", etcd(https, `--${flag}`), "not_a_finding"],
    ["1 is true", etcd(https, `--${flag}=1`), "not_a_finding"],
    ["false", etcd(https, `--${flag}=false`), "open"],
    ["no boolean", etcd(https, `--${flag}=yes`), "open"],
    ["a CA to check with", etcd(https, `--${peer}trusted-ca-file=/ca`), "open", "not_a_finding"],
    ["the other one's flags", etcd(https, `--${peer === "" ? "peer-" : ""}client-cert-auth=true`), "open"],
    [
      "by variable",
      configured({ [peer === "" ? "ETCD_CLIENT_CERT_AUTH" : "ETCD_PEER_CLIENT_CERT_AUTH"]: "true" }, https),
      "open",
      "not_a_finding",
    ],
    ["http", etcd(`--${flag}=true`, `${listen}=http://127.0.0.1:2379`), "not_a_finding", "open"],
    ["no URLs", etcd(`--${flag}=true`), "not_a_finding", "open"],
  ]);
}

autoTlsCases(autoTls, "");
autoTlsCases(peerAutoTls, "peer-");
authenticationCases(clientCertAuth, "");
authenticationCases(peerClientCertAuth, "peer-");

ruleCasesWith(noApiServer, clientCertAuth, [
  ["true", etcd("--client-cert-auth=true", "--listen-client-urls=https://a:1"), "not_a_finding"],
  ["TLS on a socket", etcd("--client-cert-auth=true", "--listen-client-urls=unixs://a:1"), "not_a_finding"],
  [
    "HTTP on a port of its own",
    etcd("--client-cert-auth=true", "--listen-client-urls=https://a:1", "--listen-client-http-urls=http://a:2"),
    "not_a_finding",
    "open",
  ],
  [
    "only HTTP on a port of its own",
    etcd("--client-cert-auth", "--listen-client-http-urls=https://a:2"),
    "not_a_finding",
    "open",
  ],
  ["unset", etcd("--listen-client-urls=https://a:1"), "open"],
]);

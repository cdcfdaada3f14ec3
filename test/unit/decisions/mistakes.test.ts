import { describe, expect, it } from "vitest";
import { mistakesIn } from "./decisions-text.ts";

const entry = (port: string, more = "protocol: tcp, address: any, direction: in"): string =>
  `ppsm:\n  components:\n    etcd:\n      - { port: ${port}, ${more} }\n`;
const ppsm = (line: string): string => `ppsm:\n  ${line}\n  components: {}\n`;
const anyPort = "a port from 1 to 65535, or a range of ports with the lower one first, such as 2379-2380";
const anyDate = "a date that exists, written YYYY-MM-DD";

type Case = readonly [what: string, text: string, ...sentences: readonly string[]];

const yaml: readonly Case[] = [
  ["nothing", "", "decisions.yaml:1:1: the file is empty"],
  ["a list", "- a\n", "decisions.yaml:1:1: the decisions must be a map, not a list"],
  ["a tab", "options:\n\tv242436Always: true\n", "decisions.yaml:2:1: a tab indents this line: YAML wants spaces"],
  ["a key twice", "options: {}\noptions: {}\n", 'decisions.yaml:2:1: key "options" occurs twice in one map'],
  [
    "two documents",
    "options: {}\n---\nppsm: {}\n",
    "decisions.yaml:2:1: a second YAML document begins here: a decisions file is one",
  ],
  ["an alias", "options: *x\n", "decisions.yaml:1:10: alias *x: write the value out instead"],
  [
    "an open bracket",
    "options: {\n",
    "decisions.yaml:2:1: not valid YAML: Flow map in block collection must be sufficiently indented and end with a }",
  ],
];

const keys: readonly Case[] = [
  [
    "a key of nobody's",
    "secrets: 1\n",
    'decisions.yaml:1:1: unknown key "secrets" in the decisions (it may have options, ppsm, secretAccess, systemPods, supportTable, providerAttestation, waivers, attestations)',
  ],
  [
    "a key misspelt",
    "option: {}\n",
    'decisions.yaml:1:1: unknown key "option" in the decisions (did you mean "options"?)',
  ],
  [
    "a key of an attested rule misspelt",
    "providerAttestation:\n  rules:\n    V-242376: { status: not_a_finding, statement: x, by: y }\n",
    'decisions.yaml:3:54: unknown key "by" in an attested rule (it may have status, statement)',
  ],
  [
    "an option misspelt",
    "options:\n  dual_role_is_worker: false\n",
    'decisions.yaml:2:3: unknown key "dual_role_is_worker" in options (did you mean "dualRoleIsWorker"?)',
  ],
  [
    "an option of nobody's",
    "options: { x: 1 }\n",
    'decisions.yaml:1:12: unknown key "x" in options (it may have dualRoleIsWorker, sshUnreachableIsNotAFinding, v242436Always, psaExemptNamespaces, singleNodeByDesign, sensitiveExceptions)',
  ],
  ["a list without components", "ppsm: { document: D }\n", 'decisions.yaml:1:7: missing key "components" in ppsm'],
  [
    "a date misspelt",
    ppsm("expiry: 2027-01-31"),
    'decisions.yaml:2:3: unknown key "expiry" in ppsm (did you mean "expires"?)',
  ],
  [
    "a component of nobody's",
    "ppsm: { components: { kubelet: [] } }\n",
    'decisions.yaml:1:23: unknown key "kubelet" in components (it may have kube-apiserver, kube-scheduler, kube-controller-manager, etcd)',
  ],
  [
    "a component misspelt",
    "ppsm: { components: { kube-api-server: [] } }\n",
    'decisions.yaml:1:23: unknown key "kube-api-server" in components (did you mean "kube-apiserver"?)',
  ],
  [
    "a key of an entry misspelt",
    entry("2379", "protocoll: tcp, address: any, direction: in"),
    'decisions.yaml:4:9: missing key "protocol" in a port\'s entry',
    'decisions.yaml:4:23: unknown key "protocoll" in a port\'s entry (did you mean "protocol"?)',
  ],
  [
    "an entry of only a port",
    "ppsm: { components: { etcd: [{ port: 2379 }] } }\n",
    'decisions.yaml:1:30: missing key "protocol" in a port\'s entry',
    'decisions.yaml:1:30: missing key "address" in a port\'s entry',
    'decisions.yaml:1:30: missing key "direction" in a port\'s entry',
  ],
  [
    "a list of readers misspelt",
    "secretAccess: { reader: [] }\n",
    'decisions.yaml:1:17: unknown key "reader" in secretAccess (did you mean "readers"?)',
  ],
  [
    "a reader without its verbs",
    'secretAccess: { readers: [{ subject: "User:a", scope: cluster }] }\n',
    'decisions.yaml:1:27: missing key "verbs" in a reader',
  ],
  [
    "an attachment without its Secrets",
    "secretAccess: { attachments: [{ namespace: a, workload: Pod/b }] }\n",
    'decisions.yaml:1:31: missing key "secrets" in an attachment',
  ],
  [
    "an exception without its justification",
    "options: { sensitiveExceptions: [{ namespace: a, kind: ConfigMap, name: b }] }\n",
    'decisions.yaml:1:34: missing key "justification" in an exception',
  ],
];

const reader = (more: string): string =>
  `secretAccess:\n  readers:\n    - { ${more.includes("subject") ? "" : 'subject: "User:a", '}${more} }\n`;

const values: readonly Case[] = [
  [
    "an attestation of no rule's",
    "providerAttestation: { rules: { kubelet: { status: not_a_finding, statement: x } } }\n",
    'decisions.yaml:1:33: "kubelet" cannot be a Vuln ID, V- and six digits',
  ],
  [
    "an attestation of what a provider cannot attest",
    "providerAttestation: { rules: { V-242376: { status: open, statement: x } } }\n",
    'decisions.yaml:1:53: "status" must be not_a_finding or not_applicable, not "open"',
  ],
  [
    "a subject of no kind",
    reader("subject: jane, scope: cluster, verbs: [get]"),
    'decisions.yaml:3:18: "subject" must be User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME, not "jane"',
  ],
  [
    "a ServiceAccount of no namespace",
    reader('subject: "ServiceAccount:web", scope: cluster, verbs: [get]'),
    'decisions.yaml:3:18: "subject" must be User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME, not "ServiceAccount:web"',
  ],
  [
    "a scope of another word",
    reader("scope: everywhere, verbs: [get]"),
    'decisions.yaml:3:35: "scope" must be cluster, or a list of namespaces, not "everywhere"',
  ],
  [
    "a namespace that is none",
    reader('scope: ["*"], verbs: [get]'),
    'decisions.yaml:3:36: a namespace must be the name of a namespace, not "*"',
  ],
  [
    "a verb that is not about reading",
    reader("scope: cluster, verbs: [delete]"),
    'decisions.yaml:3:52: a verb must be get, list, watch or indirect, not "delete"',
  ],
  [
    "a workload of no kind",
    "secretAccess: { attachments: [{ namespace: a, workload: web, secrets: [] }] }\n",
    'decisions.yaml:1:57: "workload" must be a kind and a name, such as Deployment/web, not "web"',
  ],
  ["options without value", "options:\n", 'decisions.yaml:1:9: "options" must be a map, not nothing'],
  [
    "an option as text",
    "options: { v242436Always: yes }\n",
    'decisions.yaml:1:27: "v242436Always" must be true or false, not "yes"',
  ],
  [
    "an option as number",
    "options: { sshUnreachableIsNotAFinding: 1 }\n",
    'decisions.yaml:1:41: "sshUnreachableIsNotAFinding" must be true or false, not 1',
  ],
  [
    "one namespace",
    "options: { psaExemptNamespaces: apps }\n",
    'decisions.yaml:1:33: "psaExemptNamespaces" must be a list of namespaces, not "apps"',
  ],
  [
    "all namespaces",
    'options: { psaExemptNamespaces: ["*"] }\n',
    'decisions.yaml:1:34: a namespace must be the name of a namespace, not "*"',
  ],
  [
    "a namespace that YAML takes for a number",
    "options: { psaExemptNamespaces: [10] }\n",
    "decisions.yaml:1:34: a namespace must be the name of a namespace, not 10: put it in quotes",
  ],
  [
    "a version that YAML takes for a number",
    ppsm("version: 1.10"),
    'decisions.yaml:2:12: "version" must be printable text, not 1.1: put it in quotes',
  ],
  ["a document of nothing", ppsm("document:"), 'decisions.yaml:2:12: "document" must be printable text, not nothing'],
  [
    "a day that does not exist",
    ppsm("date: 2026-02-29"),
    `decisions.yaml:2:9: "date" must be ${anyDate}, not "2026-02-29"`,
  ],
  [
    "a month that does not exist",
    ppsm("expires: 2026-13-01"),
    `decisions.yaml:2:12: "expires" must be ${anyDate}, not "2026-13-01"`,
  ],
  [
    "a date in another order",
    ppsm("date: 31.01.2026"),
    `decisions.yaml:2:9: "date" must be ${anyDate}, not "31.01.2026"`,
  ],
  [
    "a date with a time",
    ppsm("date: 2026-01-31T00:00:00Z"),
    `decisions.yaml:2:9: "date" must be ${anyDate}, not "2026-01-31T00:00:00Z"`,
  ],
  ["a year", ppsm("date: 2026"), `decisions.yaml:2:9: "date" must be ${anyDate}, not 2026`],
  ["no port", entry("0"), `decisions.yaml:4:17: "port" must be ${anyPort}, not 0`],
  ["a port too high", entry("65536"), `decisions.yaml:4:17: "port" must be ${anyPort}, not 65536`],
  ["half a port", entry("2379.5"), `decisions.yaml:4:17: "port" must be ${anyPort}, not 2379.5`],
  ["a port as text", entry('"2379"'), `decisions.yaml:4:17: "port" must be ${anyPort}, not "2379"`],
  ["a range backwards", entry("2380-2379"), `decisions.yaml:4:17: "port" must be ${anyPort}, not "2380-2379"`],
  ["a range too high", entry("30000-70000"), `decisions.yaml:4:17: "port" must be ${anyPort}, not "30000-70000"`],
  ["a range from nothing", entry("0-80"), `decisions.yaml:4:17: "port" must be ${anyPort}, not "0-80"`],
  ["a range without end", entry("2379-"), `decisions.yaml:4:17: "port" must be ${anyPort}, not "2379-"`],
  ["all ports", entry("true"), `decisions.yaml:4:17: "port" must be ${anyPort}, not true`],
  ["a list of ports", entry("[1, 2]"), `decisions.yaml:4:17: "port" must be ${anyPort}, not a list`],
  [
    "a protocol in capitals",
    entry("2379", "protocol: TCP, address: any, direction: in"),
    'decisions.yaml:4:33: "protocol" must be tcp, udp or sctp, not "TCP"',
  ],
  [
    "an address",
    entry("2379", "protocol: tcp, address: 127.0.0.1, direction: in"),
    'decisions.yaml:4:47: "address" must be loopback, node-ip or any, not "127.0.0.1"',
  ],
  [
    "a direction of nobody's",
    entry("2379", "protocol: tcp, address: any, direction: both"),
    'decisions.yaml:4:63: "direction" must be in or out, not "both"',
  ],
  [
    "a component without value",
    "ppsm: { components: { etcd: } }\n",
    'decisions.yaml:1:29: "etcd" must be a list of ports, not nothing',
  ],
  [
    "a port alone",
    "ppsm: { components: { etcd: [2379] } }\n",
    "decisions.yaml:1:30: a port's entry must be a map, not 2379",
  ],
];

const pattern = (entry: string): string => `systemPods: { patterns: [{ ${entry} }] }\n`;
const release = (entry: string): string => `supportTable: { asOf: 2026-11-02, releases: [{ ${entry} }] }\n`;
const kinds = "DaemonSet, Deployment, StatefulSet, ReplicaSet, ReplicationController, Job, CronJob, StaticPod, Pod";

const lists: readonly Case[] = [
  [
    "a pattern without a justification",
    pattern("kind: Job, name: a, serviceAccount: a"),
    'decisions.yaml:1:26: missing key "justification" in a pattern',
  ],
  [
    "a pattern by its name alone",
    pattern("kind: Job, name: a, justification: b"),
    "decisions.yaml:1:26: a pattern must be known by labels or a serviceAccount too, not a map",
  ],
  [
    "a kind of nobody's",
    pattern("kind: Daemonset, name: a, serviceAccount: a, justification: b"),
    `decisions.yaml:1:34: "kind" must be ${kinds}, not "Daemonset"`,
  ],
  [
    "a namespace",
    pattern("kind: Pod, name: a, serviceAccount: a, justification: b, namespace: kube-public"),
    'decisions.yaml:1:85: unknown key "namespace" in a pattern (it may have kind, name, labels, serviceAccount, justification)',
  ],
  [
    "a minor that YAML takes for a number",
    release("minor: 1.30, endOfLife: 2025-06-28"),
    'decisions.yaml:1:55: "minor" must be text such as "1.36", not 1.3: put it in quotes',
  ],
  [
    "a patch of another minor",
    release('minor: "1.3", endOfLife: 2025-06-28, newestPatch: 1.30.1'),
    'decisions.yaml:1:98: "newestPatch" must be text such as 1.36.2, of the entry\'s minor, not "1.30.1"',
  ],
  [
    "a minor twice",
    release('minor: "1.36", endOfLife: 2027-06-28 }, { minor: "1.36", endOfLife: 2027-06-28'),
    'decisions.yaml:1:45: "releases" must be a list of releases, each minor once, not a list',
  ],
  [
    "no release",
    "supportTable: { asOf: 2026-11-02, releases: [] }\n",
    'decisions.yaml:1:45: "releases" must be a list of releases, at least one, not a list',
  ],
  [
    "a release misspelt",
    release('minor: "1.36", eol: 2027-06-28'),
    'decisions.yaml:1:46: missing key "endOfLife" in a release',
    'decisions.yaml:1:63: unknown key "eol" in a release (it may have minor, endOfLife, newestPatch)',
  ],
];

describe.each([
  ["YAML", yaml],
  ["keys", keys],
  ["values", values],
  ["other lists", lists],
])("mistakes in %s", (_what, cases) => {
  it.each(cases)("%s", (_case, text, ...expected) => {
    expect(mistakesIn(text)).toEqual(expected);
  });
});

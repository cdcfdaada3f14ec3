import { describe, expect, it } from "vitest";
import { parseInventory } from "../../../src/inventory/load.ts";
import { YamlFileError } from "../../../src/yaml-file/yaml-file-error.ts";

/** What is wrong with an inventory's text, as the operator reads it. */
function sentences(text: string): readonly string[] {
  try {
    parseInventory(text, "inventory.yaml", { home: "/home/op" });
    return [];
  } catch (error) {
    if (error instanceof YamlFileError) return error.messages;
    throw error;
  }
}

const top = "cluster: c\nssh: { user: audit }\n";
const withHost = (...lines: readonly string[]): string => `${top}hosts:\n${lines.map((line) => `${line}\n`).join("")}`;
const worker = "  - { name: w1, role: worker }";

type Case = readonly [what: string, text: string, ...sentences: readonly string[]];

const yaml: readonly Case[] = [
  ["nothing", "", "inventory.yaml:1:1: the file is empty"],
  ["comments only", "# nothing\n", "inventory.yaml:1:1: the file is empty"],
  ["a list", "- a\n", "inventory.yaml:1:1: the inventory must be a map, not a list"],
  ["prose", "hello\n", 'inventory.yaml:1:1: the inventory must be a map, not "hello"'],
  ["a tab", "ssh:\n\tuser: a\n", "inventory.yaml:2:1: a tab indents this line: YAML wants spaces"],
  ["a key twice", "cluster: a\ncluster: b\n", 'inventory.yaml:2:1: key "cluster" occurs twice in one map'],
  ["two documents", "a: 1\n---\nb: 1\n", "inventory.yaml:2:1: a second YAML document begins here: an inventory is one"],
  ["an alias", "a: &x [1]\nb: *x\n", "inventory.yaml:2:4: alias *x: write the value out instead"],
  ["an alias to nothing", "b: *x\n", "inventory.yaml:1:4: alias *x: write the value out instead"],
  [
    "an alias bomb",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "inventory.yaml:2:8: alias *a: write the value out instead",
    "inventory.yaml:2:12: alias *a: write the value out instead",
    "inventory.yaml:3:5: alias *b: write the value out instead",
    "inventory.yaml:3:9: alias *b: write the value out instead",
  ],
  ["a tag", "a: !secret x\n", 'inventory.yaml:1:4: unknown YAML tag "!secret"'],
  ["a number as key", "1: x\n", "inventory.yaml:1:1: key 1 must be text"],
  ["a list as key", "[a]: x\n", "inventory.yaml:1:1: a key must be text"],
  ["a prototype", "__proto__: x\n", 'inventory.yaml:1:1: key "__proto__" must be text'],
  [
    "bad indentation",
    "a:\n  b: 1\n c: 2\n",
    "inventory.yaml:3:1: not valid YAML: All mapping items must start at the same column",
  ],
  [
    "an unquoted range in braces",
    withHost("  - { name: w-[1:3], role: worker }"),
    "inventory.yaml:4:15: not valid YAML: Unexpected flow-seq-start at node end",
  ],
  ["an open quote", "a: 'x\n", "inventory.yaml:2:1: not valid YAML: Missing closing 'quote"],
];

const keys: readonly Case[] = [
  [
    "a key misspelt",
    withHost("  - name: w1", "    rolle: worker"),
    'inventory.yaml:4:5: missing key "role" in a host',
    'inventory.yaml:5:5: unknown key "rolle" in a host (did you mean "role"?)',
  ],
  [
    "a key in other letters",
    `cluster: c\nssh: { user: a, identity_file: x }\nhosts:\n${worker}\n`,
    'inventory.yaml:2:17: unknown key "identity_file" in ssh (did you mean "identityFile"?)',
  ],
  [
    "a key of nobody's",
    `${top}become: true\nhosts:\n${worker}\n`,
    'inventory.yaml:3:1: unknown key "become" in the inventory (it may have cluster, kubeconfig, context, api, decisions, profile, ssh, hosts)',
  ],
  [
    "a key in jump",
    `cluster: c\nssh: { user: a, jump: { address: b, prot: 22 } }\nhosts:\n${worker}\n`,
    'inventory.yaml:2:37: unknown key "prot" in jump (did you mean "port"?)',
  ],
  [
    "an empty map",
    "{}\n",
    'inventory.yaml:1:1: missing key "cluster" in the inventory',
    'inventory.yaml:1:1: missing key "hosts" in the inventory',
  ],
  ["no hosts", `${top}hosts: []\n`, 'inventory.yaml:3:8: no hosts: "hosts" is empty'],
  ["hosts without value", `${top}hosts:\n`, 'inventory.yaml:3:7: no hosts: "hosts" is empty'],
  ["hosts as a map", `${top}hosts: { a: 1 }\n`, 'inventory.yaml:3:8: "hosts" must be a list of hosts, not a map'],
  ["a host as text", withHost("  - w1"), 'inventory.yaml:4:5: a host must be a map, not "w1"'],
  ["no name", withHost("  - { role: worker }"), 'inventory.yaml:4:5: missing key "name" in a host'],
  [
    "no bastion address",
    `cluster: c\nssh: { user: a, jump: { port: 22 } }\nhosts:\n${worker}\n`,
    'inventory.yaml:2:23: missing key "address" in jump',
  ],
  [
    "no user",
    `cluster: c\nhosts:\n${worker}\n`,
    'inventory.yaml:3:13: missing key "user" in ssh: set it for this host or for all hosts',
  ],
  [
    "a context without kubeconfig",
    `${top}context: x\nhosts:\n${worker}\n`,
    'inventory.yaml:3:1: "context" needs a "kubeconfig" to be in',
  ],
  [
    "two ways to the API",
    `${top}kubeconfig: k\napi: { inCluster: true }\nhosts:\n${worker}\n`,
    'inventory.yaml:4:8: "inCluster" and "kubeconfig" are two ways to one API server: give one',
  ],
  [
    "no verification of nothing",
    `${top}api:\n  inCluster: true\n  insecureSkipTLSVerify: true\nhosts:\n${worker}\n`,
    'inventory.yaml:5:3: "insecureSkipTLSVerify" needs a "kubeconfig": a pod is always given the authority to verify with',
  ],
  [
    "kubelets of no cluster",
    `${top}api:\n  kubeletConfigz: true\nhosts:\n${worker}\n`,
    'inventory.yaml:4:3: "kubeletConfigz" needs an API server to ask: give a "kubeconfig", "kubeconfigOnNode" or "inCluster"',
  ],
  [
    "a tunnel through nobody",
    `${top}kubeconfig: k\napi:\n  via: cp-1\nhosts:\n${worker}\n`,
    'inventory.yaml:5:8: "via" must name a host of this inventory, and "cp-1" is none',
  ],
  [
    "a tunnel to nowhere",
    `${top}api: { via: w1 }\nhosts:\n${worker}\n`,
    'inventory.yaml:3:8: "via" needs a "kubeconfig", or "kubeconfigOnNode" for one on that host',
  ],
  [
    "a tunnel from a pod",
    `${top}api: { via: w1, inCluster: true }\nhosts:\n${worker}\n`,
    'inventory.yaml:3:8: "via" and "inCluster" are two ways to one API server: give one',
  ],
  [
    "a file on no node",
    `${top}api: { kubeconfigOnNode: /k }\nhosts:\n${worker}\n`,
    'inventory.yaml:3:8: "kubeconfigOnNode" needs "via": the host that the file is on',
  ],
  [
    "two kubeconfigs",
    `${top}kubeconfig: k\napi: { via: w1, kubeconfigOnNode: /k }\nhosts:\n${worker}\n`,
    'inventory.yaml:4:17: "kubeconfigOnNode" and "kubeconfig" are two ways to one API server: give one',
  ],
  [
    "a kubeconfig on a node that gives no shell",
    `${top}api: { via: w1, kubeconfigOnNode: /k }\nhosts:\n  - { name: w1, role: worker, ssh: { reader: installed } }\n`,
    'inventory.yaml:3:17: "kubeconfigOnNode" is read in a shell, and "w1" with "reader: installed" gives none',
  ],
  ...["k", "~/k", "/a b", "/k'; reboot; '", "/k$(id)"].map(
    (path): Case => [
      `a path on a node: ${path}`,
      `${top}api:\n  via: w1\n  kubeconfigOnNode: "${path}"\nhosts:\n${worker}\n`,
      `inventory.yaml:5:21: "kubeconfigOnNode" must be an absolute path of letters, digits and ._@+-, not "${path}"`,
    ],
  ),
  [
    "kubectl's word for it",
    `${top}api: { insecureSkipTlsVerify: true }\nhosts:\n${worker}\n`,
    'inventory.yaml:3:8: unknown key "insecureSkipTlsVerify" in api (did you mean "insecureSkipTLSVerify"?)',
  ],
];

const nameRule = 'a name of letters, digits, ".", "_" and "-" that begins with a letter or digit';
const ssh = (settings: string): string => `cluster: c\nssh: { user: a, ${settings} }\nhosts:\n${worker}\n`;

const values: readonly Case[] = [
  [
    "a role of nobody's",
    withHost("  - { name: w1, role: master }"),
    'inventory.yaml:4:23: "role" must be control-plane, worker or etcd, not "master"',
  ],
  [
    "a cluster with spaces",
    `cluster: a b\nhosts:\n${worker}\n`,
    `inventory.yaml:1:10: "cluster" must be ${nameRule}, not "a b"`,
  ],
  [
    "a cluster that YAML takes for a number",
    `cluster: 1.10\nhosts:\n${worker}\n`,
    `inventory.yaml:1:10: "cluster" must be ${nameRule}, not 1.1: put it in quotes`,
  ],
  [
    "a path upwards",
    withHost("  - { name: ../x, role: worker }"),
    `inventory.yaml:4:13: "name" must be ${nameRule}, not "../x"`,
  ],
  [
    "a control character",
    withHost('  - { name: "w\\e[31m", role: worker }'),
    'inventory.yaml:4:13: "w\u001b[31m" must have at most one range, written [first:last] in digits',
  ],
  [
    "a character that turns the line around",
    withHost('  - { name: "w\\u202e1", role: worker }'),
    `inventory.yaml:4:13: "name" must be ${nameRule}, not "w\\u202e1"`,
  ],
  [
    "an option as address",
    withHost('  - { name: w1, address: "-oProxyCommand=x", role: worker }'),
    'inventory.yaml:4:26: "-oProxyCommand=x" is not a host name or IP address',
  ],
  [
    "an address with a space",
    withHost("  - { name: w1, address: a b, role: worker }"),
    'inventory.yaml:4:26: "a b" is not a host name or IP address',
  ],
  [
    "an address as name that does not resolve",
    withHost("  - { name: a..b, role: worker }"),
    'inventory.yaml:4:13: "a..b" is not a host name or IP address',
  ],
  ["a port as text", ssh('port: "22"'), 'inventory.yaml:2:23: "port" must be a port from 1 to 65535, not "22"'],
  ["a port too high", ssh("port: 65536"), 'inventory.yaml:2:23: "port" must be a port from 1 to 65535, not 65536'],
  ["half a port", ssh("port: 2.5"), 'inventory.yaml:2:23: "port" must be a port from 1 to 65535, not 2.5'],
  [
    "no such privilege",
    ssh("privilege: yes"),
    'inventory.yaml:2:28: "privilege" must be sudo, sudo-password, doas or none, not "yes"',
  ],
  [
    "no time at all",
    ssh("connectTimeout: 0"),
    'inventory.yaml:2:33: "connectTimeout" must be a whole number of seconds from 1 to 3600, not 0',
  ],
  [
    "a jump as address",
    ssh("jump: bastion"),
    'inventory.yaml:2:23: "jump" must be a map with an address, a list of them, or none, not "bastion"',
  ],
  [
    "an empty jump",
    ssh("jump:"),
    'inventory.yaml:2:23: "jump" must be a map with an address, a list of them, or none, not nothing',
  ],
  [
    "a bastion with a space",
    ssh("jump: { address: a b }"),
    'inventory.yaml:2:34: "address" must be a host name or IP address, not "a b"',
  ],
  [
    "somebody else's home",
    ssh("identityFile: ~eve/id"),
    'inventory.yaml:2:31: "identityFile" must be a path, of ~ only with ~/ in front, not "~eve/id"',
  ],
  [
    "an option as user",
    `cluster: c\nssh: { user: -l }\nhosts:\n${worker}\n`,
    'inventory.yaml:2:14: "user" must be a login name, not "-l"',
  ],
  [
    "a label that YAML takes for a number",
    withHost("  - { name: w1, role: worker, labels: { rack: 12 } }"),
    'inventory.yaml:4:47: "rack" must be printable text, not 12: put it in quotes',
  ],
  [
    "a label with a space",
    withHost("  - { name: w1, role: worker, labels: { a b: x } }"),
    'inventory.yaml:4:41: "a b" cannot be the name of a label',
  ],
  [
    "ssh without value",
    `cluster: c\nssh:\nhosts:\n${worker}\n`,
    'inventory.yaml:2:5: "ssh" must be a map, not nothing',
  ],
];

const hosts: readonly Case[] = [
  [
    "a name twice",
    withHost(worker, "  - { name: w1, address: other, role: worker }"),
    'inventory.yaml:5:13: name "w1" is already used in line 4',
  ],
  [
    "a name twice but for capitals",
    withHost(worker, "  - { name: W1, address: other, role: worker }"),
    'inventory.yaml:5:13: name "W1" is already used in line 4 as "w1"',
  ],
  [
    "overlapping ranges",
    withHost('  - { name: "w[1:3]", role: worker }', '  - { name: "w[3:4]", role: worker }'),
    'inventory.yaml:5:13: name "w3" is already used in line 4',
  ],
  [
    "an address twice",
    withHost("  - { name: a, address: fd00::1, role: etcd }", '  - { name: b, address: "FD00:0::1", role: worker }'),
    'inventory.yaml:5:25: FD00:0::1 port 22 is already the address of "a" in line 4',
  ],
  ["an empty range", withHost("  - name: w[5:4]", "    role: worker"), "inventory.yaml:4:11: range [5:4] is empty"],
  [
    "a range of letters",
    withHost("  - name: w[a:c]", "    role: worker"),
    'inventory.yaml:4:11: "w[a:c]" must have at most one range, written [first:last] in digits',
  ],
  [
    "two ranges",
    withHost("  - name: r[1:2]w[1:2]", "    role: worker"),
    'inventory.yaml:4:11: "r[1:2]w[1:2]" must have at most one range, written [first:last] in digits',
  ],
  [
    "a range with padding at one end",
    withHost("  - name: w[01:100]", "    role: worker"),
    "inventory.yaml:4:11: range [01:100] must have the same number of digits at both ends, or no leading zero",
  ],
  [
    "fewer addresses than names",
    withHost("  - name: w[1:4]", "    address: 10.0.0.[1:3]", "    role: worker"),
    "inventory.yaml:5:14: 3 addresses for 4 hosts",
  ],
  [
    "addresses for one name",
    withHost("  - name: w1", "    address: 10.0.0.[1:3]", "    role: worker"),
    "inventory.yaml:5:14: 3 addresses for one host",
  ],
  [
    "one address for many names",
    withHost("  - name: w[1:4]", "    address: 10.0.0.1", "    role: worker"),
    "inventory.yaml:5:14: one address for 4 hosts: write a range of addresses, such as 10.0.1.[1:4]",
  ],
  [
    "addresses beyond the network",
    withHost("  - name: w[1:7]", "    address: 10.0.0.[250:256]", "    role: worker"),
    'inventory.yaml:5:14: "10.0.0.256" is not a host name or IP address',
  ],
  [
    "a range beyond all measure",
    withHost("  - name: w[1:99999999999999999999]", "    role: worker"),
    "inventory.yaml:4:11: more than 10000 hosts in one inventory",
  ],
  [
    "ranges that are too many together",
    withHost("  - { role: worker, name: 'v[1:10000]' }", "  - { role: worker, name: x }"),
    "inventory.yaml:5:27: more than 10000 hosts in one inventory",
  ],
  [
    "several at once, in the file's order",
    `${top}context: x\nhosts:\n  - { role: worker, name: 'v[2:1]' }\n${worker}\n${worker}\n`,
    'inventory.yaml:3:1: "context" needs a "kubeconfig" to be in',
    "inventory.yaml:5:27: range [2:1] is empty",
    'inventory.yaml:7:13: name "w1" is already used in line 6',
  ],
];

describe.each([
  ["YAML", yaml],
  ["keys", keys],
  ["values", values],
  ["hosts", hosts],
])("mistakes in %s", (_what, cases) => {
  it.each(cases)("%s", (_case, text, ...expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

describe("an inventory that attacks its reader", () => {
  it("is refused when it is nested too deeply", () => {
    expect(sentences("[".repeat(30_000))[0]).toMatch(/^inventory\.yaml:1:\d+: nested too deeply to be an inventory$/);
  });

  it("says everything in one line", () => {
    const lines = ["a\u0085b: [\u2028", '"\\u001b[2J": 1', 'cluster: "a\\nb"'].flatMap(sentences);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toMatch(/^[\x20-\x7e…]+$/);
  });
});

describe("YamlFileError", () => {
  it("carries the place of the first mistake", () => {
    expect(() => parseInventory("hosts: 1\n", "dir/x.yaml", { home: "/" })).toThrow(
      expect.objectContaining({
        name: "YamlFileError",
        file: "dir/x.yaml",
        line: 1,
        column: 1,
        message: 'dir/x.yaml:1:1: missing key "cluster" in the inventory',
      }),
    );
  });
});

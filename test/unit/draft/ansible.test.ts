import { describe, expect, it } from "vitest";
import { AnsibleFileError } from "../../../src/draft/ansible/ansible-inventory.ts";
import { draftOfAnsible } from "../../../src/draft/ansible/draft-of-ansible.ts";
import { expandNames } from "../../../src/draft/ansible/ranges.ts";
import { readIni } from "../../../src/draft/ansible/read-ini.ts";
import { readAnsibleYaml } from "../../../src/draft/ansible/read-yaml.ts";
import type { SaidRoles } from "../../../src/draft/ansible/roles.ts";

const taken = (inventory: ReturnType<typeof readIni>, roles: SaidRoles = {}) =>
  draftOfAnsible(inventory, { file: "hosts", roles, absolute: (path) => `/cwd/${path}` });
const ini = (text: string, roles?: SaidRoles) => taken(readIni(text), roles);
const yaml = (text: string, roles?: SaidRoles) => taken(readAnsibleYaml(text), roles);
const rolesOf = ({ hosts }: ReturnType<typeof ini>) => hosts.map(({ name, role }) => `${name} ${role}`);

describe("ranges of Ansible", () => {
  it.each([
    ["node[01:03]", ["node01", "node02", "node03"]],
    ["n[8:10]", ["n8", "n9", "n10"]],
    ["n[1:9:4]", ["n1", "n5", "n9"]],
    ["db-[a:c].x", ["db-a.x", "db-b.x", "db-c.x"]],
    ["r[1:2]-n[1:2]", ["r1-n1", "r1-n2", "r2-n1", "r2-n2"]],
    ["plain", ["plain"]],
  ])("%s is written out", (pattern, names) => expect(expandNames(pattern)).toEqual(names));

  it.each(["n[3:1]", "n[a:9]", "n[]", "n[1:9:0]", "n[1:99999]", "a[1:200]b[1:200]"])("%s is refused", (pattern) => {
    expect(() => expandNames(pattern)).toThrow(AnsibleFileError);
  });
});

// As kubespray's sample inventory is built, with what its users add.
const kubespray = `
# ## Configure 'ip' variable to bind kubernetes services on a different ip
[all]
node1 ansible_host=95.54.0.12  ip=10.3.0.1 etcd_member_name=etcd1
node2 ansible_host=95.54.0.13
node[03:04] ansible_user=ubuntu ansible_port=2222 # racks 3 and 4
rr0 ansible_host=10.0.0.9
bastion ansible_host=203.0.113.9 ansible_user=jumper

[kube_control_plane]
node1
[etcd]
node1
node2
[kube_node]
node0[3:4]
[calico_rr]
rr0
[bastion]
bastion
[k8s_cluster:children]
kube_control_plane
kube_node
calico_rr

[k8s_cluster:vars]
ansible_user=core
ansible_ssh_private_key_file="keys/kube"
[all:vars]
ansible_user = debian
ansible_become=yes
`;

describe("an Ansible inventory in INI", () => {
  it("of kubespray gives every host its role, address and login, and its bastion to all", () => {
    const { hosts, jump, leftOut } = ini(kubespray);
    const core = { user: "core", identityFile: "/cwd/keys/kube", privilege: "sudo" };
    const ubuntu = { ...core, user: "ubuntu", port: 2222 };
    expect(hosts).toEqual([
      { name: "node1", address: "95.54.0.12", role: "control-plane", ssh: core },
      { name: "node2", address: "95.54.0.13", role: "etcd", ssh: { user: "debian", privilege: "sudo" } },
      { name: "node03", role: "worker", ssh: ubuntu },
      { name: "node04", role: "worker", ssh: ubuntu },
      { name: "rr0", address: "10.0.0.9", role: "worker", ssh: core, remarks: { role: "a route reflector of Calico" } },
    ]);
    expect([jump, leftOut]).toEqual([{ address: "203.0.113.9", user: "jumper" }, []]);
  });

  it("of an older kubespray has kube-master and kube-node", () => {
    expect(
      rolesOf(ini("[kube-master]\nm1\n[kube-node]\nm1\nw1\n[k8s-cluster:children]\nkube-master\nkube-node\n")),
    ).toEqual(["m1 control-plane", "w1 worker"]);
  });

  it("finds roles through groups of groups, and by what somebody says", () => {
    const text = "[rack1]\na1\na2\n[rack2]\nb1\n[kube_node:children]\nracks\n[racks:children]\nrack1\nrack2\n";
    expect(rolesOf(ini(text))).toEqual(["a1 worker", "a2 worker", "b1 worker"]);
    expect(rolesOf(ini(text, { "control-plane": ["rack2"], etcd: ["a2"] }))).toEqual([
      "b1 control-plane",
      "a2 etcd",
      "a1 worker",
    ]);
  });

  it("lets a child group's variables go before its parent's, and survives groups that hold each other", () => {
    const text = "[in]\nh\n[kube_node:children]\nin\n[in:children]\nkube_node\n[all:vars]\nansible_user=a\n";
    expect(ini(text).hosts[0]?.ssh).toEqual({ user: "a" });
    const nested = "[in]\nh\n[kube_node:children]\nin\n[kube_node:vars]\nansible_user=p\n[in:vars]\nansible_user=c\n";
    expect(ini(nested).hosts[0]?.ssh).toEqual({ user: "c" });
  });

  it("takes a port behind the name, sudo and doas, and root without either", () => {
    const text = `[kube_node]
h1:2201 ansible_become_method=doas
h[2:3]:2202 ansible_ssh_host=10.0.0.2 ansible_become=false
h4 ansible_user=root
h5 ansible_become_method=su
`;
    const { hosts, notTaken } = ini(text);
    expect(hosts.map(({ ssh }) => ssh)).toEqual([
      { port: 2201, privilege: "doas" },
      { port: 2202, privilege: "none" },
      { port: 2202, privilege: "none" },
      { user: "root", privilege: "none" },
      {},
    ]);
    expect(notTaken).toEqual(["ansible_become_method su is none that plimsoll knows: h5"]);
  });

  it("says what it cannot take: Jinja, secrets, arguments of ssh, hosts without SSH or a role", () => {
    const text = `[kube_node]
w1 ansible_user="{{ user }}" ansible_password=hunter2
w[2:6] ansible_ssh_common_args='-o ProxyJump=x'
w7 ansible_host={{x}}
localhost ansible_connection=local
[other]
o1
`;
    const draft = ini(text);
    expect(draft.hosts.map(({ name }) => name)).toEqual(["w1", "w2", "w3", "w4", "w5", "w6"]);
    expect(draft.leftOut.map(({ name, unusable }) => [name, unusable])).toEqual([
      ["w7", true],
      ["localhost", false],
      ["o1", false],
    ]);
    expect(draft.notTaken).toEqual([
      "ansible_user is a Jinja expression or in a vault: w1",
      "ansible_password is a secret, which no inventory holds: w1",
      expect.stringMatching(/^ansible_ssh_common_args is not read: .*: w2, w3, w4 and 2 others$/),
      "ansible_host is a Jinja expression or in a vault: w7",
    ]);
    expect(JSON.stringify(draft)).not.toContain("hunter2");
  });

  it.each([
    ["[kube_node\nh\n", /^line 1: /],
    ["[a]\nh x\n", /^line 2: "x" is no key=value$/],
    ["[a:wars]\n", /^line 1: a section \[a:wars\]/],
    ["[a]\nh k='x\n", /^line 2: a quote is not closed$/],
    ["[a]\n\nh[1:0]\n", /^line 3: "h\[1:0\]": \[1:0\] is no range$/],
  ])("refuses %j with its line", (text, sentence) => {
    expect(() => readIni(text)).toThrow(sentence);
  });
});

describe("an Ansible inventory in YAML", () => {
  it("of kubespray's builder is taken", () => {
    const text = `
all:
  hosts:
    node1: { ansible_host: 10.0.0.1, ip: 10.0.0.1, access_ip: 10.0.0.1 }
    node2:
      ansible_host: 10.0.0.2
      ansible_port: 2222
      ansible_become: false
  children:
    kube_control_plane: { hosts: { node1: } }
    kube_node:
      hosts:
        node1:
        node2:
        more[1:2]: &more
          ansible_user: b
    etcd: { hosts: { node1: null } }
    k8s_cluster:
      vars: { ansible_user: core, ansible_password: !vault "$ANSIBLE_VAULT;1.1;AES256\\n6162" }
      children: { kube_control_plane: , kube_node: }
    calico_rr: { hosts: {} }
`;
    const { hosts, notTaken } = yaml(text);
    expect(hosts).toEqual([
      { name: "node1", address: "10.0.0.1", role: "control-plane", ssh: { user: "core" } },
      { name: "node2", address: "10.0.0.2", role: "worker", ssh: { user: "core", port: 2222, privilege: "none" } },
      { name: "more1", role: "worker", ssh: { user: "b" } },
      { name: "more2", role: "worker", ssh: { user: "b" } },
    ]);
    expect(notTaken).toEqual([expect.stringMatching(/^ansible_password is a secret/)]);
  });

  it.each([
    ["- a\n", "the file must be a map, not a list"],
    ["all: { hosts: [a] }\n", 'the hosts of "all" must be a map, not a list'],
    ["all: {\n", "not valid YAML: "],
  ])("refuses %j", (text, sentence) => {
    expect(() => readAnsibleYaml(text)).toThrow(sentence);
  });
});

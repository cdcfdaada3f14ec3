import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Inventory } from "../../../src/inventory/inventory.ts";
import { loadInventory, parseInventory } from "../../../src/inventory/load.ts";
import { asNobody } from "../../support/lab-requirements.ts";
import { sshSettings } from "../../support/ssh-settings.ts";

const parse = (text: string): Inventory => parseInventory(text, "/etc/plimsoll/inventory.yaml", { home: "/home/op" });

/** The inventory's hosts, each under its name. */
const byName = (inventory: Inventory) => Object.fromEntries(inventory.hosts.map((host) => [host.name, host]));

describe("parseInventory", () => {
  it("fills in every default", () => {
    expect(parse("cluster: c\nssh: { user: audit }\nhosts: [{ name: n1, role: worker }]\n")).toEqual({
      cluster: "c",
      hosts: [
        {
          name: "n1",
          address: "n1",
          role: "worker",
          labels: {},
          ssh: sshSettings({ knownHosts: "/home/op/.ssh/known_hosts" }),
        },
      ],
    });
  });

  it("makes paths absolute from the inventory's folder and from home", () => {
    const { api, hosts } = parse(`
cluster: c
kubeconfig: ../kubeconfig
ssh: { user: a, identityFile: ~/.ssh/id, knownHosts: known_hosts, jump: { address: b, identityFile: /abs/id } }
hosts: [{ name: n1, role: etcd }]
`);
    expect(api).toEqual({ kubeconfig: "/etc/kubeconfig" });
    expect(hosts[0]?.ssh).toMatchObject({
      identityFile: "/home/op/.ssh/id",
      knownHosts: "/etc/plimsoll/known_hosts",
      jumps: [
        { address: "b", port: 22, user: "a", identityFile: "/abs/id", keyboardInteractive: false, connections: 4 },
      ],
    });
  });

  it("keeps the context", () => {
    const text = "cluster: c\nkubeconfig: /k\ncontext: x\nssh: { user: a }\nhosts: [{ name: n1, role: etcd }]\n";
    expect(parse(text).api).toEqual({ kubeconfig: "/k", context: "x" });
  });

  it("expands ranges in the file's order, address by address", () => {
    const { hosts } = parse(`
cluster: c
ssh: { user: a }
hosts:
  - name: worker-[08:11]
    address: 10.0.1.[8:11]
    role: worker
    labels: { zone: a, empty: "" }
  - name: cp1
    address: FD00::1
    role: control-plane
`);
    expect(hosts.map(({ name, address }) => `${name} ${address}`)).toEqual([
      "worker-08 10.0.1.8",
      "worker-09 10.0.1.9",
      "worker-10 10.0.1.10",
      "worker-11 10.0.1.11",
      "cp1 FD00::1",
    ]);
    expect(hosts[3]?.labels).toEqual({ zone: "a", empty: "" });
  });

  it("takes exactly 10 000 hosts", () => {
    const text = "cluster: c\nssh: { user: a }\nhosts:\n  - name: w[00000:09999]\n    role: worker\n";
    expect(parse(text).hosts).toHaveLength(10_000);
  });

  it("overrides ssh key by key, the bastion as a whole", () => {
    const hosts = byName(
      parse(`
cluster: c
ssh:
  user: audit
  identityFile: /id
  jump: { address: bastion }
hosts:
  - { name: plain, role: worker }
  - { name: direct, role: worker, ssh: { jump: none, port: 2222 } }
  - { name: root, role: worker, ssh: { user: root, identityFile: /root-id } }
  - { name: south, role: worker, ssh: { user: south, jump: { address: other, port: 2022 } } }
`),
    );
    expect(hosts["plain"]?.ssh.jumps).toEqual([
      { address: "bastion", port: 22, user: "audit", identityFile: "/id", keyboardInteractive: false, connections: 4 },
    ]);
    expect(hosts["direct"]?.ssh).toMatchObject({ user: "audit", port: 2222 });
    expect(hosts["direct"]?.ssh.jumps).toEqual([]);
    // The common bastion keeps the common login; only the host behind it is entered as root.
    expect(hosts["root"]?.ssh).toMatchObject({ user: "root", identityFile: "/root-id" });
    expect(hosts["root"]?.ssh.jumps).toEqual([
      { address: "bastion", port: 22, user: "audit", identityFile: "/id", keyboardInteractive: false, connections: 4 },
    ]);
    expect(hosts["south"]?.ssh.jumps).toEqual([
      { address: "other", port: 2022, user: "south", identityFile: "/id", keyboardInteractive: false, connections: 4 },
    ]);
  });

  it("lets a common bastion without a common user take the host's", () => {
    const { hosts } = parse(`
cluster: c
ssh: { jump: { address: bastion } }
hosts: [{ name: n1, role: worker, ssh: { user: me, identityFile: /id } }]
`);
    expect(hosts[0]?.ssh.jumps).toEqual([
      { address: "bastion", port: 22, user: "me", keyboardInteractive: false, connections: 4 },
    ]);
  });

  it("knows the same address behind another bastion, or on another port, as another machine", () => {
    const { hosts } = parse(`
cluster: c
ssh: { user: a }
hosts:
  - { name: n1, address: 10.0.0.1, role: worker }
  - { name: n2, address: 10.0.0.1, role: worker, ssh: { port: 2222 } }
  - { name: n3, address: 10.0.0.1, role: worker, ssh: { jump: { address: b } } }
`);
    expect(hosts).toHaveLength(3);
  });

  it.each(["a\\b", "user@realm", "svc_audit$"])("takes %s as a login name", (user) => {
    const text = `cluster: c\nssh: { user: '${user}' }\nhosts: [{ name: n1, role: worker }]\n`;
    expect(parse(text).hosts[0]?.ssh.user).toBe(user);
  });
});

describe("the way to the API server", () => {
  const apiOf = (...lines: readonly string[]) =>
    parse(`cluster: c\nssh: { user: a }\nhosts: [{ name: n1, role: worker }]\n${lines.join("\n")}\n`).api;

  it("is the pod's own, a kubeconfig, or none", () => {
    expect(apiOf("api: { inCluster: true }")).toEqual({ inCluster: true });
    expect(apiOf("kubeconfig: /k", "context: x")).toEqual({ kubeconfig: "/k", context: "x" });
    expect(apiOf("api: { inCluster: false }")).toBeUndefined();
  });

  it("leads through a host where that is said, with a kubeconfig here or there", () => {
    const file = "/etc/rancher/k3s/k3s.yaml";
    expect(apiOf("kubeconfig: /k", "api: { via: n1 }")).toEqual({ kubeconfig: "/k", via: "n1" });
    expect(apiOf("context: x", `api: { via: n1, kubeconfigOnNode: ${file} }`)).toEqual({
      kubeconfigOnNode: file,
      via: "n1",
      context: "x",
    });
  });

  it("says whether the kubelets are asked too, by every way and only where that is said", () => {
    const besides = { kubeletConfigz: true };
    const asked = "kubeletConfigz: true";
    expect(apiOf(`api: { inCluster: true, ${asked} }`)).toEqual({ inCluster: true, ...besides });
    expect(apiOf("kubeconfig: /k", `api: { ${asked} }`)).toEqual({ kubeconfig: "/k", ...besides });
    expect(apiOf("kubeconfig: /k", `api: { via: n1, ${asked} }`)).toEqual({ kubeconfig: "/k", via: "n1", ...besides });
    expect(apiOf(`api: { via: n1, kubeconfigOnNode: /k, ${asked} }`)).toEqual({
      via: "n1",
      kubeconfigOnNode: "/k",
      ...besides,
    });
    expect(apiOf("kubeconfig: /k", "api: { kubeletConfigz: false }")).toEqual({ kubeconfig: "/k" });
  });

  it("leaves TLS unverified only where that is said outright", () => {
    expect(apiOf("kubeconfig: /k", "api: { insecureSkipTLSVerify: true }")).toEqual({
      kubeconfig: "/k",
      insecureSkipTLSVerify: true,
    });
    expect(apiOf("kubeconfig: /k", "api: { insecureSkipTLSVerify: false }")).toEqual({ kubeconfig: "/k" });
  });
});

describe("loadInventory", () => {
  const options = { home: "/home/op" };

  it("reads a file, byte order mark and Windows line ends included", async () => {
    const folder = await mkdtemp(join(tmpdir(), "inventory-"));
    const file = join(folder, "inventory.yaml");
    const text =
      "\ufeffcluster: c\r\nkubeconfig: k\r\nssh: { user: a }\r\nhosts:\r\n  - name: n1\r\n    role: etcd\r\n";
    await writeFile(file, text);
    const inventory = await loadInventory(file, options);
    expect(inventory.api).toEqual({ kubeconfig: join(folder, "k") });
    expect(inventory.hosts[0]).toMatchObject({ name: "n1", role: "etcd" });
  });

  it("says what is the matter with a file that it cannot read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "inventory-"));
    const binary = join(folder, "binary");
    await writeFile(binary, Uint8Array.of(0x63, 0xff, 0xfe));
    await expect(loadInventory(join(folder, "none"), options)).rejects.toThrow(`${folder}/none: there is no such file`);
    await expect(loadInventory(`${binary}/none`, options)).rejects.toThrow(`${binary}/none: there is no such file`);
    await expect(loadInventory(folder, options)).rejects.toThrow(`${folder}: it is a folder, not a file`);
    await expect(loadInventory(binary, options)).rejects.toThrow(`${binary}: is not UTF-8 text`);
  });

  it("says that it may not read a file", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "inventory-")), "secret");
    await writeFile(file, "cluster: c\n");
    await chmod(file, 0o000);
    await expect(asNobody(() => loadInventory(file, options))).rejects.toThrow(
      `${file}: it may not be read by this user`,
    );
  });
});

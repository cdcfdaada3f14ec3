import { describe, expect, it } from "vitest";
import type { Verb } from "../../../src/connect/session.ts";
import { parseProcesses } from "../../../src/probes/parse/process-lines.ts";
import { parseStat, parseWalk } from "../../../src/probes/parse/stat-lines.ts";
import {
  environmentFiles,
  parseSystemctlShow,
  unitFiles,
  unitStates,
} from "../../../src/probes/parse/systemctl-show.ts";
import { describedSession } from "../../support/described-node.ts";
import { readDescription } from "../../support/node-description.ts";

const described = `
distribution: plain
madeFrom: documentation
follows: [this test]
role: worker
ssh: { stage: ready, outcome: connected }
users: { etcd: 52034 }
files: |
  0755 root:root /etc/kubernetes/
  0640 etcd:root /etc/kubernetes/{a,b}.yaml
  0600 4711:12 /etc/kubernetes/nobody
  0777 root:root /etc/kubernetes/link -> a.yaml
  0777 root:root /etc/kubernetes/gone -> /nowhere
  0777 root:root /linked -> /etc/kubernetes
  0600 root:root /etc/kubernetes/ca.key
  0644 root:root /unit/kubelet.service
  0644 root:root /unit/10.conf
texts:
  /etc/kubernetes/a.yaml: { kind: Thing, on: true, off: "true", mode: 0600 }
  /unit/kubelet.service: |
    ExecStart=/usr/bin/one
  /unit/10.conf: |
    ExecStart=
    ExecStart=/usr/bin/two --a \\
      --b
processes:
  - argv: &words [/usr/bin/kubelet, --node-labels=, ""]
    cgroup: /system.slice/kubelet.service
  - argv: [kube-controller-manager, [--a, "--b c"]]
    exe: /usr/bin/kube-controller-manager
    uid: "65534"
    cgroup: /kubepods/x
    network: other
    root:
      mounts: { /host: /etc/kubernetes }
      files: |
        0755 root:root /own/
        0644 root:root /own/file
        0777 root:root /out -> /etc/kubernetes/a.yaml
      texts: { /own/file: mine }
units:
  kubelet.service:
    fragment: /unit/kubelet.service
    dropIns: [/unit/10.conf]
    environmentFiles: [-/etc/default/kubelet, /etc/environment]
    aliases: [other.service]
`;

const ask = async (verb: Verb, argument = "") => {
  const answer = await describedSession(readDescription(described)).ask({ verb, argument });
  return answer.state === "answered" ? answer.payload : answer;
};
const payload = async (verb: Verb, argument = ""): Promise<Buffer> => {
  const answer = await ask(verb, argument);
  if (!Buffer.isBuffer(answer)) throw new Error(`${verb} ${argument}: ${answer.state}`);
  return answer;
};
const stat = async (path: string) => parseStat(await payload("stat", path), path);
const read = async (path: string) => (await payload("read", path)).toString();

describe("a described node", () => {
  it("has the files that are described, with modes and owners", async () => {
    expect(await stat("/etc/kubernetes/b.yaml")).toEqual({
      path: "/etc/kubernetes/b.yaml",
      type: "file",
      mode: 0o640,
      uid: 52034,
      gid: 0,
      user: "etcd",
      group: "root",
    });
    expect(await stat("/etc/kubernetes/nobody")).toMatchObject({
      uid: 4711,
      gid: 12,
      user: "UNKNOWN",
      group: "UNKNOWN",
    });
    expect(await stat("/etc")).toMatchObject({ type: "directory", mode: 0o755, user: "root" });
    expect(await stat("/etc/kubernetes/link")).toMatchObject({ type: "symlink", target: { mode: 0o640, uid: 52034 } });
    expect(await stat("/etc/kubernetes/gone")).toMatchObject({ target: "dangling" });
    expect(await stat("/linked/a.yaml")).toMatchObject({ path: "/linked/a.yaml", type: "file" });
  });

  it("lists a directory, also one that a link leads to", async () => {
    const paths = async (root: string) => parseWalk(await payload("list", root), root).entries.map(({ path }) => path);
    const names = ["", "/a.yaml", "/b.yaml", "/ca.key", "/gone", "/link", "/nobody"];
    expect(await paths("/etc/kubernetes")).toEqual(names.map((name) => `/etc/kubernetes${name}`));
    expect(await paths("/linked")).toEqual(names.map((name) => `/linked${name}`));
  });

  it("has nothing else", async () => {
    for (const verb of ["stat", "list", "read"] as const)
      expect(await ask(verb, "/etc/other")).toEqual({ state: "absent" });
    expect(await ask("stat", "/etc/kubernetes/a.yaml/below")).toEqual({ state: "absent" });
  });

  it("shows texts, a mapping as the YAML that stands there; no private keys", async () => {
    expect(await read("/etc/kubernetes/link")).toBe('{ kind: Thing, on: true, off: "true", mode: 0600 }\n');
    expect(await ask("read", "/etc/kubernetes/ca.key")).toMatchObject({ state: "failed", cause: "withheld" });
    expect(await ask("read", "/etc/kubernetes")).toMatchObject({ state: "failed", cause: "unparseable" });
    await expect(ask("read", "/etc/kubernetes/b.yaml")).rejects.toThrow("describe the text of /etc/kubernetes/b.yaml");
  });

  it("has the processes that are described", async () => {
    expect(parseProcesses(await payload("processes"))).toEqual([
      {
        pid: 1000,
        uid: 0,
        comm: "kubelet",
        exe: "/usr/bin/kubelet",
        cgroup: "/system.slice/kubelet.service",
        argv: ["/usr/bin/kubelet", "--node-labels=", ""],
        hostNetwork: true,
        hostFiles: true,
        env: "unread",
      },
      {
        pid: 1001,
        uid: 65534,
        comm: "kube-controller",
        exe: "/usr/bin/kube-controller-manager",
        cgroup: "/kubepods/x",
        argv: ["kube-controller-manager", "--a", "--b c"],
        hostNetwork: false,
        hostFiles: false,
        env: "unread",
      },
    ]);
  });

  it("shows what a process sees: the host's files, or its container's with what is mounted there", async () => {
    expect(await stat("/proc/1000/root/etc/kubernetes/a.yaml")).toMatchObject({ mode: 0o640 });
    expect(await ask("stat", "/proc/1001/root/etc/kubernetes/a.yaml")).toEqual({ state: "absent" });
    expect(await stat("/proc/1001/root/host/a.yaml")).toMatchObject({ mode: 0o640 });
    expect(await read("/proc/1001/root/own/file")).toBe("mine");
    // As on a real node: an absolute link leads out of the container.
    expect(await read("/proc/1001/root/out")).toContain("kind: Thing");
  });

  it("says of units what systemd does", async () => {
    const names = ["kubelet.service", "other.service", "none.service"];
    const shown = (await payload("unit", names.join(" "))).toString();
    const [kubelet, alias] = parseSystemctlShow(shown);
    const [state, , missing] = unitStates(shown, names);
    expect(alias).toEqual(kubelet);
    expect(state).toEqual({
      id: "kubelet.service",
      loadState: "loaded",
      activeState: "active",
      unitFileState: "enabled",
      wantedBy: ["multi-user.target"],
    });
    expect(unitFiles(kubelet ?? {})).toEqual({ fragment: "/unit/kubelet.service", dropIns: ["/unit/10.conf"] });
    expect(environmentFiles(kubelet ?? {})).toMatchObject([
      { path: "/etc/default/kubelet" },
      { path: "/etc/environment" },
    ]);
    expect(kubelet?.["ExecStart"]?.[0]).toContain("argv[]=/usr/bin/two --a --b ;");
    expect(missing).toMatchObject({ id: "none.service", loadState: "not-found" });
  });

  it.each([
    ["an unknown key", ["role: worker", "role: worker\nroles: [worker]"], 'Unrecognized key: \\"roles\\"'],
    ["a text without a line in files", ["/own/file: mine", "/own/other: mine"], "no line in files: /own/other"],
    ["an owner without an id", ["users: { etcd: 52034 }", ""], "no id for the owner of /etc/kubernetes/a.yaml"],
    ["a line of another form", ["0644 root:root /unit/10", "rw-r--r-- root root /unit/10"], "not MODE USER:GROUP PATH"],
  ] as const)("is refused with %s", async (_what, [from, to], words) => {
    const asked = async () =>
      describedSession(readDescription(described.replace(from, to))).ask({ verb: "list", argument: "/etc/kubernetes" });
    await expect(asked()).rejects.toThrow(words);
  });
});

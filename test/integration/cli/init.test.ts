import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { AskTerminal } from "../../../src/cli/terminal/terminal.ts";
import { parseInventory } from "../../../src/inventory/load.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { answering } from "../../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-init-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const init = (args: readonly string[], ask?: AskTerminal) =>
  plimsollIn({ workingDirectory: folder, home: folder, ...(ask && { ask }) }, "init", ...args);
const at = (name: string) => join(folder, name);
function file(name: string, text: string): string {
  writeFileSync(at(name), text);
  return name;
}
const load = (text: string) => parseInventory(text, at("inventory.yaml"), { home: folder });
const named = ["--control-plane", "cp-[1:3]=10.0.0.[11:13]", "--worker", "w-[01:02], x.example"];
const settings = ["--cluster", "prod", "--user", "audit"];

describe("plimsoll init", () => {
  it("writes named hosts with comments, readable by their owner only, and says what comes next", async () => {
    const { status, printed, talked } = await init([
      ...named,
      ...settings,
      "--identity-file",
      "id",
      "-o",
      "named.yaml",
    ]);
    expect([status, printed]).toEqual([0, ""]);
    expect(talked).toBe(
      `${at("named.yaml")} is written. Next: plimsoll trust -i ${at("named.yaml")}, then plimsoll check -i ${at("named.yaml")}\n`,
    );
    expect(readFileSync(at("named.yaml"), "utf8").split("\n")).toEqual([
      "# Written by plimsoll init. The hosts' keys must be in ~/.ssh/known_hosts, or in the file that knownHosts names.",
      "",
      "cluster: prod # the name in reports and checklists",
      "ssh:",
      "  user: audit",
      `  identityFile: ${at("id")}`,
      "hosts:",
      "  - name: cp-[1:3]",
      "    address: 10.0.0.[11:13]",
      "    role: control-plane",
      "  - name: w-[01:02]",
      "    role: worker",
      "  - name: x.example",
      "    role: worker",
      "",
    ]);
    expect(statSync(at("named.yaml")).mode & 0o777).toBe(0o600);
  });

  it("writes over nothing, unless it is told to", async () => {
    file("there.yaml", "mine\n");
    const refused = await init([...named, ...settings, "-o", "there.yaml"]);
    expect([refused.status, readFileSync(at("there.yaml"), "utf8")]).toEqual([2, "mine\n"]);
    expect(refused.talked).toContain("is there already: give another file with -o, or write over it with --force");
    const forced = await init([...named, ...settings, "-o", "there.yaml", "--force"]);
    expect([forced.status, load(readFileSync(at("there.yaml"), "utf8")).hosts.length]).toEqual([0, 6]);
  });

  it("names the flags that are missing where nobody can be asked", async () => {
    expect(await init(["-o", "none.yaml"])).toEqual({
      status: 2,
      printed: "",
      talked:
        "plimsoll: nobody is at the terminal to be asked, and these are missing: --ansible FILE, --ssh-config FILE, " +
        "--from-cluster, or --control-plane and --worker NAMES; --cluster NAME; --user NAME\n",
    });
    expect((await init([...named, "--cluster", "c", "-o", "none.yaml"])).talked).toContain(
      "and --user NAME is missing",
    );
    expect((await init([...named, "--user", "u", "-o", "none.yaml"])).talked).toContain(
      "and --cluster NAME is missing",
    );
    expect(existsSync(at("none.yaml"))).toBe(false);
  });

  it.each([
    [["--ansible", "a", "--ssh-config", "b"], "are different sources of hosts"],
    [["--from-cluster", "--worker", "w"], "the API server says which node is what"],
    [["--ssh-config", "b"], "an ssh_config does not say which host is what"],
    [["--ansible", "nowhere"], "there is no such file"],
    [["--ssh-config", "nowhere", "--worker", "*"], "cannot be read"],
    [["--worker", "-w"], "is no name of a host"],
    [["--worker", "w=10.0.0.300"], "is no host name or IP address"],
    [["--worker", "w[1:2"], "must have at most one range"],
    [["--worker", "w1=10.0.0.1,w2=10.0.0.1"], "what was given makes no inventory, and nothing is written"],
    [["--worker", "w", "--cluster", "a b"], "cannot be the cluster's name, which must be a name of letters"],
  ])("refuses %j in a sentence, and writes nothing", async (args, sentence) => {
    const ended = await init([...settings, ...args, "-o", "refused.yaml"]);
    expect(ended).toMatchObject({ status: 2, talked: expect.stringContaining(sentence) });
    expect([ended.talked.split("\n").length, existsSync(at("refused.yaml"))]).toEqual([2, false]);
  });

  it("takes an Ansible inventory: what all share goes under ssh, its bastion too", async () => {
    const ini = file(
      "hosts",
      "[kube_control_plane]\ncp1 ansible_host=10.0.0.1\n[kube_node]\nw[1:2]\nodd ansible_host={{x}}\n[bastion]\nb ansible_host=192.0.2.1\n[all:vars]\nansible_user=core\n[kube_node:vars]\nansible_port=2222\n",
    );
    const { status, printed, talked } = await init(["--ansible", ini, "--cluster", "k", "-o", "-"]);
    expect([status, talked]).toEqual([
      3,
      "odd is left out: its address is a Jinja expression, or in a vault\nNot taken: ansible_host is a Jinja expression or in a vault: odd\n",
    ]);
    expect(printed).toContain('# Left out:\n# - "odd": its address is a Jinja expression, or in a vault\n');
    const jump = { address: "192.0.2.1", user: "core" };
    expect(load(printed).hosts).toMatchObject([
      { name: "cp1", address: "10.0.0.1", role: "control-plane", ssh: { user: "core", port: 22, jumps: [jump] } },
      { name: "w1", address: "w1", role: "worker", ssh: { user: "core", port: 2222 } },
      { name: "w2", role: "worker" },
    ]);
    expect(printed.match(/user: core/g)).toHaveLength(2);
  });

  it("tells YAML from INI without a name that says so, and refuses with the line", async () => {
    const yaml = file("inventory-of-ansible", "---\nall:\n  children:\n    kube_node: { hosts: { w1: } }\n");
    const taken = await init(["--ansible", yaml, ...settings, "-o", "-"]);
    expect([taken.status, load(taken.printed).hosts.map(({ name }) => name)]).toEqual([0, ["w1"]]);
    expect(taken.talked).toBe("No host is a control plane: rules on the control plane have nobody to be judged on.\n");
    const broken = file("broken.ini", "[a]\nh x\n");
    expect((await init(["--ansible", broken, ...settings, "-o", "-"])).talked).toBe(
      'plimsoll: broken.ini: line 2: "x" is no key=value\n',
    );
  });

  it("takes the hosts of an ssh_config, which is asked how they are reached", async () => {
    file("more", "Host w1 w2\n  User two\n");
    const config = file(
      "config",
      `Host cp1\n  HostName 10.0.0.1\n  User one\nInclude ${at("more")}\nHost *.x !w9 git\n`,
    );
    const { status, printed, talked } = await init([
      "--ssh-config",
      config,
      "--control-plane",
      "cp*",
      "--worker",
      "w?",
      "--cluster",
      "k",
      "-o",
      "ssh.yaml",
    ]);
    expect([status, printed, talked.split("\n")[0]]).toEqual([0, "", "git is left out: nobody said its role"]);
    const text = readFileSync(at("ssh.yaml"), "utf8");
    expect(text).toContain(`  config: ${at("config")}\n`);
    expect(text).toContain("  - name: cp1\n    role: control-plane\n  - name: w1\n    role: worker\n  - name: w2\n");
  });

  it("asks at the terminal for hosts and what else is not given", async () => {
    const { ask, asked } = answering("", "cp-1=10.0.0.1", "w-[1:2]", "", "id", "~/kube", "prod", "", "audit");
    const { status } = await init(["-o", "asked.yaml"], ask);
    expect(asked).toEqual([
      expect.stringMatching(/^Where do the hosts come from\? .* \[4\]: $/),
      expect.stringMatching(/^Control planes /),
      "Workers: ",
      expect.stringMatching(/^Hosts that run etcd/),
      expect.stringMatching(/^Private key file/),
      expect.stringMatching(/^kubeconfig/),
      "What is the cluster called in reports?: ",
      "Who logs in on the hosts?: ",
      "Who logs in on the hosts?: ",
    ]);
    const { cluster, api, hosts } = load(readFileSync(at("asked.yaml"), "utf8"));
    expect([status, cluster, api, hosts.length]).toEqual([0, "prod", { kubeconfig: at("kube") }, 3]);
    expect(hosts[0]?.ssh).toMatchObject({ user: "audit", identityFile: at("id") });
  });

  it("asks for the files of other sources, and names an ssh_config's hosts first", async () => {
    file("kind2", "Host a1\n");
    const ssh = answering("2", "kind2", "a1", "", "", "", "", "c");
    const { status, talked } = await init(["-o", "-"], ssh.ask);
    expect([status, talked.split("\n")[0]]).toEqual([0, "It names 1 hosts: a1"]);
    const ansible = answering("1", file("kind1.ini", "[etcd]\ne1 ansible_user=x\n"), "", "", "c");
    expect((await init(["-o", "-"], ansible.ask)).printed).toContain("  - name: e1\n    role: etcd");
    const cluster = answering("3", "nowhere", "", "");
    expect(await init(["-o", "-"], cluster.ask)).toMatchObject({
      status: 2,
      talked: expect.stringContaining("the kubeconfig cannot be read"),
    });
    expect(await init(["-o", "-"], answering("5").ask)).toMatchObject({ status: 2 });
  });

  it("ends where nobody answers", async () => {
    expect(await init(["-o", "-"], answering(undefined).ask)).toMatchObject({
      status: 2,
      talked: expect.stringMatching(/^plimsoll: nobody answered "Where do the hosts come from/),
    });
  });
});

import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { runProgram } from "../../../src/cli/program.ts";
import { parseInventory } from "../../../src/inventory/load.ts";
import { failure, node, page, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { recordedTerminal } from "../../support/terminal.ts";
import { knows } from "../connect/connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, startSshd, user } from "../connect/sshd.ts";
import { api, closeAll, file, folder, kubeconfig, removeFiles } from "./api-under-test.ts";

afterEach(closeAll);
afterAll(removeFiles);

type World = Parameters<typeof recordedTerminal>[0];

async function plimsoll(args: readonly string[], world: World = {}) {
  const kept = recordedTerminal({ workingDirectory: folder, environment: {}, ...world });
  const status = await runProgram(["inventory", ...args], kept.terminal);
  return { status, printed: kept.printed(), talked: kept.talked() };
}

const label = "node-role.kubernetes.io/control-plane";
function listed(name: string, address: string, labels: Readonly<Record<string, string>> = {}) {
  const plain = node(name);
  const addresses = [{ type: "InternalIP", address }];
  return { ...plain, metadata: { ...plain.metadata, labels }, status: { ...plain.status, addresses } };
}
const listing =
  (...nodes: readonly object[]) =>
  (asked: Asked): Reply =>
    asked.path === "/api/v1/nodes" ? page(nodes) : wellBehaved(asked);
const twoNodes = listing(listed("w1", "10.0.0.12"), listed("cp1", "10.0.0.11", { [label]: "" }));
const load = (text: string) => parseInventory(text, join(folder, "inventory.yaml"), { home: "/root" });
const summary = (text: string) => text.split("\n").slice(-2);

describe("plimsoll inventory from-cluster", () => {
  it("writes what our own loader reads, and asks for version and nodes only", async () => {
    const server = await api(twoNodes);
    const given = kubeconfig(server.url);
    const { status, printed, talked } = await plimsoll(["from-cluster", "--kubeconfig", given, "--context", "main"]);
    expect([status, talked]).toEqual([0, ""]);
    expect(load(printed)).toMatchObject({
      cluster: "main",
      api: { kubeconfig: given, context: "main" },
      hosts: [
        { name: "cp1", address: "10.0.0.11", role: "control-plane" },
        { name: "w1", address: "10.0.0.12", role: "worker" },
      ],
    });
    expect(server.log).toEqual(["GET /version", "GET /api/v1/nodes?limit=500"]);
  });

  it("takes KUBECONFIG, and writes a file that is not there yet", async () => {
    const server = await api(twoNodes);
    const environment = { KUBECONFIG: kubeconfig(server.url) };
    const first = await plimsoll(["from-cluster", "-o", "new.yaml"], { environment });
    expect(first).toEqual({ status: 0, printed: "", talked: "" });
    const text = readFileSync(join(folder, "new.yaml"), "utf8");
    expect([load(text).hosts.length, text.endsWith("role: worker\n")]).toEqual([2, true]);
    const asked = server.log.length;
    const again = await plimsoll(["from-cluster", "-o", "new.yaml"], { environment });
    expect(again).toEqual({
      status: 2,
      printed: "",
      talked: `plimsoll: ${join(folder, "new.yaml")} is there already, and is not written over: give another file\n`,
    });
    expect([server.log.length, readFileSync(join(folder, "new.yaml"), "utf8")]).toEqual([asked, text]);
  });

  it("does not write through a link that leads nowhere, nor where there is no folder", async () => {
    const server = await api(twoNodes);
    const given = ["from-cluster", "--kubeconfig", kubeconfig(server.url), "-o"];
    symlinkSync(join(folder, "elsewhere"), join(folder, "link.yaml"));
    expect(await plimsoll([...given, "link.yaml"])).toMatchObject({
      status: 4,
      talked: expect.stringMatching(/^plimsoll: cannot write .*link\.yaml: /),
    });
    expect([existsSync(join(folder, "elsewhere")), existsSync(join(folder, "link.yaml"))]).toEqual([false, false]);
    expect(await plimsoll([...given, "none/new.yaml"])).toMatchObject({
      status: 4,
      talked: expect.stringMatching(/^plimsoll: cannot write .*new\.yaml: the folder does not exist\n$/),
    });
  });

  it.each([
    [[], {}, "which API server? Give --kubeconfig FILE or --in-cluster, or set KUBECONFIG"],
    [[], { KUBECONFIG: "/a:/b" }, "KUBECONFIG names several files, which plimsoll does not merge"],
    [["--in-cluster", "--context", "x"], {}, "--in-cluster and --kubeconfig or --context are two ways"],
    [["--in-cluster"], {}, "inCluster: KUBERNETES_SERVICE_HOST and"],
    [["--kubeconfig", "/none/config"], {}, "/none/config: the kubeconfig cannot be read: there is no such file"],
  ] as const)("says in a sentence what is wrong with %j %j", async (args, environment, sentence) => {
    const ended = await plimsoll(["from-cluster", ...args], { environment });
    expect(ended).toMatchObject({ status: 2, printed: "", talked: expect.stringContaining(`plimsoll: ${sentence}`) });
    expect(ended.talked.split("\n")).toHaveLength(2);
  });

  it("writes nothing where the nodes are not read, or none can be held", async () => {
    const forbidden = await api((asked) =>
      asked.path === "/api/v1/nodes" ? failure(403, "Forbidden") : wellBehaved(asked),
    );
    const run = (url: string) => plimsoll(["from-cluster", "--kubeconfig", kubeconfig(url), "-o", "never.yaml"]);
    expect(await run(forbidden.url)).toEqual({
      status: 3,
      printed: "",
      talked: "plimsoll: the API server's nodes were not read: list nodes: forbidden\n",
    });
    const empty = await api(listing());
    expect(await run(empty.url)).toMatchObject({
      status: 3,
      talked: expect.stringContaining("plimsoll: the API server lists no node that an inventory can hold\n"),
    });
    expect(existsSync(join(folder, "never.yaml"))).toBe(false);
  });

  it("names what it leaves out, with nothing raw of it, and that no node is a control plane", async () => {
    const hostile = "evil\u001b[31m\u202e\n  - name: x";
    const server = await api(
      listing(
        listed("w1", "10.0.0.1"),
        listed(hostile, "10.0.0.2"),
        listed("win1", "10.0.0.3", { "kubernetes.io/os": "windows" }),
      ),
    );
    const { status, printed, talked } = await plimsoll(["from-cluster", "--kubeconfig", kubeconfig(server.url)]);
    expect(status).toBe(3);
    for (const text of [printed, talked]) expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(load(printed).hosts.map(({ name }) => name)).toEqual(["w1"]);
    expect(talked.split("\n")).toEqual([
      "evil⟨ESC⟩[31m⟨U+202E⟩⟨LF⟩  - name: x is left out: its name is none that an inventory can hold",
      "win1 is left out: it runs Windows, and what is asked of a node is asked of Linux",
      "No node is a control plane by its labels or taints: the file says what to do.",
      "",
    ]);
  });
});

describe.skipIf(!canRunSshd("plimsoll inventory check"))("plimsoll inventory check", () => {
  const workshop = createWorkshop();
  let cp: Sshd;
  let worker: Sshd;

  beforeAll(async () => {
    const authorized = [makeKey(workshop.path("key"))];
    cp = await startSshd(workshop, { name: "cp1", authorized });
    worker = await startSshd(workshop, { name: "w1", authorized });
  });
  afterAll(async () => {
    await Promise.all([cp, worker].map((sshd) => sshd?.stop()));
    workshop.remove();
  });

  const hostOf = (name: string, role: string, port: number, ssh: object = {}) => ({
    name,
    address: "127.0.0.1",
    role,
    ssh: { port, ...ssh },
  });
  const hosts = () => [hostOf("cp1", "control-plane", cp.port), hostOf("w1", "worker", worker.port)];
  const nodes = listing(listed("cp1", "10.0.0.11", { [label]: "" }), listed("w1", "10.0.0.12"));
  // Neither a key nor an agent: who does not log in needs none.
  const inventory = (given: readonly object[], more: object = {}, known = knows(cp) + knows(worker)): string =>
    file(stringify({ cluster: "c", ssh: { user, knownHosts: file(known) }, hosts: given, ...more }));
  const check = (path: string, ...more: readonly string[]) => plimsoll(["check", "-i", path, ...more]);

  it("is content where all is well, and was logged in nowhere", async () => {
    const server = await api(nodes);
    const { status, printed, talked } = await check(inventory(hosts(), { kubeconfig: kubeconfig(server.url) }));
    expect(printed.split("\n")).toEqual([
      expect.stringMatching(/^cp1: reachable, host key verified \(SHA256:\S{43}\)$/),
      expect.stringMatching(/^w1: reachable, host key verified \(SHA256:\S{43}\)$/),
      "",
      "2 of 2 hosts reachable with a verified host key; no login was tried there",
      `2 nodes of the API server ${server.url} compared: no difference`,
    ]);
    expect([status, talked]).toEqual([0, ""]);
    expect(server.log).toEqual(["GET /api/v1/nodes?limit=500"]);
    for (const sshd of [cp, worker]) {
      await sshd.logged(/Disconnected from 127\.0\.0\.1[^\n]*\[preauth\]/);
      expect(sshd.log().match(/^Connection from /gm)).toHaveLength(1);
      expect(sshd.log()).not.toMatch(/authenticating|Accepted|Failed|Invalid user|user=/);
    }
  });

  it("names every host that is not as it should be, and every difference from the API", async () => {
    const server = await api(
      listing(
        listed("cp1", "10.0.0.11", { [label]: "" }),
        listed("w1", "10.0.0.12", { [label]: "" }),
        listed("w2\u001b[31m", "10.0.0.13"),
      ),
    );
    const closed = await freePort();
    const given = [...hosts(), hostOf("old1", "worker", closed)];
    const known = knows(cp) + knows({ port: worker.port, hostKeys: cp.hostKeys });
    const { status, printed } = await check(inventory(given, { kubeconfig: kubeconfig(server.url) }, known));
    expect(printed.split("\n")).toEqual([
      expect.stringMatching(/^cp1: reachable, host key verified/),
      expect.stringMatching(
        /^w1: HOST KEY CHANGED: the host offers the ssh-ed25519 key SHA256:\S+, but \S+:2 has another$/,
      ),
      "old1: refused: the connection was refused",
      `w1: the inventory says worker, the API server says control-plane (its label ${label})`,
      "old1: the API server lists no such node",
      "w2⟨ESC⟩[31m: the API server lists this node (worker), the inventory does not",
      "",
      "1 of 3 hosts reachable with a verified host key; no login was tried there",
      `3 nodes of the API server ${server.url} compared: 3 differences`,
    ]);
    expect(status).toBe(3);
  });

  it("tells a key that nobody knows by its fingerprint", async () => {
    const { status, printed } = await check(inventory(hosts(), {}, knows(cp)));
    expect(printed).toMatch(
      /\nw1: host key unknown: \S+ has no entry for the host, which offers the ssh-ed25519 key SHA256:/,
    );
    expect(status).toBe(3);
  });

  it("tries the ports only where there is no API to ask, and says so", async () => {
    const none = await check(inventory(hosts()));
    expect([none.status, summary(none.printed)[1]]).toEqual([
      0,
      "API server not asked, the inventory names none: ports and host keys only",
    ]);
    const server = await api(() => failure(403, "Forbidden"));
    const path = inventory(hosts(), { kubeconfig: kubeconfig(server.url) });
    const not = await check(path, "--no-api");
    expect([not.status, summary(not.printed)[1], server.log]).toEqual([
      0,
      "API server not asked, as --no-api says: ports and host keys only",
      [],
    ]);
    const unread = await check(path);
    expect([unread.status, summary(unread.printed)[1]]).toEqual([3, "API server not read: list nodes: forbidden"]);
  });

  it("needs the key of a jump host, and logs in there only", async () => {
    const jump = { address: "127.0.0.1", port: cp.port };
    const behind = [hostOf("w1", "worker", worker.port, { jump })];
    expect(await check(inventory(behind))).toMatchObject({
      status: 2,
      talked: "plimsoll: w1 has no identityFile in the inventory, and no agent runs (SSH_AUTH_SOCK is not set)\n",
    });
    const entered = [hostOf("w1", "worker", worker.port, { jump: { ...jump, identityFile: workshop.path("key") } })];
    expect((await check(inventory(entered))).status).toBe(0);
    expect(cp.log().match(/^Accepted publickey/gm)).toHaveLength(1);
    expect(worker.log()).not.toMatch(/authenticating|Accepted|Failed|Invalid user|user=/);
  });

  it("ends early where it is interrupted, with a line for each host", async () => {
    const onInterrupt = (listener: (signal: "SIGINT") => void) => {
      listener("SIGINT");
      return () => undefined;
    };
    const server = await api(nodes);
    const path = inventory(hosts(), { kubeconfig: kubeconfig(server.url) });
    const { status, printed } = await plimsoll(["check", "-i", path], { onInterrupt });
    expect(printed.split("\n").slice(0, 2)).toEqual([
      "cp1: interrupted: the run was interrupted",
      "w1: interrupted: the run was interrupted",
    ]);
    expect([status, server.log]).toEqual([130, []]);
  });

  it("helps, and is a wrong command line without a part", async () => {
    const help = await plimsoll(["check", "--help"]);
    expect([help.status, help.printed]).toEqual([0, expect.stringContaining("without logging in")]);
    expect(await plimsoll(["from-cluster", "--help"])).toMatchObject({ status: 0, talked: "" });
    expect((await plimsoll([])).status).toBe(2);
    expect((await plimsoll(["chekc"])).status).toBe(2);
  });
});

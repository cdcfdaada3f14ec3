import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { tunnelThrough } from "../../../src/connect/api/tunnel.ts";
import { startLoginRun } from "../../../src/connect/logins/login-run.ts";
import { failure, node as listed, listing } from "../../support/api-replies.ts";
import type { Asked, Reply, TestApi } from "../../support/api-server.ts";
import { startFaultProxy } from "../../support/fault-proxy.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { api, authority, base64, file, folder, kubeconfig } from "../api/api-under-test.ts";
import { leftIn } from "../secrets/search.ts";
import { hostAt, identityAt, knownHostsFile, knows, patient } from "./connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, script, startSshd, user } from "./sshd.ts";

const token = "very-secret-token-of-the-node";

describe.skipIf(!canRunSshd("tunnels to the API"))("an API server behind a host", () => {
  const workshop = createWorkshop();
  let node: Sshd;
  let closed: Sshd;
  let bastion: Sshd;
  let noisy: Sshd;
  let sudoless: Sshd;
  let runs = 0;

  beforeAll(async () => {
    const key = makeKey(workshop.path("key"));
    node = await startSshd(workshop, { name: "node", authorized: [key] });
    bastion = await startSshd(workshop, { name: "bastion", authorized: [key] });
    closed = await startSshd(workshop, { name: "closed", authorized: [key], config: ["AllowTcpForwarding no"] });
    const forced = (name: string, text: string) =>
      startSshd(workshop, {
        name,
        authorized: [key],
        config: [`ForceCommand ${script(workshop, `${name}.sh`, text)}`],
      });
    noisy = await forced("noisy", "echo 'kind: Config'; echo Welcome >&2; exec /bin/sh -s");
    sudoless = await forced("sudoless", "echo 'sudo: a password is required' >&2; exit 1");
  });

  afterAll(async () => {
    await Promise.all([node, closed, bastion, noisy, sudoless].map((sshd) => sshd?.stop()));
    workshop.remove();
  });

  const reviewing = listing(listed("cp-1"));
  const byToken = (asked: Asked): Reply => (asked.token === token ? reviewing(asked) : failure(401, "Unauthorized"));

  type Written = {
    readonly top?: object;
    readonly access?: object;
    readonly port?: number;
    readonly ssh?: object;
    readonly known?: string;
    readonly others?: readonly object[];
  };

  function inventory({ top = {}, access = {}, port = node.port, ssh = {}, known, others = [] }: Written): string {
    const knownHosts = known ?? [node, closed, bastion, noisy, sudoless].map(knows).join("");
    return file(
      stringify({
        cluster: "c",
        ...top,
        api: { via: "cp-1", ...access },
        ssh: { user, identityFile: workshop.path("key"), knownHosts: file(knownHosts), privilege: "none", ...ssh },
        hosts: [{ name: "cp-1", address: "127.0.0.1", role: "control-plane", ssh: { port } }, ...others],
      }),
    );
  }

  const plimsoll = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    plimsollIn({ workingDirectory: folder, environment }, ...args);
  /** Asks for the rights only; what is printed is all that was said of the API server. */
  async function reviewed(written: Written, environment = {}) {
    const ended = await plimsoll(environment, "check", "--no-hosts", "--json", "-i", inventory(written));
    if (ended.printed === "") return ended;
    const { api: asked, gaps } = JSON.parse(ended.printed);
    const said: readonly string[] = gaps.flatMap(({ messages }: { readonly messages: readonly string[] }) => messages);
    return { ...ended, asked, printed: said.join("\n") };
  }

  async function audited(written: Written) {
    const run = join(folder, `tunnel-run-${runs++}`);
    const ended = await plimsoll({}, "audit", "-i", inventory(written), "-o", run, "--log-level", "silent");
    return { ...ended, left: leftIn(run), assessment: JSON.parse(readFileSync(join(run, "assessment.json"), "utf8")) };
  }

  /** A kubeconfig that lies on the node, which is this machine. */
  function onNode({ url }: TestApi, login: object = { token }, cluster: object = {}): string {
    const path = workshop.path(`admin-${runs++}.conf`);
    writeFileSync(path, readFileSync(kubeconfig(url, login, cluster), "utf8"));
    return path;
  }

  it("is asked from the host, with the auditor's kubeconfig", async () => {
    const server = await api(byToken);
    const { status, ...ended } = await reviewed({ top: { kubeconfig: kubeconfig(server.url, { token }) } });
    expect(ended).toMatchObject({ asked: { state: "read", nodes: 1 } });
    expect([status, server.log.length > 5]).toEqual([0, true]);
    await node.logged(/Disconnected from user|Connection (closed|reset) by/);
  });

  it("is asked through no proxy of the environment, and through none of the kubeconfig", async () => {
    const named = await api(
      byToken,
      authority.issue({ subject: "a", address: "127.0.0.1", dnsName: "localhost.test" }),
    );
    const dead = { HTTPS_PROXY: "http://192.0.2.1:1" };
    const open = kubeconfig(named.url, { token }, { "tls-server-name": "localhost.test" });
    expect(await reviewed({ top: { kubeconfig: open } }, dead)).toMatchObject({ status: 0 });
    const proxied = kubeconfig(named.url, { token }, { "proxy-url": "http://192.0.2.1:1" });
    expect(await reviewed({ top: { kubeconfig: proxied } })).toMatchObject({
      status: 2,
      talked: `plimsoll: ${proxied}: proxy-url and "via" in the inventory are two ways to one API server: give one\n`,
    });
  });

  it("must show the certificate that the kubeconfig wants", async () => {
    const server = await api(byToken, authority.issue({ subject: "a", address: "127.0.0.2" }));
    const { printed } = await reviewed({ top: { kubeconfig: kubeconfig(server.url, { token }) } });
    expect(printed).toContain("the server's certificate is for other names than this one");
    expect(server.log).toEqual([]);
  });

  it("is asked through the host's jump host", async () => {
    const server = await api(byToken);
    const top = { kubeconfig: kubeconfig(server.url, { token }) };
    const jump = { address: "127.0.0.1", port: bastion.port };
    expect(await reviewed({ top, ssh: { jump } })).toMatchObject({ status: 0 });
    expect(bastion.log()).toMatch(/Accepted publickey/);
  });

  it("is asked with the node's own kubeconfig, which is in no file of the run", async () => {
    const server = await api(byToken);
    const path = onNode(server);
    const { assessment, printed, talked, left } = await audited({ access: { kubeconfigOnNode: path } });
    expect(assessment.coverage.api).toMatchObject({
      state: "read",
      server: server.url,
      via: { host: "cp-1", kubeconfigOnNode: path },
    });
    expect(printed.replaceAll(/\s+/g, " ")).toContain(`read (v1.36.2) through cp-1, with its ${path}`);
    expect(left.find(({ where }) => where.endsWith("cluster.json.gz"))?.text).toContain(path);
    for (const text of [printed, talked, ...left.map((file) => file.text)]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(base64(authority.ca).slice(0, 60));
    }
  });

  it.each([
    ["a program", { exec: { command: "/bin/false", apiVersion: "client.authentication.k8s.io/v1" } }, {}, "exec"],
    ["a file as token", { tokenFile: "/etc/hostname" }, {}, "tokenFile"],
    ["files as certificate", { "client-certificate": "/c", "client-key": "/k" }, {}, "client-certificate"],
    ["a file as authority", { token }, { "certificate-authority": "/etc/hostname" }, "certificate-authority"],
  ])("runs and reads nothing here that a node's kubeconfig names: %s", async (_what, login, cluster, key) => {
    const server = await api(byToken);
    const path = onNode(server, login, cluster);
    const { status, printed } = await reviewed({ access: { kubeconfigOnNode: path } });
    expect(printed).toContain(
      `cp-1:${path}: ${key} is not supported: of a kubeconfig on a node only what is in the file itself is used`,
    );
    expect([status, server.log]).toEqual([3, []]);
  });

  it.each([
    ["is not there", undefined, "cannot be read: No such file or directory"],
    ["is no kubeconfig", `- !${token}\n`, "it is not a kubeconfig"],
    ["has no users", "current-context: a\nusers: [null]\n", "it is not a kubeconfig"],
    ["has odd clusters", "current-context: a\nclusters: 5\n", 'no cluster for context "a"'],
    ["has no current context", "apiVersion: v1\n", "it has no current context"],
    ["is empty", "", "it is not a kubeconfig"],
    ["is too large", "#".repeat(1024 * 1024 + 1), "is larger than 1 MiB"],
  ])("is unread where the node's kubeconfig %s, and nothing of it is shown", async (_what, content, why) => {
    const path = workshop.path(`odd-${runs++}.conf`);
    if (content !== undefined) writeFileSync(path, content);
    const { status, printed } = await reviewed({ access: { kubeconfigOnNode: path } });
    expect(printed).toContain(why);
    expect(printed).not.toContain(token);
    expect(status).toBe(3);
  });

  it("tells the file from what a login prints, and a refusal of sudo from a file that is not there", async () => {
    const path = onNode(await api(byToken));
    const access = { kubeconfigOnNode: path };
    expect(await reviewed({ access, port: noisy.port })).toMatchObject({ status: 0 });
    expect(await reviewed({ access, port: sudoless.port, ssh: { privilege: "sudo" } })).toMatchObject({
      status: 3,
      printed: expect.stringContaining("through which the API is reached, failed: sudo: a password is required"),
    });
  });

  it("survives odd values in a node's kubeconfig", async () => {
    const server = await api(byToken);
    for (const cluster of [{ "tls-server-name": 5 }, { "tls-server-name": ["a"] }, { server: 5 }]) {
      const { status } = await reviewed({ access: { kubeconfigOnNode: onNode(server, { token }, cluster) } });
      expect(status).toBe(3);
    }
    const odd = onNode(server, { token: { a: 1 } });
    expect(await reviewed({ access: { kubeconfigOnNode: odd } })).toMatchObject({ status: 3 });
  });

  it("is unread where the host forbids forwarding, and the host is audited all the same", async () => {
    const server = await api(byToken);
    const { status, printed, assessment } = await audited({
      top: { kubeconfig: kubeconfig(server.url, { token }) },
      port: closed.port,
    });
    expect(assessment.coverage).toMatchObject({
      nodes: [{ name: "cp-1", state: "read" }],
      api: { state: "unread", server: server.url, cause: "unreachable", via: { host: "cp-1" } },
    });
    expect(printed.replaceAll(/\s+/g, " ")).toContain("its sshd forbids forwarding (AllowTcpForwarding, PermitOpen)");
    expect([status, server.log]).toEqual([3, []]);
  });

  it("is read in part where the tunnel is lost half way, and the run comes to its end", async () => {
    const relay = await startFaultProxy(node.port);
    const { port } = relay;
    const server = await api((asked) => {
      if (asked.path === "/api/v1/pods") relay.cut("reset");
      return byToken(asked);
    });
    try {
      const { assessment, status } = await audited({
        top: { kubeconfig: kubeconfig(server.url, { token }) },
        port,
        known: knows({ port, hostKeys: node.hostKeys }),
      });
      expect([status, assessment.coverage.api.state]).toEqual([3, "partly-read"]);
      const pods = assessment.coverage.api.unread.find(({ request }: { request: string }) => request.endsWith("/pods"));
      expect(pods.message).toMatch(/^GET \/api\/v1\/pods: .*(?:lost|cut)/);
    } finally {
      await relay.close();
    }
  });

  it("is unread where the host shows another key", async () => {
    const server = await api(byToken);
    const known = knows({ port: node.port, hostKeys: bastion.hostKeys });
    const { assessment } = await audited({ top: { kubeconfig: kubeconfig(server.url, { token }) }, known });
    expect(assessment.coverage).toMatchObject({
      nodes: [{ state: "unread", cause: "host-key-changed" }],
      api: {
        state: "unread",
        cause: "host-key-changed",
        message: expect.stringMatching(/^cp-1, through which the API is reached, failed: /),
      },
    });
    expect(server.log).toEqual([]);
  });

  it("is unread where the host cannot be reached, or reaches nothing itself", async () => {
    const server = await api(byToken);
    const nobody = await freePort();
    const top = { kubeconfig: kubeconfig(server.url, { token }) };
    const { printed: noHost } = await reviewed({ top, port: nobody });
    expect(noHost).toContain("cp-1, through which the API is reached, failed: the connection was refused");
    const { printed: noServer, status } = await reviewed({
      top: { kubeconfig: kubeconfig(`https://127.0.0.1:${nobody}`) },
    });
    expect(noServer).toMatch(/GET \S+: cp-1 says: .*refused/);
    expect(status).toBe(3);
  });

  it("needs no key of other hosts to check rights, but the tunnel's", async () => {
    const server = await api(listing(listed("cp-1"), listed("w-1")));
    const top = { kubeconfig: kubeconfig(server.url, { token }) };
    const other = { name: "w-1", role: "worker", ssh: { identityFile: workshop.path("none") } };
    expect(await reviewed({ top, others: [other] })).toMatchObject({ status: 0 });
    expect(await reviewed({ top, ssh: { identityFile: workshop.path("none") } })).toMatchObject({
      status: 2,
      talked: expect.stringContaining("cannot be read: there is no such file"),
    });
  });

  it("is unread once the tunnel is closed", async () => {
    const path = workshop.path("key");
    const host = hostAt(node.port, { identityFile: path });
    const options = {
      identities: new Map([[path, await identityAt(path)]]),
      knownHosts: new Map([[host.ssh.knownHosts, knownHostsFile(knows(node))]]),
      deadlines: patient,
      random: () => 0,
      run: startLoginRun(),
    };
    const tunnel = tunnelThrough(host, options);
    const opened = await tunnel.open();
    if (opened.state === "failed") throw new Error(opened.message);
    tunnel.close();
    await expect(opened.dial("127.0.0.1", node.port)).rejects.toMatchObject({ reason: "unreachable", lost: false });
    const never = tunnelThrough(host, options);
    never.close();
    expect(await never.open()).toMatchObject({ state: "failed", cause: "interrupted" });
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readerSource } from "../../../src/connect/reader.ts";
import { startApiServer } from "../../../src/demo/api-server.ts";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { type Ended, startPlimsoll } from "../../support/plimsoll.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";
import { canRunSshd, createWorkshop, makeKey } from "../connect/sshd.ts";
import { canaries, controls } from "./canaries.ts";
import { canaryApi } from "./canary-api.ts";
import { lookedAt, neverRead } from "./canary-files.ts";
import { type CanaryNode, startCanaryNode } from "./canary-node.ts";
import { formsOf, found, type Left, leftIn } from "./search.ts";

const suite = "secrets that stay where they are";
const canRun =
  canRunSshd(suite) &&
  requireRoot(suite) &&
  requireTools(suite, [
    { command: "/usr/bin/gcc", package: "gcc libc6-dev" },
    { command: "nsenter", package: "util-linux" },
    { command: "ps", package: "procps" },
    { command: "pdftotext", package: "poppler-utils" },
    { command: "chromium", package: "chromium" },
  ]);

const formats = "html,ckl,cklb,json,xccdf,hdf,csv,junit,sarif,oscal,pdf";

describe("the search", () => {
  it("finds every secret in every form", () => {
    for (const secret of Object.values(canaries)) {
      const inBase64 = ["", "a", "ab"].map((before) => Buffer.from(`${before}${secret} and more`).toString("base64"));
      for (const form of [...formsOf(secret), ...inBase64])
        expect(found({ secret }, [{ where: "x", text: `{"a":"b${form}"}` }])).toEqual(["secret in x"]);
    }
  });

  it("is for forty secrets and more, no two of them alike", () => {
    expect(new Set(Object.values(canaries)).size).toBe(Object.keys(canaries).length);
    expect(Object.keys(canaries).length).toBeGreaterThan(40);
  });
});

describe.runIf(canRun)("an audit of a node and a cluster full of secrets", () => {
  const workshop = createWorkshop();
  const path = workshop.path;
  let node: CanaryNode;
  let api: Awaited<ReturnType<typeof startApiServer>>;
  let audit: Ended;
  let sweep: string;
  let left: readonly Left[];

  const exec = (script: string) => ({
    apiVersion: "client.authentication.k8s.io/v1",
    interactiveMode: "Never",
    command: path(script),
    env: [{ name: "PLUGIN_SECRET", value: canaries.pluginVariable }],
  });

  function writePlugin(name: string, text: string): void {
    writeFileSync(path(name), `#!/bin/sh\necho "said ${canaries.pluginComplaint}" >&2\n${text}\n`, { mode: 0o755 });
  }

  function writeKubeconfig(name: string, server: string, ca: string, plugin: string, proxy?: string): void {
    const cluster = {
      server,
      "certificate-authority-data": Buffer.from(ca).toString("base64"),
      ...(proxy && { "proxy-url": proxy }),
    };
    const content = {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "x",
      clusters: [{ name: "x", cluster }],
      users: [{ name: "x", user: { exec: exec(plugin) } }],
      contexts: [{ name: "x", context: { cluster: "x", user: "x" } }],
    };
    writeFileSync(path(name), stringify(content), { mode: 0o600 });
  }

  function writeInventory(name: string, kubeconfig: string): string {
    const ssh = { user: "root", identityFile: path("id"), knownHosts: path("known_hosts"), privilege: "none" };
    const hosts = [{ name: "cp1", address: "127.0.0.1", role: "control-plane", ssh: { port: node.sshd.port } }];
    writeFileSync(
      path(name),
      stringify({ cluster: "c", kubeconfig: path(kubeconfig), api: { kubeletConfigz: true }, ssh, hosts }),
    );
    return path(name);
  }

  const environment = { ...process.env, PLIMSOLL_PASSPHRASE: canaries.passphrase, SSH_AUTH_SOCK: "" };
  const plimsoll = (...args: readonly string[]): Promise<Ended> => startPlimsoll(args, environment).ended;
  const said = (what: string, { stdout, stderr }: Ended): readonly Left[] => [
    { where: `${what}, standard output`, text: stdout },
    { where: `${what}, standard error`, text: stderr },
  ];

  beforeAll(async () => {
    node = await startCanaryNode(workshop, makeKey(path("id"), "ed25519", canaries.passphrase));
    writeFileSync(
      path("known_hosts"),
      node.sshd.hostKeys.map((key) => `[127.0.0.1]:${node.sshd.port} ${key}\n`).join(""),
    );
    const { ca, cert, key } = makeCertificates(new Date());
    api = await startApiServer(canaryApi, { cert, key, token: canaries.bearer, address: "127.0.0.1", port: 0 });
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token: canaries.bearer },
    };
    writePlugin("plugin", `echo '${JSON.stringify(credential)}'`);
    writePlugin("failing", `echo "password is $PLUGIN_SECRET" >&2; exit 1`);
    writeKubeconfig("kubeconfig", api.url, ca, "plugin");
    const inventory = writeInventory("inventory.yaml", "kubeconfig");

    audit = await plimsoll(
      "audit",
      "-i",
      inventory,
      "-o",
      path("run"),
      "--format",
      formats,
      "--benchmark",
      "all",
      "--log-level",
      "debug",
    );
    sweep = node.run(["/bin/sh", "-c", "cat >/reader.sh; sh /reader.sh sweep"], readerSource);
    writeFileSync(path("cp1.sweep"), sweep, "latin1");
    const later: Left[] = [];
    const again = await plimsoll(
      "audit",
      "-i",
      inventory,
      "-o",
      path("console"),
      "--from",
      path("cp1.sweep"),
      "--log-level",
      "debug",
    );
    later.push(...said("audit of a sweep", again));
    for (const format of ["console", "html", "json"])
      later.push(
        ...said(`diff as ${format}`, await plimsollHere("diff", path("run"), path("console"), "--format", format)),
      );
    writeKubeconfig("broken", api.url, ca, "failing");
    writeKubeconfig(
      "proxied",
      "https://192.0.2.1:6443",
      ca,
      "plugin",
      `http://user:${canaries.proxyPassword}@127.0.0.1:9`,
    );
    for (const name of ["broken", "proxied"]) {
      const ended = await plimsoll(
        "audit",
        "-i",
        writeInventory(`${name}.yaml`, name),
        "-o",
        path(`run-${name}`),
        "--log-level",
        "debug",
      );
      later.push(...said(`audit with a ${name} kubeconfig`, ended), ...leftIn(path(`run-${name}`)));
    }
    left = [
      ...leftIn(path("run")),
      ...leftIn(path("console")),
      { where: "sweep", text: sweep },
      ...said("audit", audit),
      ...later,
    ];
  });

  afterAll(async () => {
    await node?.stop();
    await api?.close();
    workshop.remove();
  });

  it("reads the node and the API, and writes every report", () => {
    // The API knows nodes that the inventory does not.
    expect(audit.status, audit.stderr).toBe(3);
    expect(audit.stderr).toContain("host read");
    const endings = [".html", ".ckl", ".cklb", ".json", ".xml", ".csv", ".sarif", ".pdf", ".gz"];
    expect(endings.filter((ending) => !left.some(({ where }) => where.endsWith(ending)))).toEqual([]);
  });

  it("looks where the secrets are", () => {
    const asked = sweep.split("\n").map((row) => row.replace(/^\d+ /, ""));
    expect(lookedAt.filter((request) => !asked.includes(request))).toEqual([]);
    const read = asked.filter((row) => /^(read|forwarding|kubeconfig|certificates) /.test(row));
    expect(neverRead.filter((file) => read.some((row) => row.endsWith(` ${file}`)))).toEqual([]);
  });

  it("shows what is no secret: the search would find it", () => {
    const shown = found(controls, left).map((place) => place.split(" in ")[0]);
    expect([...new Set(shown)].sort()).toEqual(Object.keys(controls).sort());
  });

  it("leaves none of the secrets anywhere", () => {
    expect(found(canaries, left)).toEqual([]);
  });

  it("names the places of secrets in variables and ConfigMaps", () => {
    const assessment = readFileSync(join(path("run"), "assessment.json"), "utf8");
    const cluster = gunzipSync(readFileSync(join(path("run"), "evidence/cluster.json.gz"))).toString();
    expect(assessment).toContain(controls.variableName);
    expect(cluster).toContain(controls.configMap);
    expect(cluster).toContain("env DB_PASSWORD of container c");
  });
});

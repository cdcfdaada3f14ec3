import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readerInstallation } from "../../src/cli/commands/reader/installation.ts";
import { readerSource } from "../../src/connect/reader.ts";
import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import type { Assessment, Finding } from "../../src/findings/assessment.ts";
import type { Status } from "../../src/findings/verdict.ts";
import { rules } from "../../src/rules/index.ts";
import { requireFile, requireRoot, requireTools } from "../support/lab-requirements.ts";
import { type Ended, plimsoll } from "../support/plimsoll.ts";
import { plimsollHere } from "../support/plimsoll-here.ts";
import { askCluster, auditNode, auditWorker, type LabNode, type Statuses, sweepAt } from "./audited-node.ts";
import { byTimer } from "./by-timer.ts";
import { lostInMidRun } from "./lost-in-mid-run.ts";
import { fileMutations } from "./mutations/default-files.ts";
import { flagMutations } from "./mutations/default-flags.ts";
import { processMutations } from "./mutations/default-processes.ts";
import { kubeletMutations } from "./mutations/kubelet.ts";
import { mutationsOfMended } from "./mutations/mended.ts";
import { type ApiAnswers, type Changes, type Mutation, scriptsOf } from "./mutations/mutation.ts";
import { sshMutations } from "./mutations/ssh.ts";
import { unreadableMutations } from "./mutations/unreadable.ts";
import { secretsOnNodes } from "./secrets-on-nodes.ts";
import { atConsole, lab, labAnswers, labFolder, startServices } from "./services.mjs";
import { leftBetween, type Traces, tracesOn } from "./traces.ts";

const root = new URL("../..", import.meta.url).pathname;
const rulesFile = join(root, "../shared/design/rules.yaml");

const hasLab =
  requireTools("lab", [
    { command: "debootstrap", package: "debootstrap" },
    { command: "systemd-nspawn", package: "systemd-container" },
    { command: "ssh-keygen", package: "openssh-client" },
    { command: "openssl", package: "openssl" },
    { command: "gcc", package: "gcc libc6-dev" },
  ]) && requireRoot("lab");
const hasDesign = requireFile("the lab against rules.yaml", rulesFile);

const inventory = join(labFolder, "inventory.yaml");
const mutationsOfDefault = [
  ...fileMutations,
  ...flagMutations,
  ...processMutations,
  ...kubeletMutations,
  ...unreadableMutations,
];

describe.skipIf(!hasLab)("the lab", () => {
  // One lab for all suites: its addresses are fixed, and two cannot stand at once.
  beforeAll(() => void lab("up"));
  afterAll(() => void lab("down"));

  describe("an audit of five real nodes and a mute host", auditOfAllNodes);
  describe("an audit with a worker that is read at its console", auditByConsole);
  describe("a run in whose midst a worker is lost", lostInMidRun);
  describe("an audit of nodes full of secrets", secretsOnNodes);
  describe("an audit that systemd starts by its clock", byTimer);
  describe("a worker whose key starts the installed reader alone", installedReader);
  describe("a default node on which one thing is broken", () => breakOneByOne(mutationsOfDefault));
  describe("a worker without sshd on which one thing is broken", () => breakOneByOne(sshMutations));
  describe("a node on which everything is mended that can be", everythingMended);
  describe("a mended node on which one thing is broken", () => breakOneByOne(mutationsOfMended));
});

function auditOfAllNodes(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-lab-test-"));
  const run = join(folder, "run");
  let audit: Ended;
  let assessment: Assessment;
  const before = new Map<string, Traces>();
  const left: Record<string, readonly string[]> = {};
  let stopServices: () => Promise<void>;

  beforeAll(async () => {
    stopServices = await startServices();
    for (const node of ["cp1", "w1", "w2", "w3", "w4"]) before.set(node, tracesOn(node));
    audit = await plimsoll("audit", "-i", inventory, "-o", run);
    for (const [node, traces] of before) left[node] = leftBetween(traces, tracesOn(node));
    assessment = JSON.parse(readFileSync(join(run, "assessment.json"), "utf8"));
  });
  afterAll(async () => {
    await stopServices?.();
    rmSync(folder, { recursive: true, force: true });
  });

  const finding = (id: string): Finding => {
    const found = assessment.findings.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error(`no finding for ${id}`);
    return found;
  };
  const on = (id: string, node: string) => {
    const group = finding(id).groups.find(({ targets }) => targets.includes(node));
    return group === undefined ? undefined : { literal: group.literal.status, effective: group.effective.status };
  };

  it("is incomplete, says so first, and exits 3", () => {
    expect(audit.status, audit.stderr).toBe(3);
    expect(audit.stdout).toMatch(/INCOMPLETE: 3 of 6 nodes read/);
    expect(audit.stderr).toMatch(/w3: refused/);
    expect(audit.stderr).toMatch(/w4: sudo-refused: .*a password is required/);
    expect(audit.stderr).toMatch(/mute: timed-out/);
  });

  it("leaves on a node what any login leaves, and nothing else", () => {
    const journal = "journald: sshd's and sudo's log of the login";
    const motd = "pam_motd: the message of the day, made anew";
    const login = [journal, motd];
    // Only where sudo wants a password does it note when.
    const refused = [...login, "sudo: when it last asked this user for a password"];
    expect(left).toEqual({ cp1: login, w1: login, w2: login, w3: [], w4: refused });
  });

  it("would show what is written to disk or memory, be it only a time", () => {
    const change = "touch -d 2000-01-01 /etc/hostname; mkdir /tmp/left; echo x >/dev/shm/left; rm -f /var/log/left";
    atConsole("w3", "echo x >/var/log/left", "");
    const traces = tracesOn("w3");
    atConsole("w3", change, "");
    const noticed = leftBetween(traces, tracesOn("w3"));
    atConsole("w3", "rm -r /tmp/left /dev/shm/left", "");
    expect(noticed).toEqual(expect.arrayContaining(["/dev/shm/left", "/etc/hostname", "/tmp/left", "/var/log/left"]));
  });

  it("covers every host with its cause", () => {
    const states = Object.fromEntries(
      assessment.coverage.nodes.map(({ name, state, cause }) => [name, cause ?? state]),
    );
    expect(states).toEqual({
      cp1: "read",
      w1: "read",
      w2: "read",
      w3: "refused",
      w4: "sudo-refused",
      mute: "timed-out",
    });
    expect(assessment.coverage.api).toMatchObject({ state: "read", version: "v1.36.2" });
  });

  it("judges the control plane as the rule conditions expect of a default kubeadm node", (context) => {
    if (!hasDesign) context.skip();
    const { rules } = parse(readFileSync(rulesFile, "utf8"), { maxAliasCount: -1 }) as {
      rules: readonly { id: string; kubeadm_1_36: { literal: string | null; effective: string | null } }[];
    };
    const expected = rules.filter(({ id, kubeadm_1_36 }) => kubeadm_1_36.literal !== null && finding(id).automatic);
    expect(expected.length).toBeGreaterThanOrEqual(60);
    const judged = expected.map(({ id }) => [id, statusOnControlPlane(id)]);
    expect(Object.fromEntries(judged)).toEqual(
      Object.fromEntries(expected.map(({ id, kubeadm_1_36: { literal, effective } }) => [id, { literal, effective }])),
    );
  });

  // Control-plane nodes beyond the text of a worker rule: literally not applicable, effectively judged.
  const statusOnControlPlane = (id: string) => {
    // What is judged once, on the cluster, has the cluster's name as its target.
    const group = finding(id).groups.find(({ targets }) => targets.some((name) => ["cp1", "lab"].includes(name)));
    if (group === undefined) return undefined;
    return { literal: group.beyondText ? "not_applicable" : group.literal.status, effective: group.effective.status };
  };

  it("judges what the recording could not show: kubeadm's drop-in", () => {
    expect(on("V-242454", "cp1")).toEqual({ literal: "not_a_finding", effective: "not_a_finding" });
    expect(on("V-242455", "w1")).toEqual({ literal: "not_a_finding", effective: "not_a_finding" });
  });

  it.each([
    ["V-242397", "open"],
    ["V-242392", "open"],
    ["V-242404", "not_a_finding"],
    ["V-242408", "not_applicable"],
    ["V-242466", "not_a_finding"],
    ["V-242467", "not_applicable"],
    ["V-242376", "not_applicable"],
  ] as const)("judges the default workers: %s is %s", (id, literal) => {
    expect([on(id, "w1")?.literal, on(id, "w2")?.literal]).toEqual([literal, literal]);
  });

  it("takes its own connection as evidence of sshd, and a refusal by a ready node as the text does", () => {
    const running = Object.fromEntries(["w1", "w3", "w4", "mute"].map((node) => [node, on("V-242393", node)]));
    expect(running).toEqual({
      w1: { literal: "open", effective: "open" },
      w3: { literal: "not_a_finding", effective: "not_reviewed" },
      w4: { literal: "open", effective: "open" },
      mute: { literal: "not_reviewed", effective: "not_reviewed" },
    });
    expect(on("V-242394", "w1")?.literal).toBe("open");
    expect(on("V-242394", "w4")?.literal).toBe("not_reviewed");
  });

  it("lets no rule pass that an unread worker could break", () => {
    const forEveryNode = ["V-242387", "V-242391", "V-242406", "V-242452", "V-242453"];
    expect(forEveryNode.map((id) => finding(id).status)).toEqual(forEveryNode.map(() => "not_reviewed"));
    // The API's labels prove that the unread ones are no control planes.
    expect(finding("V-242381").status).toBe("not_a_finding");
  });

  it("judges the cluster by what its API server lists and serves", () => {
    expect(finding("V-242383")).toMatchObject({ status: "not_a_finding", effectiveStatus: "not_a_finding" });
    expect(finding("V-242437")).toMatchObject({ status: "not_applicable", effectiveStatus: "not_applicable" });
  });

  it("has the API's mirror pods say the same as the control plane itself", () => {
    const places = (vulnId: string) =>
      finding(vulnId)
        .groups.find(({ targets }) => targets.includes("cp1"))
        ?.effective.seen.map(({ what }) => what.split(", ")[1]);
    for (const vulnId of ["V-242378", "V-242409", "V-242423"]) {
      expect(places(vulnId), vulnId).toEqual(expect.arrayContaining(["running process", "mirror pod in the API"]));
    }
    const reasons = assessment.findings.flatMap(({ groups }) => groups.map(({ literal }) => literal.reason));
    expect(reasons.filter((reason) => reason.includes("The API contradicts"))).toEqual([]);
  });

  it("judges the same evidence to the same bytes, without any network", async () => {
    const before = readFileSync(join(run, "assessment.json"));
    expect((await plimsollHere("assess", run)).status).toBe(3);
    expect(readFileSync(join(run, "assessment.json")).equals(before)).toBe(true);
  });

  it("leaves evidence of every host, a report and a checklist", () => {
    const evidence = readdirSync(join(run, "evidence")).sort();
    expect(evidence).toEqual(
      ["cluster", "node-cp1", "node-mute", "node-w1", "node-w2", "node-w3", "node-w4"].map((name) => `${name}.json.gz`),
    );
    expect(readFileSync(join(run, "report.html"), "utf8")).toContain("V-242387");
    expect(readdirSync(join(run, "checklists")).sort()).toEqual(["lab.ckl", "lab.cklb"]);
  });
}

/** w3 has no sshd: somebody runs the sweep at its console, and brings the file. */
function auditByConsole(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-lab-console-"));
  const run = join(folder, "run");
  let stopServices: () => Promise<void>;
  let assessment: Assessment;

  beforeAll(async () => {
    stopServices = await startServices();
    writeFileSync(join(folder, "w3.sweep"), sweepAt("w3"));
    const audit = await plimsoll("audit", "-i", inventory, "-o", run, "--from", folder);
    expect(audit.stdout).toContain("4 of 6 nodes read (1 by console)");
    assessment = JSON.parse(readFileSync(join(run, "assessment.json"), "utf8"));
  });
  afterAll(async () => {
    await stopServices?.();
    rmSync(folder, { recursive: true, force: true });
  });

  const on = (node: string): Readonly<Record<string, readonly Status[]>> =>
    Object.fromEntries(
      assessment.findings.flatMap(({ id, groups }) => {
        const group = groups.find(({ targets }) => targets.includes(node));
        return group === undefined ? [] : [[id, [group.literal.status, group.effective.status]]];
      }),
    );

  it("finds no SSH server on it, and judges all else as on a worker that is read over SSH", () => {
    const passes = ["not_a_finding", "not_a_finding"];
    expect(on("w3")).toEqual({ ...on("w1"), "V-242393": passes, "V-242394": passes });
  });

  it("says by which file it was read", () => {
    const covered = assessment.coverage.nodes.find(({ name }) => name === "w3");
    expect(covered).toMatchObject({ state: "read", console: { file: "w3.sweep" } });
  });
}

/** w2 is not read otherwise after this: its one key starts the reader. */
function installedReader(): void {
  let cluster: ClusterEvidence;
  let sent: Awaited<ReturnType<typeof auditWorker>>;
  beforeAll(async () => {
    const stopServices = await startServices();
    cluster = await askCluster().finally(stopServices);
    sent = await auditWorker("w2", cluster, {});
  });

  it("lets nothing pass for a user without rights that does not pass for root", async () => {
    const { statuses } = await auditWorker("w2", cluster, { privilege: "none" });
    const unseen = Object.entries(statuses).filter(([, { literal }]) => literal === "not_reviewed");
    expect(unseen.length).toBeGreaterThan(0);
    for (const [id, { literal, effective }] of Object.entries(statuses)) {
      expect([sent.statuses[id]?.literal, "not_reviewed"], id).toContain(literal);
      expect([sent.statuses[id]?.effective, "not_reviewed"], id).toContain(effective);
    }
  });

  it("is set up as it is printed, and shows what the sent one shows", async () => {
    const publicKey = readFileSync(join(labFolder, "id_ed25519.pub"), "utf8").trim();
    const lines = readerInstallation({ user: "audit", publicKey }).split("\n");
    const line = (begin: string): string => lines.find((one) => one.startsWith(begin)) ?? "";
    atConsole("w2", "cat >/run/plimsoll-reader", readerSource);
    atConsole("w2", "cd /run && sh -eus", [line("echo"), line("install"), "rm plimsoll-reader"].join("\n"));
    atConsole("w2", "cat >/etc/sudoers.d/audit && visudo -cq", `${line("audit ALL")}\n`);
    atConsole("w2", "cat >/home/audit/.ssh/authorized_keys", `${line("restrict")}\n`);
    await expect(auditWorker("w2", cluster, {})).rejects.toThrow(/reader: installed in the inventory/);
    const installed = await auditWorker("w2", cluster, { reader: "installed" });
    expect(installed.statuses).toEqual(sent.statuses);
    expect(lasting(installed.facts)).toEqual(lasting(sent.facts));
  });

  // The nodes have this machine's network: its other tests' ports come and go.
  const lasting = (facts: unknown): unknown =>
    JSON.parse(JSON.stringify(facts), (key, value: unknown) =>
      key === "pid" || key === "host.listeners" ? undefined : value,
    );
}

/** Breaks one thing after the other and puts it back; only the rules concerned may change. */
function breakOneByOne(mutations: readonly Mutation[]): void {
  const nodes = [...new Set(mutations.map(({ node }) => node))];
  const before = new Map<LabNode, Statuses>();
  const answers: Record<string, unknown> = { ...labAnswers };
  const answering = (wanted: ApiAnswers): void => {
    for (const path of Object.keys(answers)) delete answers[path];
    Object.assign(answers, wanted);
  };
  let stopServices: () => Promise<void>;
  // Asked again only where a mutation changes what it says: the nodes are what is broken here.
  let cluster: ClusterEvidence;
  beforeAll(async () => {
    stopServices = await startServices(answers);
    cluster = await askCluster();
    for (const node of nodes) before.set(node, await auditNode(node, cluster));
  });
  afterAll(() => stopServices?.());

  const changed = (node: LabNode, after: Statuses, reading: "literal" | "effective"): Changes =>
    Object.fromEntries(
      Object.entries(after).flatMap(([id, status]) =>
        status[reading] === before.get(node)?.[id]?.[reading] ? [] : [[id, status[reading]]],
      ),
    );

  const cases = mutations.map((mutation) => [`${mutation.node}: ${mutation.what}`, mutation] as const);
  it.each(cases)("%s", async (_what, mutation) => {
    const { node, api, literal, effective = literal, says = {} } = mutation;
    const { breaks, mends } = scriptsOf(mutation);
    atConsole(node, "sh -s", breaks);
    if (api !== undefined) answering(api(labAnswers));
    const after = await (api === undefined ? Promise.resolve(cluster) : askCluster())
      .then((shown) => auditNode(node, shown))
      .finally(() => {
        answering(labAnswers);
        atConsole(node, "sh -s", mends);
      });
    expect({ literal: changed(node, after, "literal"), effective: changed(node, after, "effective") }).toEqual({
      literal,
      effective,
    });
    for (const [id, words] of Object.entries(says)) expect(after[id]?.reasons).toMatch(words);
  });

  it("is as it was, once everything is put back", async () => {
    const now = await askCluster();
    for (const node of nodes) expect(await auditNode(node, now)).toEqual(before.get(node));
  });
}

/** What it changes is not put back: the suite after it builds on it. */
function everythingMended(): void {
  const script = (name: string): string => readFileSync(new URL(`node/${name}`, import.meta.url), "utf8");
  const inStatus = (statuses: Statuses, wanted: Status): readonly string[] =>
    Object.entries(statuses).flatMap(([id, { literal, effective }]) =>
      literal === wanted || effective === wanted ? [id] : [],
    );

  let stopServices: () => Promise<void>;
  beforeAll(async () => {
    stopServices = await startServices();
  });
  afterAll(() => stopServices?.());

  it("leaves nothing open on the control plane", async () => {
    atConsole("cp1", "sh -s", script("harden-control-plane"));
    const statuses = await auditNode("cp1", await askCluster());
    expect({ open: inStatus(statuses, "open"), unseen: inStatus(statuses, "not_reviewed") }).toEqual({
      open: [],
      unseen: [],
    });
    // What no file of a node decides alone: an old program, and the ports that the site approved.
    const passes = { literal: "not_a_finding", effective: "not_a_finding" };
    for (const id of ["V-242396", "V-242410", "V-242411", "V-242412", "V-242413"]) {
      expect(statuses[id], id).toMatchObject(passes);
    }
  });

  // V-242393, V-242394: sshd runs and is enabled, or nobody could have asked.
  it.each([
    ["w1", ["V-242393", "V-242394"]],
    ["w3", []],
  ] as const)("leaves nothing open on %s but that it is reached over SSH", async (node, reached) => {
    atConsole(node, "sh -s", script("harden-worker"));
    const statuses = await auditNode(node, await askCluster());
    expect({ open: inStatus(statuses, "open"), unseen: inStatus(statuses, "not_reviewed") }).toEqual({
      open: reached,
      unseen: [],
    });
  });
}

it("breaks every rule that a node of the lab can pass", () => {
  const all = [...mutationsOfDefault, ...sshMutations, ...mutationsOfMended];
  const broken = new Set(all.flatMap(({ literal }) => Object.keys(literal)));
  const judged = rules.flatMap(({ kind, id }) => (kind === "node" ? [id] : []));
  expect(judged.filter((id) => !broken.has(id))).toEqual([]);
});

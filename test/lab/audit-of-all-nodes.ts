import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { Assessment, Finding } from "../../src/findings/assessment.ts";
import { requireFile } from "../support/lab-requirements.ts";
import { type Ended, plimsoll } from "../support/plimsoll.ts";
import { plimsollHere } from "../support/plimsoll-here.ts";
import { atConsole, labFolder, startServices } from "./services.mjs";
import { leftBetween, type Traces, tracesOn } from "./traces.ts";

const rulesFile = new URL("../../../shared/design/rules.yaml", import.meta.url).pathname;
const hasDesign = requireFile("the lab against rules.yaml", rulesFile);

/** What a user's audit of all six hosts says of each, and leaves on them: three can be read. */
export function auditOfAllNodes(): void {
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
    audit = await plimsoll("audit", "-i", join(labFolder, "inventory.yaml"), "-o", run);
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

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

const rules = "V-242387,V-242410,V-274883";

describe("a checklist that a person filled in", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-carry-"));
  const at = (...names: readonly string[]): string => join(folder, ...names);
  let demo: DemoCluster;

  const audit = (output: string, ...more: readonly string[]) =>
    plimsollHere(
      "audit",
      "-i",
      demo.inventory,
      "-o",
      at(output),
      "--only",
      rules,
      "--format",
      "ckl,cklb,json",
      ...more,
    );
  const assessmentOf = (run: string): Assessment =>
    assessmentSchema.parse(JSON.parse(readFileSync(at(run, "assessment.json"), "utf8")));
  const findingOf = (run: string, id: string) => assessmentOf(run).findings.find((finding) => finding.id === id);
  const cklOf = (run: string): string => readFileSync(at(run, "checklists", "demo.ckl"), "utf8");
  const rowOf = (ckl: string, id: string): string => ckl.slice(ckl.indexOf(`>${id}<`)).split("</VULN>")[0] ?? "";

  /** What STIG Viewer writes when a person answers a rule. */
  function answer(ckl: string, id: string): string {
    const row = rowOf(ckl, id);
    const answered = row
      .replace(/<STATUS>\w+</, "<STATUS>NotAFinding<")
      .replace("<COMMENTS></COMMENTS>", "<COMMENTS>Compared on 3 May. JD</COMMENTS>")
      .replace("<SEVERITY_OVERRIDE></", "<SEVERITY_OVERRIDE>low</")
      .replace("<SEVERITY_JUSTIFICATION></", "<SEVERITY_JUSTIFICATION>A lab &amp; nothing else.</");
    return ckl.replace(row, answered);
  }

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    await audit("first");
    cpSync(at("first"), at("answered"), { recursive: true });
    writeFileSync(at("answered", "checklists", "demo.ckl"), answer(answer(cklOf("first"), "V-274883"), "V-242387"));
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is taken out of the last run's folder, and its words hold in the next checklist and the one after", async () => {
    const second = await audit("second", "--previous", at("answered"));
    expect(second.stdout).toContain("Earlier checklists, demo.ckl (demo): 2 rules carried over, 0 not");
    expect(findingOf("second", "V-274883")).toMatchObject({
      status: "not_a_finding",
      review: { concluded: { status: "not_reviewed" } },
    });
    const row = rowOf(cklOf("second"), "V-274883");
    expect(row).toContain("<STATUS>NotAFinding</STATUS>");
    expect(row).toContain("<COMMENTS>Compared on 3 May. JD</COMMENTS>");
    expect(row).toContain("<SEVERITY_OVERRIDE>low</SEVERITY_OVERRIDE>");
    expect(row).toContain("<SEVERITY_JUSTIFICATION>A lab &amp; nothing else.</SEVERITY_JUSTIFICATION>");
    await audit("third", "--previous", at("second"));
    expect(rowOf(cklOf("third"), "V-274883")).toBe(row);
    expect(rowOf(cklOf("third"), "V-242410")).toBe(rowOf(cklOf("first"), "V-242410"));
  });

  it("says nothing of a rule that plimsoll itself has judged", () => {
    const [before, after] = [findingOf("first", "V-242387"), findingOf("second", "V-242387")];
    expect(before?.status).toBe("not_a_finding");
    expect(after).toMatchObject({ status: "not_a_finding" });
    expect(after?.review?.concluded).toBeUndefined();
    expect(rowOf(cklOf("second"), "V-242387")).toContain("<COMMENTS>Compared on 3 May. JD</COMMENTS>");
  });

  it("is given as a file of either format, kept with the run, and gone by when the run is judged again", async () => {
    const given = await audit("fourth", "--previous", at("second", "checklists", "demo.cklb"));
    expect(given.stdout).toContain("Earlier checklists, demo.cklb (demo): 2 rules carried over, 0 not");
    expect(readFileSync(at("fourth", "previous", "demo.cklb"))).toEqual(
      readFileSync(at("second", "checklists", "demo.cklb")),
    );
    expect(rowOf(cklOf("fourth"), "V-274883")).toBe(rowOf(cklOf("second"), "V-274883"));
    await plimsollHere("assess", at("fourth"), "--only", rules);
    expect(findingOf("fourth", "V-274883")?.status).toBe("not_a_finding");
    expect(rowOf(cklOf("fourth"), "V-274883")).toBe(rowOf(cklOf("second"), "V-274883"));
  });

  it("comes back with what stood beside our STIG, and with what it said of the host", async () => {
    const other =
      "<iSTIG><STIG_INFO><SI_DATA><SID_NAME>stigid</SID_NAME><SID_DATA>RHEL_9_STIG</SID_DATA></SI_DATA></STIG_INFO>\r\n<VULN></VULN></iSTIG>";
    const whole = cklOf("first")
      .replace("\t</STIGS>", `${other}</STIGS>`)
      .replace("<ROLE>None<", "<ROLE>Member Server<")
      .replace("<HOST_IP><", "<HOST_IP>192.0.2.7<");
    // The run cannot keep a copy under this name.
    writeFileSync(at("whole host.ckl"), whole);
    await audit("seventh", "--previous", at("whole host.ckl"));
    const written = () => {
      const ckl = cklOf("seventh");
      expect(ckl).toContain(other);
      expect(ckl.match(/<iSTIG>/g)).toHaveLength(2);
      expect(ckl).toContain("<ROLE>Member Server</ROLE>");
      expect(ckl).toContain("<HOST_IP>192.0.2.7</HOST_IP>");
      return ckl;
    };
    const first = written();
    await plimsollHere("assess", at("seventh"), "--only", rules);
    expect(written()).toBe(first);
    await plimsollHere("report", at("seventh"), "--format", "ckl");
    expect(written()).toBe(first);
  });

  it("is refused before anything is contacted where it is another host's, or two say different things", async () => {
    const foreign = at("staging.ckl");
    writeFileSync(foreign, cklOf("first").replace("<HOST_NAME>demo<", "<HOST_NAME>staging<"));
    const refused = await audit("fifth", "--previous", foreign);
    expect(refused).toMatchObject({ status: exitCodes.usage, stdout: "" });
    expect(refused.stderr).toBe(
      `plimsoll: ${foreign}, given with --previous, is of the host "staging", which is neither the cluster demo nor one of its nodes\n`,
    );
    const [one, other] = [at("answered", "checklists", "demo.ckl"), at("first", "checklists", "demo.ckl")];
    const twice = await audit("fifth", "--previous", one, "--previous", other);
    expect(twice).toMatchObject({ status: exitCodes.usage, stdout: "" });
    expect(twice.stderr).toContain(`${one} and ${other} are of the same host and say different things`);
  });

  it("is refused where it is none", async () => {
    const broken = at("broken.ckl");
    writeFileSync(broken, cklOf("first").slice(0, 5000));
    const refused = await audit("sixth", "--previous", broken);
    expect(refused).toMatchObject({ status: exitCodes.usage, stdout: "" });
    expect(refused.stderr).toMatch(/^plimsoll: .*broken\.ckl: .*\n$/);
    const none = await audit("sixth", "--previous", at("none.ckl"));
    expect(none).toMatchObject({ status: exitCodes.usage, stdout: "" });
  });
});

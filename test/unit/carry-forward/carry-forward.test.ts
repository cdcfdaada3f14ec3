import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notAFinding, notReviewed, open, statuses, type Verdict } from "../../../src/findings/verdict.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { assetNamed, type Edit } from "../../support/filled-checklist.ts";
import { seenInFile } from "../../support/sample-assessment.ts";
import { next, runOf, unseen } from "./carried.ts";

describe("a person's answer", () => {
  const answer: Edit = { status: "not_a_finding", comments: "All on the list. JD" };

  it("holds where plimsoll has none, and says whose it is", () => {
    const { finding, written } = next(runOf(unseen), answer, runOf(unseen));
    expect(finding).toMatchObject({
      status: "not_a_finding",
      summary: "Answered by a person in q1.ckl.",
      review: { concluded: { status: "not_reviewed", summary: "A person compares these." } },
    });
    expect(finding.review?.carried).toEqual([
      { asset: "sample", file: "q1.ckl", status: "not_a_finding", comments: "All on the list. JD" },
    ]);
    expect(written).toMatchObject({ status: "not_a_finding", comments: "All on the list. JD" });
    expect(written.details).toMatch(/^Not Reviewed\. A person compares these\.\n/);
  });

  it("holds run after run, and every checklist is the same as the one before", () => {
    const second = next(runOf(unseen), answer, runOf(unseen));
    const third = next(second.carried, {}, runOf(unseen));
    expect(third.written).toEqual({ ...second.written, finding: third.finding });
    expect(third.finding.status).toBe("not_a_finding");
  });

  it("is to be looked at again where something else is seen, until somebody has", () => {
    const other = notReviewed("A person compares these.", [seenInFile("cp1", "port", "10250")]);
    const second = next(runOf(unseen), answer, runOf(other));
    expect(second.finding.status).toBe("not_a_finding");
    expect(second.finding.review?.carried?.[0]?.again).toBe(
      "It was answered before what plimsoll sees today was seen.",
    );
    const third = next(second.carried, {}, runOf(other));
    expect(third.finding.review?.carried?.[0]?.again).toBeDefined();
    const looked: Edit = ({ details }) => ({ details: details.replace(/^\[plimsoll: answered.*\n/, "") });
    const fourth = next(third.carried, looked, runOf(other));
    expect(fourth.finding).toMatchObject({ status: "not_a_finding" });
    expect(fourth.finding.review?.carried?.[0]).not.toHaveProperty("again");
  });

  it("never covers what is seen, and is named then", () => {
    const { finding, written } = next(runOf(unseen), answer, runOf(open("10255 is not on the list.")));
    expect(finding.status).toBe("open");
    expect(finding.review?.concluded).toBeUndefined();
    expect(finding.review?.carried?.[0]).toEqual({
      asset: "sample",
      file: "q1.ckl",
      comments: "All on the list. JD",
      again: "It was answered Not a Finding; plimsoll sees Open.",
    });
    expect(written).toMatchObject({ status: "open", comments: "All on the list. JD" });
    expect(written.details).toMatch(/^Open\. 10255/);
  });

  it("is to be looked at again where the running configuration says otherwise", () => {
    const { finding } = next(runOf(unseen), answer, runOf(unseen, open("The default is on.")));
    expect(finding.status).toBe("not_reviewed");
    expect(finding.review?.carried?.[0]).toMatchObject({ comments: answer.comments });
    expect(finding.review?.carried?.[0]?.again).toContain("the running configuration, defaults included, is Open");
  });

  it("passes nothing of a node that was not read, and may be Open there", () => {
    const lost = covered("cp1", { state: "unread", cause: "timed-out", message: "no answer" });
    const now = { ...runOf(notReviewed("The host was not read.")), coverage: coverageOf(lost) };
    const { finding } = next(runOf(unseen), answer, now);
    expect(finding.status).toBe("not_reviewed");
    expect(finding.review?.carried?.[0]?.again).toBe("It was answered Not a Finding; today cp1 was not read.");
    expect(next(runOf(unseen), { status: "open" }, now).finding.status).toBe("open");
  });

  it("is nobody's where the checklist names no host and has an address", () => {
    const asset = { ...assetNamed(""), ip: "203.0.113.99" };
    const { finding, from } = next(runOf(unseen), answer, runOf(unseen), { asset });
    expect([finding.status, from?.rules]).toEqual(["not_reviewed", 0]);
    expect(next(runOf(unseen), answer, runOf(unseen), { asset: assetNamed("") }).finding.status).toBe("not_a_finding");
  });

  it("may be Open, and Not Applicable", () => {
    for (const status of ["open", "not_applicable"] as const) {
      expect(next(runOf(unseen), { status }, runOf(unseen)).written.status).toBe(status);
    }
    const runsOpen = runOf(unseen, open("The default is on."));
    expect(next(runsOpen, { status: "open" }, runsOpen).finding.review?.carried?.[0]).not.toHaveProperty("again");
  });

  it("keeps a person's details beside the evidence, and alone where nothing of ours was there", () => {
    const own: Edit = ({ details }) => ({ ...answer, details: `Compared on 3 May.\n\n${details}` });
    const second = next(runOf(unseen), own, runOf(unseen));
    expect(second.written.details).toMatch(/^Compared on 3 May\.\n\nNot Reviewed\. /);
    const foreign = next(runOf(unseen), { ...answer, details: "Another tool's words." }, runOf(unseen));
    expect(foreign.finding.review?.carried?.[0]).toMatchObject({ details: "Another tool's words." });
    expect(foreign.written.details).toMatch(/^Another tool's words\.\n\nNot Reviewed\. /);
  });
});

describe("plimsoll's own answer of an earlier run", () => {
  it.each([notAFinding("Seen."), open("Seen.")])("is no person's word when nothing is seen any more", (then) => {
    const { finding, written } = next(runOf(then), {}, runOf(unseen));
    expect(finding.status).toBe("not_reviewed");
    expect(finding.review).toBeUndefined();
    expect(written.status).toBe("not_reviewed");
  });

  it.each([
    ["somebody changed the text that stands below it", (details: string) => details.replace("Seen.", "Seen by JD.")],
    ["the last line was taken away", (details: string) => details.replace(/\n\[plimsoll.*$/, "")],
    ["what is expected was taken away", (details: string) => details.replace(/^Expected: .*\n/m, "")],
    ["it stands below somebody's text", (details: string) => `Mine.\n${details.replace("Expected: ", "Expected:  ")}`],
  ])("is none where %s", (_, change) => {
    const edit: Edit = ({ details }) => {
      expect(change(details)).not.toBe(details);
      return { details: change(details) };
    };
    expect(next(runOf(notAFinding("Seen.")), edit, runOf(unseen)).finding.status).toBe("not_reviewed");
    const answered: Edit = ({ details }) => ({ status: "not_applicable", details: change(details) });
    expect(next(runOf(notAFinding("Seen.")), answered, runOf(unseen)).finding.status).toBe("not_applicable");
  });

  it.each([
    "passed :: TEST Not a Finding. Seen. :: MESSAGE Expected: nothing",
    "Evaluate-STIG 1.2404.1 (Scan-Kubernetes_Checks) found this to be NOT A FINDING on 04/01/2026",
    "Tool: cpe:/a:niwc:scc:5.10\nTime: 2026-04-01T00:00:00\nResult: pass",
    "\n  skipped :: TEST x",
  ])("is none where another program handed it on, nor is a verdict of that program's: %j", (details) => {
    const { finding, written } = next(runOf(unseen), { status: "not_a_finding", details }, runOf(unseen));
    expect(finding.status).toBe("not_reviewed");
    expect(written.status).toBe("not_reviewed");
    expect(finding.review?.carried?.[0]).toMatchObject({
      details: details.trim(),
      again: "The checklist's status is another program's, not a person's.",
    });
  });

  it("is none with a comment either", () => {
    const { finding, written } = next(runOf(notAFinding("Seen.")), { comments: "Good." }, runOf(unseen));
    expect(finding.status).toBe("not_reviewed");
    expect(written).toMatchObject({ status: "not_reviewed", comments: "Good." });
  });

  it("is not, whatever was seen and whatever is: an unseen rule is Not Reviewed without a person", () => {
    const verdict = fc
      .constantFrom(...statuses)
      .map((status): Verdict => ({ status, reason: "Some reason.", seen: [] }));
    fc.assert(
      fc.property(verdict, verdict, (then, now) => {
        expect(next(runOf(then), {}, runOf(now)).finding.status).toBe(now.status);
      }),
    );
  });
});

describe("overrides", () => {
  it("are kept with their justification", () => {
    const override = { severity: "low", justification: "A lab." } as const;
    expect(next(runOf(open("On.")), { override }, runOf(open("On."))).written.override).toEqual(override);
  });
});

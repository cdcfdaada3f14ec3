import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { concludeFacts } from "../../../src/assess/roles.ts";
import type { Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { parseSweep, type Sweep } from "../../../src/connect/recordings/sweep-file.ts";
import { sweepSession } from "../../../src/connect/recordings/sweep-session.ts";
import type { HostSession, Transport } from "../../../src/connect/session.ts";
import type { CollectedFacts } from "../../../src/evidence/node.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";
import { rules } from "../../../src/rules/index.ts";
import { recordedApi } from "../../support/recorded-cluster.ts";
import { nodeRecording } from "../../support/recordings.ts";
import { sweepHeader, sweepOf } from "../../support/sweep.ts";
import { connectedTo } from "../../support/transport.ts";

const recording: Recording = {
  processes: { state: "ok", text: "complete|yes\n" },
  "read /bytes": { state: "ok", base64: "AP8=" },
  "read /none": { state: "absent" },
  "read /denied": { state: "failed", cause: "permission-denied", message: "Permission denied" },
};
const text = sweepOf(recording, sweepHeader("w3"));

function sweepIn(file: string): Sweep {
  const parsed = parseSweep(Buffer.from(file));
  if (parsed.state !== "ok") throw new Error(parsed.problem);
  return parsed.sweep;
}
const problemIn = (file: string): string => {
  const parsed = parseSweep(Buffer.from(file));
  return parsed.state === "ok" ? "none" : parsed.problem;
};

describe("a sweep file", () => {
  it("says whose it is, and gives every answer as the reader gave it", async () => {
    const sweep = sweepIn(text);
    expect(sweep).toMatchObject({ uid: 0, takenAt: "2026-11-21T06:00:00Z", host: "w3" });
    const session = sweepSession(sweep);
    const answers = await Promise.all([
      session.ask({ verb: "processes", argument: "" }),
      session.ask({ verb: "read", argument: "/bytes" }),
      session.ask({ verb: "read", argument: "/none" }),
      session.ask({ verb: "read", argument: "/denied" }),
    ]);
    expect(answers).toEqual([
      { state: "answered", payload: Buffer.from("complete|yes\n") },
      { state: "answered", payload: Buffer.from([0, 255]) },
      { state: "absent" },
      { state: "failed", cause: "permission-denied", message: "Permission denied" },
    ]);
  });

  it("did not see what it did not ask", async () => {
    for (const argument of ["/other", "constructor"]) {
      expect(await sweepSession(sweepIn(text)).ask({ verb: "stat", argument })).toMatchObject({
        state: "failed",
        cause: "not-collected",
      });
    }
  });

  it.each([
    ["nothing", "", "is empty"],
    ["another file", "apiVersion: v1\n", "does not begin like a sweep"],
    ["one of another format", text.replace("sweep 1 0", "sweep 2 0"), "does not begin like a sweep"],
    ["one cut off between answers", text.slice(0, text.indexOf("3 read")), "is cut off"],
    ["one cut off in an answer", text.slice(0, -60), "is cut off"],
    ["one cut off in its last line", text.slice(0, -1), "is cut off"],
    ["two in one", text + text, "goes on after its end mark"],
    ["one without its last answer", text.replace(/\n4 read[\s\S]*(?=plimsoll-sweep end)/, "\n"), "has lost lines"],
    ["another host's name", text.replace(" w3\n", " w4\n"), "answer 1 does not match"],
    ["another time", text.replace("06:00:00Z", "07:00:00Z"), "answer 1 does not match"],
    ["another state", text.replace("#4 denied", "#4 absent"), "answer 4 does not match"],
    ["another path", text.replace("3 read /none", "3 read /etc/kubernetes"), "answer 3 does not match"],
    ["another text", text.replace("\nAP8=\n", "\nAP9=\n"), "answer 2 does not match"],
    [
      "answers in another order",
      text.replace(/(2 read[\s\S]*)(3 read[\s\S]*)(4 read)/, "$2$1$3"),
      "answer 2 does not match",
    ],
  ])("is refused: %s", (_, file, problem) => {
    expect(problemIn(file)).toContain(problem);
  });
});

describe("a sweep of a recorded node", () => {
  const verdicts = async (node: string, facts: CollectedFacts) => {
    const declaredRole = node === "cp1" ? "control-plane" : "worker";
    const evidence = {
      node,
      address: "",
      declaredRole,
      labels: {},
      read: { state: "read" },
      collectedAt: "",
      readerSha256: "",
      facts,
    } as const;
    const concluded = concludeFacts(evidence, await recordedApi(), undecided);
    return Object.fromEntries(
      rules.flatMap((rule) => (rule.kind === "node" ? [[rule.id, judgeNode(rule, concluded)]] : [])),
    );
  };

  it.each(["cp1", "w1"] as const)("loses no verdict but those on SSH: %s", async (node) => {
    const recorded = nodeRecording(node);
    const collected = (session: HostSession, how?: Transport) => collectNode(session, node, how);
    const overSsh = await verdicts(node, await collected(replaySession(recorded), connectedTo("10.0.0.2")));
    const swept = await verdicts(node, await collected(sweepSession(sweepIn(sweepOf(recorded, sweepHeader(node))))));
    const onSsh = ["V-242393", "V-242394"];
    const without = (all: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(Object.entries(all).filter(([id]) => !onSsh.includes(id)));
    expect(without(swept)).toEqual(without(overSsh));
  });
});

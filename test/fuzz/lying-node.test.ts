import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { assess } from "../../src/assess/assess.ts";
import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { type CollectOptions, collect, type Reach } from "../../src/collect.ts";
import { fromRecorded, type RecordedAnswer, type Recording } from "../../src/connect/recordings/recording.ts";
import { type Answer, describeRequest, type HostSession } from "../../src/connect/session.ts";
import type { NodeEvidence } from "../../src/evidence/node.ts";
import { undecided } from "../../src/evidence/site.ts";
import type { Assessment } from "../../src/findings/assessment.ts";
import { rulesOf } from "../../src/rules/rules-of.ts";
import { hostOf } from "../support/inventory-host.ts";
import { nodeRecording } from "../support/recordings.ts";
import { connectedTo } from "../support/transport.ts";
import { isPolluted, unkeepable } from "./answer.ts";
import { runsOf } from "./cases.ts";
import { textLike } from "./inputs.ts";

const honest = { cp1: nodeRecording("cp1"), w1: nodeRecording("w1"), evil: nodeRecording("w1") };
const benchmarks = [releases.v2r6];

/** A session that says of what it has not learned that it is not there: a liar is asked more than honest nodes are. */
const sessionOf = (recording: Recording): HostSession => ({
  ask: async (request): Promise<Answer> => {
    const key = describeRequest(request);
    const recorded = Object.hasOwn(recording, key) ? recording[key] : undefined;
    return recorded === undefined ? { state: "absent" } : fromRecorded(recorded);
  },
  failure: () => undefined,
  close: () => undefined,
});

/** What collecting hosts leaves, as the files of a run have it. */
async function collected(recordings: Readonly<Record<string, Recording>>) {
  const nodes: NodeEvidence[] = [];
  const reach: Reach = {
    connect: async ({ name, address }) => ({
      session: sessionOf(recordings[name] ?? {}),
      transport: connectedTo(address),
    }),
    api: undefined,
    readerSha256: "",
    now: () => new Date("2026-11-21T13:05:00Z"),
  };
  const options: CollectOptions = {
    places: { atWork: 3, waiting: 1 },
    signal: new AbortController().signal,
    onEvent: () => undefined,
    onNode: (evidence) => nodes.push(JSON.parse(JSON.stringify(evidence)) as NodeEvidence),
  };
  const hosts = Object.keys(recordings).map((name) =>
    hostOf(name, { address: `10.0.0.${name.length}`, role: name === "cp1" ? "control-plane" : "worker" }),
  );
  const api = await collect({ cluster: "c", hosts }, reach, options);
  expect(unkeepable(nodes)).toBeUndefined();
  return { nodes, api };
}

const neighboursRead = collected({ cp1: honest.cp1, w1: honest.w1 });

/** A run of three hosts, one of which answers from the recording given. */
async function audited(evil: Recording): Promise<Assessment> {
  const liar = await collected({ evil });
  const { nodes, api } = await neighboursRead;
  return assess({
    cluster: "c",
    toolVersion: "0.1.0",
    readerSha256: "",
    collected: { from: "2026-11-21T13:05:00Z", to: "2026-11-21T13:09:00Z" },
    apiConfigured: false,
    nodes: [...nodes.toSorted((a, b) => (a.node < b.node ? -1 : 1)), ...liar.nodes],
    api,
    site: undecided,
    benchmarks,
    rules: benchmarks.flatMap(rulesOf),
  });
}

/** What is concluded of one host, rule by rule. */
const verdictsOn = (name: string, { findings }: Assessment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    findings.flatMap(({ id, groups }) =>
      groups
        .filter(({ targets }) => targets.includes(name))
        .map(({ literal, effective }) => [id, `${literal.status} ${effective.status} ${literal.reason}`] as const),
    ),
  );

const texts = Object.values(honest).flatMap((recording) =>
  Object.values(recording).flatMap((answer) => ("text" in answer ? [answer.text] : [])),
);
const answers: fc.Arbitrary<RecordedAnswer> = fc.oneof(
  { weight: 6, arbitrary: textLike(texts).map((text): RecordedAnswer => ({ state: "ok", text })) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes): RecordedAnswer => {
      return { state: "ok", base64: Buffer.from(bytes).toString("base64") };
    }),
  },
  { weight: 1, arbitrary: fc.constant<RecordedAnswer>({ state: "absent" }) },
  {
    weight: 1,
    arbitrary: fc.constant<RecordedAnswer>({ state: "failed", cause: "permission-denied", message: "\u001b[2J\u202e" }),
  },
);
const requests = [...new Set(Object.values(honest).flatMap((recording) => Object.keys(recording)))];
const lies: fc.Arbitrary<Recording> = fc
  .tuple(
    fc.constantFrom(honest.w1, honest.cp1),
    fc.array(fc.tuple(fc.constantFrom(...requests), answers), { minLength: 1, maxLength: 12 }),
  )
  .map(([base, told]) => ({ ...base, ...Object.fromEntries(told) }));

describe("a node that lies", () => {
  const neighbours = ["cp1", "w1"] as const;
  let usual: Assessment;

  beforeAll(async () => {
    usual = await audited(honest.evil);
  });

  it("is judged itself", async () => {
    const insecure = texts.find((text) => text.includes("kind: KubeletConfiguration")) ?? "";
    const lie: RecordedAnswer = {
      state: "ok",
      text: insecure.replace(/anonymous:\n(\s+)enabled: false/, "anonymous:\n$1enabled: true"),
    };
    const told = await audited({ ...honest.evil, "read /var/lib/kubelet/config.yaml": lie });
    expect(verdictsOn("evil", told)).not.toEqual(verdictsOn("evil", usual));
    for (const name of neighbours) expect(verdictsOn(name, told)).toEqual(verdictsOn(name, usual));
  });

  it("changes no verdict of its neighbours, and ends nothing, whatever it answers", async () => {
    const before = neighbours.map((name) => verdictsOn(name, usual));
    await fc.assert(
      fc.asyncProperty(lies, async (evil) => {
        const assessment = await audited(evil);
        expect(neighbours.map((name) => verdictsOn(name, assessment))).toEqual(before);
        expect(isPolluted()).toBe(false);
      }),
      runsOf(0.001),
    );
  });
});

import { describe, expect, it } from "vitest";
import { recordingSession } from "../../../src/connect/recordings/record.ts";
import type { RecordedAnswer, Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import type { Answer, Request } from "../../../src/connect/session.ts";

const recording: Recording = {
  "stat /etc": { state: "ok", text: "e|41ed|0|0|root|root|/etc/\n" },
  "read /bytes": { state: "ok", base64: "AP8=" },
  "read /none": { state: "absent" },
  processes: { state: "failed", cause: "permission-denied", message: "no" },
};

const requests: readonly Request[] = [
  { verb: "stat", argument: "/etc" },
  { verb: "read", argument: "/bytes" },
  { verb: "read", argument: "/none" },
  { verb: "processes", argument: "" },
];

describe("replaying", () => {
  it("answers as recorded", async () => {
    const session = replaySession(recording);
    const expected: readonly Answer[] = [
      { state: "answered", payload: Buffer.from("e|41ed|0|0|root|root|/etc/\n") },
      { state: "answered", payload: Buffer.from([0, 255]) },
      { state: "absent" },
      { state: "failed", cause: "permission-denied", message: "no" },
    ];
    expect(await Promise.all(requests.map((request) => session.ask(request)))).toEqual(expected);
  });

  it.each(["/other", "constructor"])("throws at what was not recorded: %s", async (argument) => {
    await expect(replaySession(recording, "demo").ask({ verb: "stat", argument })).rejects.toThrow(
      `demo has no answer to: stat ${argument}`,
    );
  });

  it("is what recording a session gives", async () => {
    const noted: Record<string, RecordedAnswer> = {};
    let closed = false;
    const close = (): void => {
      closed = true;
    };
    const inner = { ...replaySession(recording), close };
    const session = recordingSession(inner, (key, answer) => {
      noted[key] = answer;
    });
    for (const request of requests) await session.ask(request);
    session.close();
    expect(noted).toEqual(recording);
    expect(closed).toBe(true);
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { runDiffSchema } from "../../../src/findings/run-diff.ts";
import { programNotifier, type ToldProgram } from "../../../src/notify/run-program.ts";
import { diffOf, sampleAfter, sampleDiff } from "../../support/sample-diff.ts";

const outcome = {
  assessment: sampleAfter(),
  folder: "/runs/2026-11-22T030000Z",
  status: 1,
  seconds: 1,
  diff: sampleDiff(),
};

describe("a program that is told of changes", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-on-change-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => void vi.useRealTimers());
  let programs = 0;

  async function tell(script: string, more: Partial<ToldProgram> = {}, told: object = {}) {
    const program = join(folder, `program-${++programs}`);
    writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
    const environment = { PATH: process.env["PATH"], HERE: folder, PLIMSOLL_SSH_PASSWORD: "hunter2" };
    const said: string[] = [];
    const talk = (text: string): void => void said.push(text);
    const why = await programNotifier({ program, environment, talk, ...more }).tell({ ...outcome, ...told });
    return { why, said: said.join("") };
  }

  it("gets the difference on standard input, the main points in its environment, and no secret", async () => {
    const told = await tell('cat >"$HERE/diff.json"; env >"$HERE/env"; echo "told: $#"');
    expect(told).toEqual({ why: undefined, said: "told: 0\n" });
    const diff = JSON.parse(readFileSync(join(folder, "diff.json"), "utf8"));
    expect(runDiffSchema.parse(diff)).toEqual(outcome.diff);
    const environment = readFileSync(join(folder, "env"), "utf8");
    expect(environment.split("\n").filter((line) => line.startsWith("PLIMSOLL_"))).toEqual(
      expect.arrayContaining([
        "PLIMSOLL_CLUSTER=sample",
        "PLIMSOLL_RUN=/runs/2026-11-22T030000Z",
        "PLIMSOLL_STATUS=1",
        "PLIMSOLL_NEWLY_OPEN=3",
        expect.stringMatching(/^PLIMSOLL_TEXT=sample: 3 newly open/),
      ]),
    );
    expect(environment).not.toContain("hunter2");
  });

  it("is not started where there is no news, nor a run before", async () => {
    const same = diffOf(sampleAfter(), sampleAfter());
    for (const diff of [same, undefined]) {
      expect(await tell('touch "$HERE/started"', {}, { diff })).toEqual({ why: undefined, said: "" });
    }
    expect(existsSync(join(folder, "started"))).toBe(false);
  });

  it.each([
    ["exit 3", "it ended in status 3"],
    ["kill -TERM $$", "it was ended by SIGTERM"],
  ])("fails where it says so: %s", async (script, why) => {
    expect((await tell(`echo "half way" >&2; ${script}`)).why).toBe(why);
  });

  it("may leave what it is told unread", async () => {
    expect((await tell("exec <&-; exit 0")).why).toBeUndefined();
  });

  it("has its time, and ends with all that it started", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const told = tell('tail -f /dev/null & echo $! >"$HERE/started-too"; exec tail -f /dev/null');
    const startedToo = (): string => readFileSync(join(folder, "started-too"), "utf8").trim();
    await vi.waitUntil(() => existsSync(join(folder, "started-too")) && startedToo() !== "");
    expect(existsSync(`/proc/${startedToo()}/root`)).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect((await told).why).toBe("it was not done within 60 s");
    expect(existsSync(`/proc/${startedToo()}/root`)).toBe(false);
  });

  it("is said where it cannot be started", async () => {
    expect((await tell("", { program: join(folder, "none") })).why).toContain("ENOENT");
  });
});

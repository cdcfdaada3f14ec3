import { PassThrough } from "node:stream";
import ssh2 from "ssh2";
import { describe, expect, it } from "vitest";
import { deferred, startLimits } from "../../../src/connect/limits.ts";
import type { Slot } from "../../../src/connect/slot.ts";
import { bring } from "../../../src/connect/ssh2/course.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a server that identifies itself late", () => {
  it("is not heard further before there is a place for that", async () => {
    const place = deferred<void>();
    const identified = deferred<void>();
    const slot: Slot = {
      lend: async (owed, _, hold = () => () => undefined) => {
        const result = await owed;
        const goOn = hold();
        identified.resolve();
        await place.promise;
        goOn();
        return result;
      },
    };
    const stream = new PassThrough();
    // What this side says goes nowhere.
    stream.write = () => true;
    const limits = startLimits(60_000, new AbortController().signal);
    const outcome = bring(
      new ssh2.Client(),
      stream,
      {
        user: "audit",
        fips: false,
        hostKeyAlgorithms: ["ssh-ed25519"],
        refuseHostKey: () => undefined,
        onIdentification: () => undefined,
        onNegotiated: () => undefined,
        bannerDeadline: 60_000,
        authenticationDeadline: 60_000,
        limits,
        slot,
      },
      { goal: "host-key", progress: { stage: "banner", greeting: "" }, methods: () => () => undefined },
    );
    stream.push("SSH-2.0-OpenSSH_9.9\r\n");
    await identified.promise;
    // No packet of SSH: heard, it would end the way.
    stream.push(Buffer.alloc(64, 255));
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect([stream.isPaused(), stream.destroyed, stream.readableLength]).toEqual([true, false, 64]);
    place.resolve();
    expect(await outcome).toMatchObject({ stage: "handshake" });
    expect(stream.destroyed).toBe(true);
    limits.release();
  });
});

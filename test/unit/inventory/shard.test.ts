import { describe, expect, it } from "vitest";
import { asksApi, hostsToAsk, shardNamed, shardOf } from "../../../src/inventory/shard.ts";
import { hostOf } from "../../support/inventory-host.ts";

const names = Array.from({ length: 5_000 }, (_, at) => `worker-${String(at).padStart(4, "0")}`);

describe("a shard", () => {
  it("has the same hosts wherever and whenever it is asked", () => {
    // By sha256sum: cp1 begins with 306b6a7bc621, w1 with 60c5590f72ee, worker-0042 with 2b102d0ec2fd.
    const first = [0x306b6a7bc621, 0x60c5590f72ee, 0x2b102d0ec2fd];
    expect(["cp1", "w1", "worker-0042"].map((name) => shardOf(name, 7))).toEqual(first.map((bits) => (bits % 7) + 1));
    expect(["cp1", "w1", "worker-0042"].map((name) => shardOf(name, 7))).toEqual([1, 2, 7]);
  });

  it("keeps its hosts where others come and go, and has about as many as any other", () => {
    const shards = Array.from({ length: 7 }, (_, at) => ({ index: at + 1, of: 7 }));
    const asked = (hosts: readonly string[]) =>
      shards.map((shard) => hostsToAsk({ hosts: hosts.map((name) => hostOf(name)) }, shard).map(({ name }) => name));
    const all = asked(names);
    expect(all.flat().sort()).toEqual(names);
    expect(asked(names.slice(0, 4_000))).toEqual(all.map((of) => of.filter((name) => name < "worker-4000")));
    // Seven shards of 714: five standard deviations are 124.
    for (const { length } of all) expect(Math.abs(length - 5_000 / 7)).toBeLessThan(124);
  });

  it("that is the only one is everybody, and the first asks the API server", () => {
    expect(names.every((name) => shardOf(name, 1) === 1)).toBe(true);
    expect([asksApi(undefined), asksApi({ index: 1, of: 2 }), asksApi({ index: 2, of: 2 })]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each(["1/1", "3/7", "10000/10000"])("can be %s", (text) => {
    expect(shardNamed(text)).toEqual({ index: Number(text.split("/")[0]), of: Number(text.split("/")[1]) });
  });

  it.each(["", "3", "0/7", "8/7", "-1/7", "1/0", "1.5/7", "3 / 7", "3/7/9", "1/10001", "0x1/7"])(
    "cannot be %j",
    (text) => {
      expect(shardNamed(text)).toBeUndefined();
    },
  );
});

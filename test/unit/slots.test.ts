import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patience } from "../../src/connect/slot.ts";
import { openSlots, type Places } from "../../src/slots.ts";

/** Something that is owed until it is paid. */
function debt() {
  let pay = (): void => undefined;
  const paid = new Promise<void>((resolve) => {
    pay = resolve;
  });
  return { paid, pay };
}

const names = (kind: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${kind}${index}`);

/** Time in which everything that can go on goes on. */
const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

/**
 * Visits hosts: each owes a connection, those called `stalled…` until it is paid for them, and is then at work, those
 * called `busy…` until that is paid.
 */
function visitAll(hosts: readonly string[], places: Places) {
  const visit = openSlots(places);
  const connections = new Map<string, ReturnType<typeof debt>>();
  const works = new Map<string, ReturnType<typeof debt>>();
  const begun: string[] = [];
  const done: string[] = [];
  let atWork = 0;
  let mostAtWork = 0;
  const visits = hosts.map((host) =>
    visit(async (slot) => {
      begun.push(host);
      const connection = debt();
      connections.set(host, connection);
      if (!host.startsWith("stalled")) connection.pay();
      await slot.lend(connection.paid, patience.connect);
      atWork += 1;
      mostAtWork = Math.max(mostAtWork, atWork);
      const work = debt();
      works.set(host, work);
      if (!host.startsWith("busy")) work.pay();
      await work.paid;
      atWork -= 1;
      done.push(host);
    }),
  );
  return {
    begun,
    done,
    pay: (host: string) => connections.get(host)?.pay(),
    finish: (host: string) => works.get(host)?.pay(),
    mostAtWork: () => mostAtWork,
    all: Promise.all(visits),
  };
}

describe("hosts that owe a connection", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const stalled = names("stalled", 8);
  const healthy = names("h", 100);
  it.each([
    ["before all others", [...stalled, ...healthy]],
    ["after them", [...healthy, ...stalled]],
    ["among them", healthy.flatMap((host, index) => (index % 12 === 0 ? [stalled[index / 12] ?? host, host] : [host]))],
  ])("let the others be served, standing %s in the inventory", async (_, hosts) => {
    const visits = visitAll(hosts, { atWork: 4, waiting: 16 });
    await pass(8 * patience.connect);
    const expected = hosts.filter((host) => host.startsWith("h"));
    expect(visits.done.toSorted()).toEqual(expected.toSorted());
    // They wait together: all of them together owe no longer than one.
    expect(visits.begun.length).toBe(hosts.length);
    for (const host of stalled) visits.pay(host);
    await visits.all;
    expect(visits.mostAtWork()).toBeLessThanOrEqual(4);
  });

  it("cost less time than one deadline in all, one hundred among five thousand, wherever they stand", async () => {
    const blackHoles = names("stalled", 100);
    const visits = visitAll([...blackHoles, ...names("h", 4900)], { atWork: 32, waiting: 256 });
    await pass(Math.ceil(100 / 32) * patience.connect);
    expect(visits.done).toHaveLength(4900);
    for (const host of blackHoles) visits.pay(host);
    await visits.all;
  });

  it("are no more than there are places, and nobody who comes back waits for one that only stalls", async () => {
    const visits = visitAll([...names("stalled", 10), ...names("h", 5)], { atWork: 2, waiting: 3 });
    await pass(60_000);
    expect([visits.begun.length, visits.done]).toEqual([5, []]);
    visits.pay("stalled0");
    await pass(patience.connect);
    expect(visits.done).toEqual(["stalled0"]);
    expect(visits.begun).toHaveLength(6);
    for (let paid = 1; paid < 10; paid += 1) {
      visits.pay(`stalled${paid}`);
      await pass(patience.connect);
    }
    await visits.all;
    expect([visits.done.length, visits.mostAtWork()]).toEqual([15, expect.toSatisfy((most: number) => most <= 2)]);
  });

  it("go on before those who have not begun, and not before there is a place", async () => {
    const visits = visitAll(["stalled0", ...names("busy", 50)], { atWork: 2, waiting: 8 });
    await pass(patience.connect);
    visits.pay("stalled0");
    await pass(0);
    // Two are at work, and one stands in line.
    expect([visits.begun.length, visits.done, visits.mostAtWork()]).toEqual([3, [], 2]);
    visits.finish("busy0");
    visits.finish("busy1");
    await pass(0);
    expect([visits.begun.length, visits.done]).toEqual([5, ["busy0", "busy1", "stalled0"]]);
    for (const host of names("busy", 50)) {
      visits.finish(host);
      await pass(0);
    }
    await visits.all;
    expect(visits.mostAtWork()).toBe(2);
  });

  it("are held meanwhile, and go on once", async () => {
    const visit = openSlots({ atWork: 1, waiting: 1 });
    const connection = debt();
    const work = debt();
    const told: string[] = [];
    const first = visit(async (slot) => {
      await slot.lend(connection.paid, 10, () => {
        told.push("held");
        return () => told.push("goes on");
      });
      await slot.lend(Promise.resolve(), 10, () => {
        told.push("held though it owed nothing");
        return () => undefined;
      });
    });
    const second = visit(() => work.paid);
    await pass(10);
    connection.pay();
    await pass(0);
    expect(told).toEqual(["held"]);
    work.pay();
    await Promise.all([first, second]);
    expect(told).toEqual(["held", "goes on"]);
  });

  it("lend their place again while many answers are open, and leave no timer behind", async () => {
    const visit = openSlots({ atWork: 1, waiting: 1 });
    const answers = names("answer", 3).map(debt);
    const others: string[] = [];
    const first = visit((slot) => Promise.all(answers.map(({ paid }) => slot.lend(paid, 10))));
    const other = (name: string) => visit(async () => void others.push(name));
    const one = other("one");
    await pass(9);
    answers[0]?.pay();
    await pass(9);
    // The second has been owed for longer; but the host is there, and answered just now.
    expect(others).toEqual([]);
    await pass(1);
    await one;
    answers[1]?.pay();
    await pass(0);
    const two = other("two");
    await pass(9);
    expect(others).toEqual(["one"]);
    await pass(1);
    await two;
    answers[2]?.pay();
    await first;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("give their place back where a visit fails, while it is lent too", async () => {
    const visit = openSlots({ atWork: 1, waiting: 1 });
    const never = debt();
    const broken = visit(async (slot) => {
      void slot.lend(never.paid, 10);
      await new Promise((_, reject) => setTimeout(() => reject(new Error("broken")), 20));
    });
    const outcome = expect(broken).rejects.toThrow("broken");
    await pass(20);
    await outcome;
    const refused = visit(() => Promise.reject(new Error("refused")));
    await expect(refused).rejects.toThrow("refused");
    expect(await visit(async () => "served")).toBe("served");
    never.pay();
    await pass(0);
    expect(await visit(async () => "served again")).toBe("served again");
    expect(vi.getTimerCount()).toBe(0);
  });
});

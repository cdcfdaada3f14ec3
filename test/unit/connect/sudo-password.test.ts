import { describe, expect, it } from "vitest";
import { type LentPassword, type SudoPassword, sudoPassword } from "../../../src/connect/privilege/sudo-password.ts";

/** The password for a host, which must be given. */
async function lent(password: SudoPassword, host: string): Promise<LentPassword> {
  const given = await password.lend(host);
  if (given === undefined) throw new Error(`nothing for ${host}`);
  return given;
}

/** Lets everything that can go on go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the password for sudo", () => {
  it("is with two hosts at most until one has taken it", async () => {
    const password = sudoPassword("Kraweel-7");
    const first = await lent(password, "a");
    await lent(password, "b");
    const had: string[] = [];
    for (const host of ["c", "d"]) void lent(password, host).then(() => had.push(host));
    await turn();
    expect(had).toEqual([]);
    first.settle("accepted");
    await turn();
    expect(had).toEqual(["c", "d"]);
  });

  it("goes to the next one where sudo did not ask for it", async () => {
    const password = sudoPassword("Kraweel-7");
    for (const host of ["a", "b", "c", "d"]) {
      const given = await lent(password, host);
      expect(given.text).toBe("Kraweel-7");
      given.settle("unknown");
    }
    expect(password.refusedOn()).toEqual([]);
  });

  it("goes to no third host after two refusals, taken before or not", async () => {
    const password = sudoPassword("Kraweel-7");
    (await lent(password, "a")).settle("accepted");
    const waiting = [await lent(password, "b"), await lent(password, "c")];
    for (const given of waiting) given.settle("refused");
    expect(await password.lend("d")).toBeUndefined();
    expect(await password.lend("a")).toBeUndefined();
    expect(password.refusedOn()).toEqual(["b", "c"]);
  });

  it("waits with one host while the other of two says what came of it", async () => {
    const password = sudoPassword("Kraweel-7");
    (await lent(password, "a")).settle("refused");
    const second = await lent(password, "b");
    let third: LentPassword | undefined | "waits" = "waits";
    void password.lend("c").then((given) => {
      third = given;
    });
    await turn();
    expect(third).toBe("waits");
    second.settle("refused");
    await turn();
    expect(third).toBeUndefined();
  });

  it("is not sent again to a host that refused it, nor twice at once to one", async () => {
    const password = sudoPassword("Kraweel-7");
    const first = await lent(password, "a");
    const again = password.lend("a");
    first.settle("refused");
    first.settle("accepted");
    expect(await again).toBeUndefined();
    expect(password.refusedOn()).toEqual(["a"]);
  });
});

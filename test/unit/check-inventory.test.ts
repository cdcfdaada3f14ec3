import { describe, expect, it } from "vitest";
import { checkInventory } from "../../src/check-inventory.ts";
import type { ApiSession } from "../../src/connect/session.ts";
import type { Host } from "../../src/inventory/inventory.ts";
import { sshSettings } from "../support/ssh-settings.ts";

const hosts: readonly Host[] = Array.from({ length: 9 }, (_, index) => ({
  name: `w${index}`,
  address: `10.0.0.${index}`,
  role: "worker",
  labels: {},
  ssh: sshSettings(),
}));
const never = new AbortController().signal;

/** An API server that lists nothing, until it is closed. */
function emptyApi(): ApiSession & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  let closed = false;
  return {
    server: "https://api",
    asked,
    get: async (path) => {
      asked.push(path);
      return closed
        ? { state: "failed", cause: "interrupted", message: "closed" }
        : { state: "answered", body: { metadata: {}, items: [] } };
    },
    close: () => {
      closed = true;
    },
  };
}

describe("checking an inventory", () => {
  it("tries no more hosts at once than it may, each once, and answers in the inventory's order", async () => {
    const tried: string[] = [];
    let inFlight = 0;
    let most = 0;
    const knock = async ({ name }: Host) => {
      tried.push(name);
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      return { hostKey: name };
    };
    const check = checkInventory(
      hosts,
      { knock, api: undefined },
      { places: { atWork: 4, waiting: 1 }, signal: never },
    );
    const answered = await Promise.all(
      check.hosts.map(async ({ host, knocked }) => [host.name, (await knocked).hostKey]),
    );
    expect(answered).toEqual(hosts.map(({ name }) => [name, name]));
    expect([most, tried]).toEqual([4, hosts.map(({ name }) => name)]);
    expect(check.nodes).toBeUndefined();
  });

  it("asks the API for its nodes and nothing else, and not any more where it is interrupted", async () => {
    const knock = async () => ({});
    const api = emptyApi();
    const { nodes } = checkInventory([], { knock, api }, { places: { atWork: 1, waiting: 1 }, signal: never });
    expect(await nodes).toMatchObject({ state: "present", value: [] });
    expect(api.asked).toEqual(["/api/v1/nodes?limit=500"]);
    const cut = checkInventory([], { knock, api }, { places: { atWork: 1, waiting: 1 }, signal: AbortSignal.abort() });
    expect(await cut.nodes).toMatchObject({ state: "unknown", reason: "interrupted" });
  });
});

import { describe, expect, it } from "vitest";
import type { Host } from "../../../src/inventory/inventory.ts";
import type { CheckedApi } from "../../../src/preflight/check-api.ts";
import { startChecks } from "../../../src/preflight/start-checks.ts";
import { hostOf } from "../../support/inventory-host.ts";

const hosts = Array.from({ length: 9 }, (_, index) => hostOf(`w${index}`));
const never = new AbortController().signal;

/** An API server that lists nothing, until it is closed. */
function emptyApi(): CheckedApi & { readonly asked: readonly string[] } {
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
    reviewAccess: async () => ({ state: "answered", body: { status: { allowed: true } } }),
    close: () => {
      closed = true;
    },
  };
}

const besides = undefined;
const narrow = { places: { atWork: 1, waiting: 1 }, signal: never };

describe("checking an inventory", () => {
  it("tries no more hosts at once than it may, each once, and answers in the inventory's order", async () => {
    const tried: string[] = [];
    let inFlight = 0;
    let most = 0;
    const tryHost = async ({ name }: Host) => {
      tried.push(name);
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      return { hostKey: name };
    };
    const checks = startChecks(
      { hosts, tried: hosts, besides },
      { tryHost, api: undefined },
      { places: { atWork: 4, waiting: 1 }, signal: never },
    );
    const answered = await Promise.all(
      checks.hosts.map(async ({ host, checked }) => [host.name, (await checked).hostKey]),
    );
    expect(answered).toEqual(hosts.map(({ name }) => [name, name]));
    expect([most, tried]).toEqual([4, hosts.map(({ name }) => name)]);
    expect(checks.api).toBeUndefined();
  });

  it("asks the API for its nodes and what it serves, and not any more where it is interrupted", async () => {
    const tryHost = async () => ({});
    const api = emptyApi();
    const whole = startChecks({ hosts, tried: [], besides }, { tryHost, api }, narrow);
    expect(await whole.api).toMatchObject({ state: "read", nodes: 0, reviewed: { undiscovered: expect.anything() } });
    expect([api.asked[0], whole.hosts]).toEqual(["/api/v1/nodes?limit=500", []]);
    const cut = startChecks(
      { hosts, tried: [], besides },
      { tryHost, api },
      { ...narrow, signal: AbortSignal.abort() },
    );
    expect(await cut.api).toMatchObject({ state: "unread", cause: "interrupted" });
  });
});

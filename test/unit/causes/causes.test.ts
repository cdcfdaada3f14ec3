import { describe, expect, it } from "vitest";
import { apiCauses } from "../../../src/causes/api-causes.ts";
import { explain } from "../../../src/causes/explanation.ts";
import { hostCauses } from "../../../src/causes/host-causes.ts";
import { explainHost, hostStages } from "../../../src/causes/host-stages.ts";
import { lookCauses } from "../../../src/causes/look-causes.ts";
import type { TransportStage } from "../../../src/connect/session.ts";
import type { UnknownReason } from "../../../src/evidence/observed.ts";

// Named one by one so that the compiler asks for every cause and stage that is added.
const reasons: Readonly<Record<UnknownReason, true>> = {
  unreachable: true,
  refused: true,
  "host-key-unknown": true,
  "host-key-changed": true,
  "auth-failed": true,
  "sudo-refused": true,
  "timed-out": true,
  truncated: true,
  "permission-denied": true,
  withheld: true,
  unparseable: true,
  unsupported: true,
  interrupted: true,
  "not-collected": true,
};
const stages: Readonly<Record<TransportStage, true>> = {
  dns: true,
  tcp: true,
  banner: true,
  handshake: true,
  "host-key": true,
  authentication: true,
  exec: true,
  ready: true,
};

describe("the causes of failure", () => {
  it("have a row of their own for every cause of an unread host", () => {
    for (const reason of [...Object.keys(reasons), "not-in-inventory"]) expect(hostCauses.of.has(reason)).toBe(true);
  });

  it.each(Object.entries({ hostCauses, hostStages, apiCauses, lookCauses }))(
    "say in %s in one sentence what happened, and in whole sentences what to do",
    (_name, { of, others }) => {
      for (const { name, happened, todo } of [...of.values(), others]) {
        expect(name).toMatch(/^\S.*[^.]$/);
        expect(happened).toMatch(/^[A-Z][^.]*\.$/);
        expect(todo).toMatch(/^[A-Z].*\.$/);
        expect(todo).not.toBe(happened);
      }
    },
  );

  it("go by stages and causes that there are", () => {
    for (const key of hostStages.of.keys()) {
      const [stage = "", cause = ""] = key.split(" ");
      expect([stage in stages, cause in reasons]).toEqual([true, true]);
    }
    for (const key of apiCauses.of.keys()) expect(key === "not-configured" || key in reasons).toBe(true);
    for (const key of lookCauses.of.keys()) expect(key in reasons).toBe(true);
  });

  it("are told by the stage where that says more, else by the cause", () => {
    expect(explainHost("unreachable", "dns").name).toBe("Name not resolved");
    expect(explainHost("unreachable", "ready")).toBe(explain("unreachable", hostCauses));
    expect(explainHost("unreachable", undefined).name).toBe("Not reachable");
    expect(explainHost("no such cause", "dns")).toBe(hostCauses.others);
  });
});

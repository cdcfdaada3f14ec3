import { describe, expect, it } from "vitest";
import { placesOn } from "../../../src/cli/access/places.ts";
import type { Host, SshSettings } from "../../../src/inventory/inventory.ts";
import { hostOf } from "../../support/inventory-host.ts";
import { sshSettings } from "../../support/ssh-settings.ts";

const hosts = (transport: SshSettings["transport"]): readonly Host[] => [
  hostOf("w1", { ssh: sshSettings({ transport }) }),
];

describe("how many hosts there may be at once", () => {
  it.each([
    ["one core", { cores: 1, files: 20_000 }, "ssh2", { atWork: 16, waiting: 256 }],
    ["two cores", { cores: 2, files: 20_000 }, "ssh2", { atWork: 32, waiting: 256 }],
    ["many cores", { cores: 96, files: 1_048_576 }, "ssh2", { atWork: 64, waiting: 256 }],
    ["a system that does not say how many files", { cores: 8, files: undefined }, "ssh2", { atWork: 64, waiting: 256 }],
    ["few files", { cores: 8, files: 256 }, "ssh2", { atWork: 16, waiting: 16 }],
    ["hardly a file", { cores: 8, files: 64 }, "ssh2", { atWork: 1, waiting: 1 }],
    ["processes of ssh", { cores: 2, files: 20_000 }, "openssh", { atWork: 16, waiting: 64 }],
    ["processes of ssh and many cores", { cores: 96, files: 1024 }, "openssh", { atWork: 32, waiting: 64 }],
  ] as const)("goes by %s", (_, machine, transport, places) => {
    expect(placesOn(machine, hosts(transport), undefined)).toEqual(places);
  });

  it("goes by the most costly of the transports", () => {
    const mixed = [...hosts("ssh2"), ...hosts("openssh")];
    expect(placesOn({ cores: 2, files: 20_000 }, mixed, undefined).atWork).toBe(16);
  });

  it("goes by what somebody wants, and by files in who may wait", () => {
    expect(placesOn({ cores: 2, files: 1024 }, hosts("ssh2"), 400)).toEqual({ atWork: 400, waiting: 16 });
  });

  it("refuses what the system would not allow, and not where that is not known", () => {
    const wish = (files: number | undefined) => () => placesOn({ cores: 2, files }, hosts("ssh2"), 1000);
    expect(wish(1024)).toThrow("--concurrency 1000 takes 2192 open files, and there may be 1024 (ulimit -n)");
    expect(wish(2192)).not.toThrow();
    expect(wish(undefined)).not.toThrow();
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadInventory } from "../../../src/inventory/load.ts";
import { knownKeys } from "../../../src/inventory/schema.ts";

const folder = join(import.meta.dirname, "../../../inventory");
const load = (name: string) => loadInventory(join(folder, name), { home: "/home/op" });

describe("the example inventories", () => {
  const examples = readdirSync(folder).filter((name) => name.endsWith(".yaml") && name !== "decisions.yaml");

  it.each(examples)("%s loads", async (name) => {
    expect((await load(name)).hosts.length).toBeGreaterThan(1);
  });

  it("minimal.yaml leaves all to the defaults", async () => {
    const { api, hosts } = await load("minimal.yaml");
    expect(api).toBeUndefined();
    expect(hosts.map(({ name, role }) => [name, role])).toEqual([
      ["cp1.example.org", "control-plane"],
      ["worker1.example.org", "worker"],
    ]);
  });

  it("full.yaml shows every key there is", async () => {
    const text = readFileSync(join(folder, "full.yaml"), "utf8");
    // Two ways to one thing: the second is a comment.
    for (const key of Object.values(knownKeys).flat()) expect(text).toMatch(new RegExp(`^[ #-]*${key}:`, "m"));
    const { hosts, decisions } = await load("full.yaml");
    expect(decisions).toBe(join(folder, "decisions.yaml"));
    expect(hosts).toHaveLength(44);
    expect(hosts[1]?.ssh).toMatchObject({ user: "root", privilege: "none" });
    expect(hosts[42]).toMatchObject({ name: "worker-40", address: "worker-40" });
  });

  it("bastion.yaml reaches two sites through two bastions", async () => {
    const { hosts } = await load("bastion.yaml");
    const bastions = hosts.map((host) => host.ssh.jumps[0]?.address ?? "none");
    expect([...new Set(bastions)]).toEqual(["bastion.north.example.org", "bastion.south.example.org", "none"]);
  });
});

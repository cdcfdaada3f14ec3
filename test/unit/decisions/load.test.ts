import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDecisions, parseDecisions } from "../../../src/decisions/load.ts";
import { knownKeys } from "../../../src/decisions/schema.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { siteOf } from "./decisions-text.ts";

const example = join(import.meta.dirname, "../../../inventory/decisions.yaml");

describe("a decisions file", () => {
  it("decides nothing where it says nothing", () => {
    expect(siteOf("{}\n")).toEqual(undecided);
    expect(siteOf("options: {}\n")).toEqual(undecided);
  });

  it("changes only the options that it names", () => {
    expect(siteOf("options: { v242436Always: true }\n").options).toEqual({ ...undecided.options, v242436Always: true });
  });

  it("gives ports as ranges, both ends included", () => {
    const entry = (port: string) => `{ port: ${port}, protocol: tcp, address: any, direction: in }`;
    const { ppsm } = siteOf(
      `ppsm: { components: { etcd: [${entry("1")}, ${entry("2379-2380")}, ${entry("65535-65535")}] } }`,
    );
    expect(ppsm?.components.etcd?.map(({ first, last }) => [first, last])).toEqual([
      [1, 1],
      [2379, 2380],
      [65_535, 65_535],
    ]);
    expect(ppsm?.components["kube-apiserver"]).toBeUndefined();
  });

  it("approves no reader of Secrets that it does not name", () => {
    expect(siteOf("secretAccess: {}\n").secretAccess).toEqual({ readers: [], attachments: [], builtin: false });
  });

  it("knows the days that there are", () => {
    expect(siteOf("ppsm: { date: 2028-02-29, components: {} }").ppsm).toEqual({ date: "2028-02-29", components: {} });
  });

  it("calls a list of system pods complete only where it says so", () => {
    const entry = "{ kind: Job, name: a, serviceAccount: a, justification: b }";
    expect(siteOf(`systemPods: { patterns: [${entry}] }`).systemPods?.complete).toBe(false);
    expect(siteOf("systemPods: { complete: true, patterns: [] }").systemPods).toEqual({ complete: true, patterns: [] });
  });

  it("compares releases as numbers", () => {
    const text =
      'supportTable: { asOf: 2026-11-02, releases: [{ minor: "1.30", endOfLife: 2025-06-28, newestPatch: 1.30.14 }] }';
    expect(siteOf(text).supportTable).toEqual({
      asOf: "2026-11-02",
      releases: [{ minor: 30, endOfLife: "2025-06-28", newestPatch: 14 }],
    });
  });

  it("keeps its text and digest, a byte order mark too", () => {
    const { text, sha256 } = parseDecisions("\uFEFFoptions: {}\r\n", "decisions.yaml");
    expect(text).toBe("\uFEFFoptions: {}\r\n");
    expect(sha256).toBe("198e63ffa1851157fa39802949bf05ad6b514723e19a3e4d5e239b8ceac6cfa1");
  });

  it.each([
    ["a file that is not there", "/nonexistent/d.yaml", "/nonexistent/d.yaml: there is no such file"],
    ["a folder", import.meta.dirname, `${import.meta.dirname}: it is a folder, not a file`],
  ])("is refused in one sentence: %s", async (_what, path, sentence) => {
    await expect(loadDecisions(path)).rejects.toMatchObject({ message: sentence });
  });
});

describe("the example", () => {
  it("loads, and shows every key there is", async () => {
    const text = readFileSync(example, "utf8");
    for (const key of Object.values(knownKeys).flat()) expect(text).toMatch(new RegExp(`^[ -]*${key}:`, "m"));
    const { options, ppsm, secretAccess } = (await loadDecisions(example)).site;
    for (const [name, value] of Object.entries(options))
      expect(value).not.toEqual(undecided.options[name as keyof typeof options]);
    expect(ppsm).toMatchObject({ approvedBy: "J. Doe, ISSM", date: "2026-01-31", expires: "2027-01-31", version: "3" });
    expect(secretAccess).toMatchObject({ approvedBy: "J. Doe, ISSM", builtin: true });
    expect(secretAccess?.readers[0]).toEqual({
      subject: "Group:kubeadm:cluster-admins",
      scope: "cluster",
      verbs: ["get", "list", "watch"],
    });
    expect(ppsm?.components.etcd?.[0]).toMatchObject({ first: 2379, last: 2380, address: "node-ip" });
  });
});

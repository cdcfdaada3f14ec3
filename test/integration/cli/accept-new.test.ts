import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { nodeEvidenceFile } from "../../../src/run-folder/manifest.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";

describe("strictHostKeyChecking: accept-new", () => {
  let demo: DemoCluster;
  let folder = "";
  let lines: readonly string[] = [];

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    folder = dirname(demo.inventory);
    lines = readFileSync(join(folder, "known_hosts"), "utf8").trim().split("\n");
    const { api: _, kubeconfig: __, ssh, ...inventory } = parse(readFileSync(demo.inventory, "utf8"));
    const believing = { ...ssh, knownHosts: "./seen", strictHostKeyChecking: "accept-new" };
    writeFileSync(join(folder, "believing.yaml"), stringify({ ...inventory, ssh: believing }));
  });
  afterAll(() => demo.close());
  beforeEach(() => rmSync(join(folder, "seen"), { force: true }));

  const plimsoll = (...args: readonly string[]) =>
    plimsollIn({ workingDirectory: folder }, ...args, "-i", "believing.yaml");
  const seen = (): readonly string[] => readFileSync(join(folder, "seen"), "utf8").trim().split("\n");
  const transports = (run: string) =>
    ["cp1", "w1", "w2"].map((node) => {
      const text = gunzipSync(readFileSync(join(folder, run, nodeEvidenceFile(node)))).toString();
      return /"hostKeyTrust":"([a-z-]+)"/.exec(text)?.[1] ?? /"outcome":"([a-z-]+)"/.exec(text)?.[1];
    });

  it("believes each new key once, writes it down, and says so; then it is known", async () => {
    const first = await plimsoll("collect", "-o", "first");
    expect(first.status).toBe(0);
    expect(seen().toSorted()).toEqual(lines.toSorted());
    expect(first.talked).toMatch(
      /3 host keys were believed unseen \(accept-new\):\n( {2}\[127\.0\.0\.1\]:\d+ SHA256:[A-Za-z0-9+/]{43}\n){3}$/,
    );
    expect(transports("first")).toEqual(["accepted-new", "accepted-new", "accepted-new"]);
    const second = await plimsoll("collect", "-o", "second");
    expect(second.talked).not.toContain("believed");
    expect(transports("second")).toEqual(["known", "known", "known"]);
  });

  it("does not believe what known_hosts contradicts", async () => {
    const [cp1 = "", w1 = "", w2 = ""] = lines;
    const nameOf = (line: string): string | undefined => line.split(" ")[0];
    const keyOf = (line: string): string => line.split(" ").slice(1).join(" ");
    const written = [
      `${nameOf(cp1)} ${keyOf(w1)}`,
      `@revoked * ${keyOf(w1)}`,
      `@cert-authority ${nameOf(w2)} ${keyOf(cp1)}`,
    ];
    writeFileSync(join(folder, "seen"), written.join("\n"));
    const { talked } = await plimsoll("collect", "-o", "contradicted");
    expect(talked).not.toContain("believed");
    expect(transports("contradicted")).toEqual(["host-key-changed", "host-key-changed", "host-key-unknown"]);
    expect(seen()).toEqual(written);
  });

  it("tells in a check which keys it believed", async () => {
    const { status, printed, talked } = await plimsoll("check", "--no-login", "--no-api");
    expect([status, printed.match(/ none, host key believed unseen$/gm)?.length]).toEqual([0, 3]);
    expect(talked).toMatch(/^3 host keys were believed unseen/);
    expect((await plimsoll("check", "--no-login", "--no-api")).talked).toBe("");
  });
});

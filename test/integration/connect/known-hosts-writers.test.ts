import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { parseKnownHosts } from "../../../src/connect/known-hosts/known-hosts-line.ts";

const folder = mkdtempSync(join(tmpdir(), "known-hosts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "known_hosts");
const key = "AAAAC3NzaC1lZDI1NTE5AAAAILlXzSuHUG3/X4M7BHdlZVQftmo6oSSkxigGdUTglPOP";

// The built program: a thread of its own has no TypeScript.
describe("writers of known_hosts", () => {
  it("lose no line where several write at once", async () => {
    const source = new URL("../../../dist/connect/known-hosts/add-known-hosts.js", import.meta.url).href;
    const writers = 4;
    const each = 12;
    const body = `
      import(${JSON.stringify(source)}).then(({ addKnownHosts }) => {
        const { workerData: [file, writer, key] } = require("node:worker_threads");
        for (let index = 0; index < ${each}; index += 1)
          addKnownHosts(file, () => [{ name: "w" + writer + "-" + index, key: Buffer.from(key, "base64") }]);
      });`;
    const ended = Array.from(
      { length: writers },
      (_, writer) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(body, { eval: true, workerData: [file, writer, key] });
          worker.once("exit", resolve);
          worker.once("error", reject);
        }),
    );
    await Promise.all(ended);
    const names = parseKnownHosts(readFileSync(file, "utf8")).map(({ hosts }) => hosts);
    expect(new Set(names).size).toBe(writers * each);
    expect(names).toHaveLength(writers * each);
  });
});

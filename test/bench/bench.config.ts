import { defineConfig } from "vitest/config";

// Alone, and in one process: what is measured shares the machine with nobody.
export default defineConfig({
  test: { include: ["test/bench/*.bench.ts"], fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000 },
});

import { defineConfig } from "vitest/config";

// More than a million inputs over all targets.
process.env["FUZZ_CASES"] ??= "1200000";

export default defineConfig({
  test: {
    include: ["test/fuzz/**/*.test.ts"],
    globalSetup: ["test/support/temporary-folder.ts"],
    maxWorkers: 1,
    testTimeout: 3_600_000,
  },
});

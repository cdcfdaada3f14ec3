import { join } from "node:path";
import { defineConfig } from "vitest/config";

const root = join(import.meta.dirname, "../..");

export default defineConfig({
  root,
  test: {
    include: ["test/unit/rules/**/*.test.ts", "test/unit/assess/**/*.test.ts", "test/unit/distributions/**/*.test.ts"],
    setupFiles: [join(import.meta.dirname, "record-corpus.ts")],
    testTimeout: 60_000,
  },
});

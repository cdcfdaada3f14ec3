import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Minutes of arithmetic, by `npm run mutate`.
    exclude: ["test/mutation/**"],
    // Real daemons and browsers take their time on a loaded machine; a hang must still end.
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});

import { defineConfig } from "vitest/config";

// Real daemons and browsers take their time on a loaded machine; a hang must still end.
const patience = { testTimeout: 60_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    globalSetup: ["test/support/temporary-folder.ts"],
    // Vitest would keep a processor for itself, and of two that is half.
    maxWorkers: "100%",
    // Started in the order of their names: what takes longest first.
    projects: [
      { test: { ...patience, name: "lab", include: ["test/lab/**/*.test.ts"] } },
      {
        test: {
          ...patience,
          name: "acceptance",
          include: ["test/acceptance/*.test.ts"],
          globalSetup: ["test/acceptance/install.ts"],
        },
      },
      {
        test: {
          ...patience,
          // Several audits at once.
          testTimeout: 240_000,
          name: "install",
          include: ["test/install/*.test.ts"],
          globalSetup: ["test/install/install.ts"],
        },
      },
      {
        test: {
          ...patience,
          name: "program",
          include: ["test/**/*.test.ts"],
          // The mutations are minutes of arithmetic, by `npm run mutate`.
          exclude: ["acceptance", "fuzz", "install", "lab", "mutation", "unit"].map((folder) => `test/${folder}/**`),
        },
      },
      // Pure functions and the reader's shells leave nothing behind in a process: the next file may have the same one.
      {
        test: {
          ...patience,
          name: "unit",
          include: ["test/fuzz/**/*.test.ts", "test/unit/**/*.test.ts"],
          isolate: false,
        },
      },
    ],
  },
});

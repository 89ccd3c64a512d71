import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * Files share their worker's modules: loading them anew for each file was most of the work. So what a test changes
 * outside itself it puts back; mocks and globals that it replaced are put back for it.
 */
const shared = {
  testTimeout: 20_000,
  hookTimeout: 60_000,
  isolate: false,
  restoreMocks: true,
  unstubGlobals: true,
} as const;

/** Database-touching tests (`*.db.test.ts`) run twice: on PGlite and on a real Postgres. */
function databaseProject(kind: "pglite" | "postgres") {
  return {
    test: {
      ...shared,
      name: `database-${kind}`,
      include: ["packages/server/src/**/*.db.test.ts", "apps/punctual/src/**/*.db.test.ts"],
      env: { TEST_DATABASE: kind },
      globalSetup: ["packages/server/src/testing/database-setup.ts"],
    },
  };
}

export default defineConfig({
  test: {
    // All cores: left to itself Vitest keeps one free, which on two is half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/*/src/**/*.test.ts",
            "tools/**/*.test.ts",
            "bench/**/*.test.ts",
            "simulation/**/*.test.ts",
          ],
          exclude: ["**/*.db.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          ...shared,
          name: "components",
          environment: "happy-dom",
          setupFiles: ["packages/react/src/testing/setup.ts"],
          include: ["packages/react/src/**/*.test.tsx", "apps/web/src/**/*.test.tsx"],
        },
      },
      databaseProject("pglite"),
      databaseProject("postgres"),
    ],
  },
});

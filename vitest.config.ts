import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

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

/** The files that take longest. Begun last, one of them would run alone while other cores have nothing to do. */
const longest = [
  "packages/server/src/fuzz.db.test.ts",
  "packages/calendly-sandbox/src/conformance/fuzz.test.ts",
  "apps/punctual/src/process.test.ts",
  "simulation/run-simulation.test.ts",
  "tools/publish/stage-package.test.ts",
  "packages/calendly-sandbox/src/http/http.test.ts",
];

/** One project after the other, for a worker's modules last until a file of another project comes; the longest first. */
class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((path) => moduleId.endsWith(path));
      return index === -1 ? longest.length : index;
    };
    const projectOf = ({ project }: TestSpecification) => this.ctx.projects.indexOf(project);
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => projectOf(a) - projectOf(b) || place(a) - place(b));
  }
}

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
    sequence: { sequencer: Sequencer },
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

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "test/support/fresh-build.ts",
    projects: [
      {
        extends: true,
        /** `npm test`: needs only Node and npm. */
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.installed.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          /** vitest leaves one core free, which is one of two here; most tests wait for a child process. */
          maxWorkers: Math.max(2, availableParallelism() - 1),
        },
      },
      {
        extends: true,
        /** `npm run test:slow`: tests that take longer, or need more than Node and npm (each file says what). */
        test: {
          name: "slow",
          include: ["test/slow/*.slow.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        /** `npm run test:slow` begins with them: very many inputs, one thread a file, and no clock. */
        test: {
          name: "exhaustive",
          include: ["test/slow/exhaustive/*.slow.ts"],
          testTimeout: 1_200_000,
          hookTimeout: 600_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        /** `npm run test:tensorflow`: needs an installed TensorFlow backend (`ohem backend install`). */
        test: {
          name: "tensorflow",
          include: ["test/**/*.installed.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: "forks",
          /** TensorFlow reads the environment that a process starts with: vitest starts its forks with this. */
          env: { TF_NUM_INTRAOP_THREADS: "1", TF_MKL_OPTIMIZE_PRIMITIVE_MEMUSE: "0", TF_CPP_MIN_LOG_LEVEL: "3" },
        },
      },
    ],
  },
});

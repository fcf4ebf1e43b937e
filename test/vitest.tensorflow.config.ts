import { defineConfig } from "vitest/config";

// TensorFlow reads the process's own environment, which test files cannot set: this file can, for the processes that it starts
process.env.TF_NUM_INTRAOP_THREADS = "1";
process.env.TF_MKL_OPTIMIZE_PRIMITIVE_MEMUSE = "0";
process.env.TF_CPP_MIN_LOG_LEVEL = "3";

/** `npm run test:tensorflow`: what needs an installed TensorFlow backend (`ohem backend install`). */
export default defineConfig({
  test: {
    dir: "test",
    include: ["**/*.installed.test.ts"],
    globalSetup: "test/support/fresh-build.ts",
    testTimeout: 120_000,
    pool: "forks",
  },
});

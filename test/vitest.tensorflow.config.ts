import { defineConfig } from "vitest/config";

/** What needs an installed TensorFlow backend: `npm run test:tensorflow`. */
export default defineConfig({
  test: {
    dir: "test",
    include: ["engines/tensorflow.test.ts", "engine/tensorflow/**/*.installed.test.ts"],
    testTimeout: 120_000,
    // the native binding cannot be loaded twice into one process
    pool: "forks",
  },
});

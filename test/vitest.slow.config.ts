import { defineConfig } from "vitest/config";
import base from "./vitest.config.js";

/** `npm run test:slow`: what takes longer, or needs more than Node and npm (each file says what). */
export default defineConfig({
  test: {
    ...base.test,
    include: ["slow/**/*.slow.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});

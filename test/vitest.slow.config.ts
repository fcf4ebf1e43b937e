import { mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

/** `npm run test:slow`: what takes longer, or needs more than Node and npm (each file says what). */
export default mergeConfig(base, {
  test: { dir: "test", include: ["slow/**/*.slow.ts"], testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false },
});

import { defineConfig } from "vitest/config";

/** `npm test`: needs Node and npm alone. */
export default defineConfig({
  test: {
    dir: "test",
    include: ["**/*.test.ts"],
    exclude: ["**/*.installed.test.ts"],
    globalSetup: "test/support/fresh-build.ts",
    testTimeout: 60_000,
  },
});

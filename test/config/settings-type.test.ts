import type * as v from "valibot";
import { expect, expectTypeOf, test } from "vitest";
import type { settingsSchema } from "../../src/config/settings.js";
import type { Settings } from "../../src/config/settings-type.js";
import { settingsTypeFile, settingsTypeText } from "../support/settings-type.js";

test("the type of the settings says on hover what the schema says (npm test -- -u writes it)", async () => {
  await expect(settingsTypeText()).toMatchFileSnapshot(settingsTypeFile);
});

test("the schema gives that type", () => {
  expectTypeOf<v.InferOutput<typeof settingsSchema>>().toEqualTypeOf<Settings>();
});

import { expect } from "vitest";
import { FileFormatError, InputError } from "../../src/errors/errors.js";

/** The InputError, of one line, that a promise rejects with; anything else fails the test. */
export async function refusal(promise: Promise<unknown>): Promise<InputError> {
  const error = await promise.then(
    () => expect.fail("was accepted"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).not.toMatch(/[\n\r]/);
  return error as InputError;
}

/** The FileFormatError that a promise rejects with, as `name field offset`. */
export async function formatRefusal(promise: Promise<unknown>): Promise<string> {
  const error = await refusal(promise);
  expect(error).toBeInstanceOf(FileFormatError);
  const { file, field, offset } = error as FileFormatError;
  return [file.split(/[/\\]/).at(-1), field, offset].join(" ").trim();
}

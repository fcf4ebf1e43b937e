import { pathToFileURL } from "node:url";

/**
 * What a module threw, and where in it: `/x/mine.js:14:9: TypeError: ...`. Without a line where the stack does not lead
 * through the module.
 * @param path of the module, absolute
 */
export function describeThrown(error: unknown, path: string): string {
  const { name, message, stack = "" } = error instanceof Error ? error : { name: "thrown", message: String(error) };
  const places = [pathToFileURL(path).href, path];
  const line = stack.split("\n").find((frame) => places.some((place) => frame.includes(`${place}:`))) ?? "";
  // Of TypeScript that Node cannot strip, and of CommonJS that it cannot parse, the stack begins with the place.
  const [, position] = /:(\d+(?::\d+)?)\)?$/.exec(line) ?? [];
  return `${path}${position === undefined ? "" : `:${position}`}: ${name}: ${message.trim().split("\n", 1)[0]}`;
}

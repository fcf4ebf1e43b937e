import { createRequire } from "node:module";
import type { AnyNode } from "@humanwhocodes/momoa";

const maxDepth = 16;
/** Keys that reach an object's prototype when they are copied carelessly. */
const refusedKeys = new Set(["__proto__", "constructor", "prototype"]);

/** Lines and columns count from 1, the offset (in UTF-16 units) from 0. */
export interface JsonPlace {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export class JsonError extends Error {
  override name = "JsonError";
  readonly place: JsonPlace;

  constructor(problem: string, place: JsonPlace) {
    super(problem);
    this.place = place;
  }
}

export interface ParsedJson {
  readonly value: unknown;
  /** The place of the key or element at the path; for a path that leads nowhere, of the last key on it. */
  placeOf(path: readonly PropertyKey[]): JsonPlace;
}

/**
 * Parses untrusted JSON. Beyond the standard it refuses duplicate keys, keys that reach a prototype, and nesting deeper
 * than 16 (parsers recurse).
 * @throws JsonError with the place
 */
export function parseJson(text: string): ParsedJson {
  checkDepth(text);
  const value = parseValue(text);
  if (!isAsWritten(text, value)) checkKeys(parseTree(text));
  return { value, placeOf: (path) => placeOf(parseTree(text), path) };
}

/** Whether JSON.stringify writes the value as this text: then no key comes twice, and none is spelled with escapes. */
function isAsWritten(text: string, value: unknown): boolean {
  const trimmed = text.trimEnd();
  const isWritten = [undefined, 2].some((indent) => JSON.stringify(value, null, indent) === trimmed);
  return isWritten && ![...refusedKeys].some((key) => trimmed.includes(`"${key}"`));
}

function checkDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === "\\") i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "[" || character === "{") {
      if (++depth > maxDepth) throw new JsonError(`nested deeper than ${maxDepth}`, placeAt(text, i));
    } else if (character === "]" || character === "}") depth--;
  }
}

/** JSON.parse decides what is JSON (momoa lets control characters pass), and words it better than momoa ("RBrace"). */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const problem = message
      .replace(/(, "|, \.\.\."|( in JSON)? at position ).*$/s, "")
      .replace("JSON input", "the text");
    throw new JsonError(`not JSON: ${problem}`, placeAt(text, errorOffset(text, message)));
  }
}

/** The parser that knows places is loaded here: good files need none, and every command would pay for it. */
function parseTree(text: string): AnyNode {
  const { parse }: typeof import("@humanwhocodes/momoa") = createRequire(import.meta.url)("@humanwhocodes/momoa");
  return parse(text, { mode: "json" }).body;
}

/** JSON.parse does not always name a position; momoa does. */
function errorOffset(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  if (message.includes("end of JSON")) return text.length;
  try {
    parseTree(text);
    return 0;
  } catch (error) {
    return (error as JsonPlace).offset;
  }
}

function checkKeys(node: AnyNode): void {
  if (node.type === "Array") for (const element of node.elements) checkKeys(element.value);
  if (node.type !== "Object") return;
  const seen = new Set<string>();
  for (const { name, value } of node.members) {
    const key = keyOf(name);
    if (refusedKeys.has(key)) throw new JsonError(`key ${JSON.stringify(key)} is not allowed`, name.loc.start);
    if (seen.has(key)) throw new JsonError(`key ${JSON.stringify(key)} comes twice`, name.loc.start);
    seen.add(key);
    checkKeys(value);
  }
}

function placeOf(root: AnyNode, path: readonly PropertyKey[]): JsonPlace {
  let node = root;
  let place = root.loc.start;
  for (const step of path) {
    if (node.type === "Object") {
      const member = node.members.find(({ name }) => keyOf(name) === step);
      if (!member) return place;
      place = member.name.loc.start;
      node = member.value;
    } else if (node.type === "Array") {
      const element = node.elements[Number(step)];
      if (!element) return place;
      place = element.loc.start;
      node = element.value;
    }
  }
  return place;
}

function keyOf(name: { type: "String"; value: string } | { type: "Identifier"; name: string }): string {
  return name.type === "String" ? name.value : name.name;
}

function placeAt(text: string, offset: number): JsonPlace {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1, offset };
}

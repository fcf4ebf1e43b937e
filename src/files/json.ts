import { type AnyNode, parse } from "@humanwhocodes/momoa";

const maxDepth = 16;
/** Names that reach an object's prototype when somebody copies them carelessly. */
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
  /** Where the key (or the element) at the path stands; the root's place for a path that leads nowhere. */
  placeOf(path: readonly PropertyKey[]): JsonPlace;
}

/**
 * Parses JSON from a source that nobody vouches for. Beyond the standard it refuses a key that comes twice in an object, keys that reach a prototype,
 * and nesting deeper than 16 (parsers recurse).
 * @throws JsonError with the place
 */
export function parseJson(text: string): ParsedJson {
  checkDepth(text);
  let root: AnyNode;
  try {
    root = parse(text, { mode: "json" }).body;
  } catch (error) {
    throw syntaxError(text, error as Partial<JsonPlace>);
  }
  const value = standardParse(text);
  checkKeys(root);
  return { value, placeOf: (path) => placeOf(root, path) };
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

/** JSON.parse is the judge of what is JSON; the other parser knows places. */
function standardParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw syntaxError(text, {});
  }
}

/** JSON.parse says better what is wrong, and often where; where it does not, the other parser's place serves. */
function syntaxError(text: string, place: Partial<JsonPlace>): JsonError {
  const message = standardComplaint(text);
  const position = /at position (\d+)/.exec(message)?.[1];
  const atEnd = message.includes("end of JSON");
  const offset = position !== undefined ? Number(position) : atEnd ? text.length : (place.offset ?? 0);
  const problem = message.replace(/(, "|, \.\.\."|( in JSON)? at position ).*$/s, "").replace("JSON input", "the text");
  return new JsonError(`not JSON: ${problem}`, placeAt(text, offset));
}

function standardComplaint(text: string): string {
  try {
    JSON.parse(text);
    return "a character that JSON does not have here";
  } catch (error) {
    return (error as Error).message;
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

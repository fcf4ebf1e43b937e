/**
 * Messages of Protocol Buffers: a field is its number and wire type, then a varint (0), or a length and bytes (2).
 * https://protobuf.dev/programming-guides/encoding/
 */
type Value = number | string | Uint8Array | Message;
/** The values of each field, by its number. */
export type Message = { readonly [field: number]: Value | readonly Value[] };

export function encodeMessage(message: Message): Uint8Array {
  const fields = Object.entries(message).flatMap(([field, values]) =>
    [values].flat().map((value) => encodeField(Number(field), value)),
  );
  return Buffer.concat(fields);
}

function encodeField(field: number, value: Value): Uint8Array {
  if (typeof value === "number") return Uint8Array.from([...varint(field << 3), ...varint(value)]);
  const bytes = typeof value === "string" || value instanceof Uint8Array ? Buffer.from(value) : encodeMessage(value);
  return Buffer.concat([Uint8Array.from([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes]);
}

/** Seven bits a byte, the lowest first. @param value an integer >= 0 */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}

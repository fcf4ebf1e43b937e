/** A doc comment of a field, wrapped as the sources are. */
export function docComment(text: string, indent: string): string {
  const line = `${indent}/** ${text} */`;
  if (line.length <= columns) return line;
  const lines = [`${indent} *`];
  for (const word of text.split(" ")) {
    if (lines.at(-1)!.length + 1 + word.length > columns) lines.push(`${indent} *`);
    lines.push(`${lines.pop()} ${word}`);
  }
  return [`${indent}/**`, ...lines, `${indent} */`].join("\n");
}

const columns = 120;

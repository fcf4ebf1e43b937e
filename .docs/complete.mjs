/** A typedoc plugin: exported functions say what they throw, and typed arrays their shapes. */
import { Converter, ReflectionKind } from "typedoc";

/** They throw only for arguments of another type. */
const throwNothing = ["lossSpec", "shuffledIndices"];

/** @param {import("typedoc").Application} app */
export function load(app) {
  quietAboutSchemas(app.logger);
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const { name, signatures = [] } of project.getReflectionsByKind(ReflectionKind.Function)) {
      if (throwNothing.includes(name) || signatures.some(({ comment }) => comment?.getTag("@throws"))) continue;
      app.logger.error(`${name}: does not say what it throws`);
    }
    for (const reflection of project.getReflectionsByKind(ReflectionKind.Property | ReflectionKind.Parameter)) {
      // a stream or a file has any length
      if (reflection.name === "content") continue;
      if (!/^(Uint8|Uint32|Float32|Float64)Array\b/.test(String(reflection.type))) continue;
      const text = reflection.comment?.summary.map(({ text }) => text).join("") ?? "";
      if (!/\[.*\]/.test(text)) app.logger.error(`${reflection.getFullName()}: does not say its shape`);
    }
  });
}

/**
 * A type that is inferred from a schema has the comments of its fields twice.
 * @param {import("typedoc").Logger} logger
 */
function quietAboutSchemas(logger) {
  for (const level of /** @type {const} */ (["warn", "info"])) {
    const log = logger[level].bind(logger);
    logger[level] = (text, ...rest) => {
      if (!/multiple declarations with a comment|^The comments for/.test(text)) log(text, ...rest);
    };
  }
}

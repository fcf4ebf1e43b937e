import * as v from "valibot";
import { flag, list, object, text } from "../../files/json-fields.js";

export const backendDocumentSchema = v.strictObject({
  name: text("as ohem backend remove takes it"),
  folder: text("where it is"),
  inUse: flag("whether engines use it"),
  missing: list("files that were installed and are gone", text("a file")),
  manifest: v.nullable(
    object("what is installed; null: it cannot be read", {
      format: v.pipe(v.literal(1), v.description("of the manifest")),
      tfjs: text("version of @tensorflow/tfjs-node-gpu"),
      tensorflow: text("version of TensorFlow"),
      library: text("the folder with TensorFlow's libraries, absolute or in the backend's"),
      source: text("where TensorFlow came from, for people"),
      cuda: v.nullable(
        object("what TensorFlow was built for; null: for the CPU only", {
          cuda: text("version of CUDA"),
          cudnn: text("version of cuDNN"),
        }),
      ),
      installed: text("when, ISO 8601"),
    }),
  ),
});

/** What `ohem backend list --json` prints. */
export const backendsDocumentSchema = v.array(backendDocumentSchema);

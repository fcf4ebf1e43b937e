import { expect, test } from "vitest";
import { parameterFloats } from "../../../src/engine/wasm/layout.js";
import { packParameters, unpackParameters } from "../../../src/engine/wasm/parameters.js";
import { parameterNames } from "../../../src/model/net.js";
import { randomParameters } from "../../conformance/fixtures.js";

test.each([2, 10, 26])(
  "parameters of %i classes keep their bits in the kernels' places, and padding stays zero",
  (classes) => {
    const parameters = randomParameters(classes, 1);
    const packed = new Float32Array(parameterFloats(classes));
    packParameters(parameters, packed, classes);
    const unpacked = unpackParameters(packed, classes);
    let values = 0;
    for (const name of parameterNames) {
      expect([...unpacked[name]]).toEqual([...parameters[name]]);
      values += parameters[name].filter((value) => value !== 0).length;
    }
    expect(packed.filter((value) => value !== 0).length).toBe(values);
  },
);

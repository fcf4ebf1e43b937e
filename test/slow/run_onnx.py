"""MODEL IMAGES OUT: checks an ONNX model, and runs it on images (uint8 [N, 1, 28, 28] in a file).

Writes the outputs, one after the other, as float32; prints what onnxruntime says of the model, as JSON.
"""
import json
import sys

import numpy as np
import onnx
import onnxruntime

model, images, out = sys.argv[1:]
onnx.checker.check_model(onnx.load(model), full_check=True)
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
pixels = np.fromfile(images, np.uint8).reshape(-1, 1, 28, 28)
outputs = session.run(None, {"images": pixels})
first = session.run(None, {"images": pixels[:1]})
assert np.allclose(first[0], outputs[0][:1], atol=1e-4)
np.concatenate([output.ravel() for output in outputs]).tofile(out)
print(
    json.dumps(
        {
            "onnx": onnx.__version__,
            "onnxruntime": onnxruntime.__version__,
            "outputs": {output.name: output.shape for output in session.get_outputs()},
            "metadata": session.get_modelmeta().custom_metadata_map,
        }
    )
)

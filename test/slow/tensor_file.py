"""
read FILE: prints as JSON what the Python package safetensors finds in a file.
write FILE: makes one with every type that ohem reads.
"""
import hashlib
import json
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file

command, file = sys.argv[1:]
if command == "write":
    values = [0, 1, 200]
    types = {"f64": "float64", "f32": "float32", "i32": "int32", "u32": "uint32", "u8": "uint8"}
    tensors = {name: numpy.array([values, values], dtype=dtype) for name, dtype in types.items()}
    tensors["number"] = numpy.array(-0.5, dtype="float32")
    tensors["nothing"] = numpy.zeros((2, 0), dtype="float32")
    save_file(tensors, file, metadata={"who": "zoë"})
else:
    with safe_open(file, framework="np") as contents:
        tensors = {name: contents.get_tensor(name) for name in contents.keys()}
        found = {
            "metadata": contents.metadata(),
            "tensors": {
                name: [str(tensor.dtype), list(tensor.shape), hashlib.sha256(tensor.tobytes()).hexdigest()]
                for name, tensor in tensors.items()
            },
        }
    print(json.dumps(found))

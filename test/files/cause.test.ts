import { expect, test } from "vitest";
import { causeIn } from "../../src/files/cause.js";

test.each([
  [
    "npm: its first lines, not its closing advice",
    [
      "npm warn Unknown user config",
      "npm error code EACCES",
      "npm error syscall mkdir",
      "npm error path /home/me",
      "npm error errno -13",
      "npm error Error: EACCES: permission denied, mkdir '/home/me'",
      "npm error     at async mkdir (node:internal/fs/promises:858:10)",
      "npm error If you believe this might be a permissions issue, please double-check the",
      "npm error A complete log of this run can be found in: /home/me/.npm/_logs/debug-0.log",
    ],
    "code EACCES | path /home/me | Error: EACCES: permission denied, mkdir '/home/me'",
  ],
  [
    "a compiler: its first error, without the source that it quotes",
    [
      "In file included from error.cc:3:",
      "binding.cc:1:10: fatal error: node_api.h: No such file or directory",
      "    1 | #include <node_api.h> // error: none",
      "compilation terminated.",
    ],
    "binding.cc:1:10: fatal error: node_api.h: No such file or directory",
  ],
  [
    "a linker",
    [
      "/usr/bin/ld: warning: something old",
      "/usr/bin/ld: cannot find -l:libtensorflow_cc.so.2: No such file or directory",
      "collect2: error: ld returned 1 exit status",
    ],
    "/usr/bin/ld: cannot find -l:libtensorflow_cc.so.2: No such file or directory | " +
      "collect2: error: ld returned 1 exit status",
  ],
  [
    "pip",
    [
      "WARNING: Retrying (Retry(total=4))",
      "ERROR: Could not find a version that satisfies the requirement tensorflow-cpu==9.9.9 (from versions: 2.21.0)",
      "ERROR: No matching distribution found for tensorflow-cpu==9.9.9",
    ],
    "ERROR: Could not find a version that satisfies the requirement tensorflow-cpu==9.9.9 (from versions: 2.21.0) | " +
      "ERROR: No matching distribution found for tensorflow-cpu==9.9.9",
  ],
  [
    "pip on a full disk, which it names last",
    [
      "ERROR: Exception:",
      "Traceback (most recent call last):",
      "OSError: [Errno 18] Invalid cross-device link: '/tmp/pip-target-1/lib/python/tensorflow' -> '/home/tensorflow'",
      "During handling of the above exception, another exception occurred:",
      "OSError: [Errno 28] No space left on device",
    ],
    "OSError: [Errno 28] No space left on device",
  ],
  ["npm on a full disk", ["npm error code ENOSPC", "npm error syscall write"], "code ENOSPC"],
  [
    "a traceback",
    [
      "Traceback (most recent call last):",
      '  File "<string>", line 2, in <module>',
      '    raise ImportError("error: none")',
      "ModuleNotFoundError: No module named 'json'",
    ],
    "ModuleNotFoundError: No module named 'json'",
  ],
  [
    "Node, after lines of TensorFlow's log",
    [
      "2026-01-02 03:04:05.000000: E external/cuda.cc:12] failed call to cuInit: INTERNAL: CUDA error: no device",
      "E0000 00:00:1 2 file.cc:52] CUDA error: no device",
      "Error: libtensorflow_cc.so.2: cannot open shared object file",
      "    at Module._extensions..node (node:internal/modules/cjs/loader:1)",
    ],
    "Error: libtensorflow_cc.so.2: cannot open shared object file",
  ],
  ["output that names no error: its last lines", ["one", "two", "", "three", "four"], "two | three | four"],
])("%s", (_, lines, cause) => {
  expect(causeIn(lines.join("\n"))).toBe(cause);
});

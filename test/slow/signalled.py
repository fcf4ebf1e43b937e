"""Runs a command on a pseudo-terminal and signals it: python signalled.py DELAY,SIGNAL[,DELAY,SIGNAL] COMMAND...

The delays are seconds, the second one from the first signal on; SIGNAL is KEY (the terminal's interrupt key) or a
signal's number. Prints JSON: `code` (128 + the signal's number for a death by signal), `output`, and `restored`, which
is true if the terminal's settings are the same as before.
"""

import json
import os
import pty
import subprocess
import sys
import termios
import threading
import time

moments = sys.argv[1].split(",")
keyboard, terminal = pty.openpty()
before = termios.tcgetattr(terminal)
child = subprocess.Popen(
    sys.argv[2:],
    stdin=terminal,
    stdout=terminal,
    stderr=terminal,
    start_new_session=True,
    # A session's terminal is the first one that it opens; this lets the interrupt key reach the command.
    preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),
)
received = []


def listen():
    while True:
        try:
            received.append(os.read(keyboard, 65536))
        except OSError:
            return


threading.Thread(target=listen, daemon=True).start()
for delay, signal in zip(moments[::2], moments[1::2]):
    time.sleep(float(delay))
    if child.poll() is None:
        if signal == "KEY":
            os.write(keyboard, b"\x03")
        else:
            child.send_signal(int(signal))

code = child.wait()
after = termios.tcgetattr(terminal)
time.sleep(0.05)
output = b"".join(received).decode()
print(json.dumps({"code": 128 - code if code < 0 else code, "output": output, "restored": before == after}))

"""Runs a command on a pseudo-terminal, and closes it once it has shown a text: python hangup.py TEXT COMMAND...

Prints how the command ended: its exit code, or minus the number of the signal that ended it.
"""

import os
import pty
import sys

text, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)

received = b""
while text.encode() not in received:
    received += os.read(terminal, 65536)
os.close(terminal)
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status))

"""Runs a command on a pseudo-terminal: python terminal.py COLUMNS WAIT KEYS COMMAND...

When the output contains WAIT (if that is not empty), types KEYS once. Copies what the terminal received to stdout, and
exits with the command's exit code.
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, wait, keys, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    # The child sets the width itself: it may otherwise ask before the parent has set it.
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(columns), 0, 0))
    os.execvp(command[0], command)

received = b""
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side has closed
        break
    if not chunk:
        break
    received += chunk
    if wait and wait.encode() in received:
        os.write(terminal, keys.encode())
        wait = ""

_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(received)
sys.exit(os.waitstatus_to_exitcode(status))

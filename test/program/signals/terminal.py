"""Runs a command on a terminal of its own, does something to it once the command has said "window:", and prints how the command ended.

usage: terminal.py WHERE WHAT SIGNAL COMMAND...
WHERE   which of the command's descriptors are the terminal: 1, 2 or 12; the others are a pipe that is read
WHAT    unread: nobody reads it; stopped: as after Ctrl-S; closed: its window goes away
SIGNAL  number of the signal that is sent then; 0 for none
"""
import os, select, signal, sys, termios, time

where, what, number, command = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
STALL_SECONDS = 1
LIMIT_SECONDS = 50

master, slave = os.openpty()
pipe, other = os.pipe()
child = os.fork()
if child == 0:
    os.setsid()
    for descriptor in (1, 2):
        os.dup2(slave if str(descriptor) in where else other, descriptor)
    for descriptor in (master, slave, pipe, other):
        os.close(descriptor)
    os.execvp(command[0], command)
os.close(other)


def read_until(text, descriptor, seconds):
    """What was read until the text came, the writers were gone or the time was over."""
    seen, end = b"", time.monotonic() + seconds
    while text not in seen and time.monotonic() < end:
        if select.select([descriptor], [], [], 0.2)[0]:
            try:
                part = os.read(descriptor, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
    return seen


messages = read_until(b"window:", master if "2" in where else pipe, LIMIT_SECONDS)
if what == "stopped":
    termios.tcflow(slave, termios.TCOOFF)
if what == "closed":
    os.close(master)
    os.close(slave)
time.sleep(STALL_SECONDS)
if number:
    os.kill(child, number)
end = time.monotonic() + LIMIT_SECONDS
ended = status = 0
while not ended and time.monotonic() < end:
    if "2" not in where:
        messages += read_until(b"\0", pipe, 0.1)
    else:
        time.sleep(0.1)
    ended, status = os.waitpid(child, os.WNOHANG)
if not ended:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("deaf")
else:
    code = os.waitstatus_to_exitcode(status)
    print(code if code >= 0 else f"signal {-code}")
    if "2" not in where:
        sys.stdout.write((messages + read_until(b"\0", pipe, 1)).decode())

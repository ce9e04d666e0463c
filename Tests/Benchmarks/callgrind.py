"""Instructions of a benchmark's own child process, by callgrind: those of many events less those of one."""

import re
import shutil
import subprocess
import sys


def per_event(script, events, *arguments):
    """Instructions per event of `script --child N arguments…`; None without valgrind."""
    if not shutil.which("valgrind"):
        return None
    counts = []
    for number in (1, 1 + events):
        command = [shutil.which("valgrind"), "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable]
        command += [script, "--child", str(number), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        counts.append(int(re.search(r"Collected : (\d+)", done.stderr).group(1)))
    return (counts[1] - counts[0]) / events

"""The whole suite with the network unreachable: ``python -m tests.faults.offline [pytest options]`` (Linux, util-linux).

The tests run in a network namespace of their own that has nothing but a loopback, which is down.
"""

import os
import shutil
import subprocess
import sys


def main() -> None:
    unshare = shutil.which("unshare")
    words = ["--net"] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["--net", "--map-root-user"]
    if unshare is None or subprocess.run([unshare, *words, "true"], check=False).returncode != 0:
        sys.exit("this system gives no network namespace (unshare --net); run the suite with the network unplugged instead")
    sys.exit(subprocess.run([unshare, *words, sys.executable, "-m", "pytest", *sys.argv[1:]], check=False).returncode)


if __name__ == "__main__":
    main()

"""What axe finds wrong with pages of ours in a real browser: ``python -m bench.axe AXE.JS PAGE.html…``.

AXE.JS is `axe.min.js` of the npm package axe-core. Our pages allow no script, so each is looked at as a copy without its policy
and with axe in it. Needs chromium; ends with 1 when anything serious or critical is found, with 3 where chromium is not there.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path
from typing import Any

SERIOUS = frozenset({"serious", "critical"})
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
ASK = """
axe.run(document).then(found => {
  const told = document.createElement("pre");
  told.id = "axe-told";
  told.textContent = JSON.stringify(found.violations.map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 160)]));
  document.body.appendChild(told);
});
"""


def main() -> int:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("chromium is not installed")
        return 3
    axe = Path(sys.argv[1]).read_text("utf-8")
    bad = 0
    for name in sys.argv[2:]:
        for impact, rule, count, first in violations(browser, Path(name).read_text("utf-8"), axe):
            print(f"{name}: {impact} {rule} ×{count}: {first}")
            bad += impact in SERIOUS
    print(f"{len(sys.argv) - 2} pages, {bad} serious")
    return 1 if bad else 0


def violations(browser: str, page: str, axe: str) -> list[Any]:
    """Impact, rule, number of places and the first of them, for each rule that the page breaks."""
    whole = POLICY.sub("", page).replace("</body>", f"<script>{axe}</script><script>{ASK}</script></body>")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(whole, "utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom"]
        shown = subprocess.run([*command, copy.as_uri()], capture_output=True, text=True, timeout=300, check=True).stdout
    told = re.search(r'<pre id="axe-told">(.*?)</pre>', shown, re.DOTALL)
    if told is None:
        raise SystemExit("axe did not answer")
    found: list[Any] = json.loads(unescape(told[1]))
    return found


if __name__ == "__main__":
    sys.exit(main())

"""A voice process that acknowledges every utterance and plays nothing."""

import sys

SCRIPT = """
import json, sys
sys.stdin.readline()
if sys.argv[1:] == ["--speakers"]:
    print(json.dumps({"speakers": ["Nobody's"]}))
    sys.exit()
print(json.dumps({"voice": "nobody", "why": "a test", "speaker": "nowhere", "missing": ""}), flush=True)
for line in sys.stdin:
    message = json.loads(line)
    if "until" in message:
        print(json.dumps({"track": message["track"], "outcome": "done"}), flush=True)
"""

SOUNDLESS = (sys.executable, "-I", "-S", "-c", SCRIPT)

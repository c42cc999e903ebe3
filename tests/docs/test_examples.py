"""Every curl and Python example of the documents runs, top to bottom, as a reader would run it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stack.plugin import RunningStack

REPOSITORY = Path(__file__).parents[2]
DOCUMENTS = {
    name: (REPOSITORY / name).read_text()
    for name in ("README.md", "docs/API.md", "docs/ARCHITECTURE.md", "docs/tour.md", "docs/embedder.md")
}
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_RUN = ("bash", "python")


def script_of(text: str) -> str:
    """One bash script: `bash` blocks as they stand, `python` blocks fed to the interpreter."""
    parts = ["set -euo pipefail"]
    for language, body in _BLOCK.findall(text):
        if language == "bash":
            parts.append(body)
        elif language == "python":
            parts.append(f"python3 - <<'END OF PYTHON'\n{body}END OF PYTHON\n")
    return "\n".join(parts)


def has_examples(text: str) -> bool:
    return any(language in _RUN for language, _ in _BLOCK.findall(text))


@pytest.mark.parametrize("name", [name for name, text in DOCUMENTS.items() if has_examples(text)])
def test_examples_run(name: str, stack: RunningStack) -> None:
    environment = {
        **os.environ,
        "STACK_JSON": str(stack.layout.stack_json),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["bash", "-c", script_of(DOCUMENTS[name])],
        cwd=REPOSITORY,
        env=environment,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_no_example_escapes_the_test(text: str) -> None:
    escaped = [body for language, body in _BLOCK.findall(text) if language not in _RUN and "curl " in body]
    assert not escaped, "a block with curl has to be marked `bash`"
    assert "curl " not in _BLOCK.sub("", text)


def test_the_api_page_shows_every_way_in() -> None:
    script = script_of(DOCUMENTS["docs/API.md"])
    calls = ("/api/auth/login", "/api/images/presign", "/api/images/ingest", "/api/search/similar", "text_query")
    for call in (*calls, "$NEAR/detect", "/api/duplicates/check", "/api/duplicates/resolutions", "/undo", "$QA/score"):
        assert call in script

"""The web app in a real Chromium on a real stack: each file of web/e2e is one test here, and says what failed in it.

Tables of what was measured are shown in any case."""

from collections.abc import Mapping

import pytest

from tests.web.node import WEB, run_file

FILES = sorted(path.name for path in (WEB / "e2e").glob("*.test.ts"))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("file", FILES)
def test_in_the_browser(file: str, environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_file(f"e2e/{file}", environment)
    with capsys.disabled():
        print(*(line for line in ran.said.splitlines() if line.startswith("| ")), sep="\n")
    print(ran.said)
    assert ran.status == 0, ran.said

"""`make web-shots`: pictures of every view, light and dark, wide and narrow, in web/shots."""

from collections.abc import Mapping

import pytest

from tests.web.node import WEB, run_file


@pytest.mark.timeout(600)
def test_pictures_of_every_view(environment: Mapping[str, str]) -> None:
    ran = run_file("e2e/shots/", environment)
    print(ran.said)
    assert ran.status == 0, ran.said
    assert list((WEB / "shots").glob("*.png")), "no picture was taken"

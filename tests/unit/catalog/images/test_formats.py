"""Telling formats by their first bytes, and holding senders to what they declared."""

import pytest

from catalog.errors import ImageRejected, RejectionReason
from catalog.images.formats import ImageFormat, check_declared, sniff
from tests.image_bank.forge import box


class TestSniff:
    def test_generic_brand_leaves_the_choice_to_the_compatible_ones(self) -> None:
        assert sniff(box(b"ftyp", b"mif1\0\0\0\0mif1avif")) is ImageFormat.AVIF
        assert sniff(box(b"ftyp", b"msf1\0\0\0\0mif1heic")) is ImageFormat.HEIC

    def test_brands_beyond_the_first_box_do_not_count(self) -> None:
        with pytest.raises(ImageRejected) as refusal:
            sniff(box(b"ftyp", b"mif1\0\0\0\0") + box(b"heic", bytes(40)))
        assert refusal.value.reason is RejectionReason.UNSUPPORTED_FORMAT

    def test_html_with_a_drawing_in_it_is_no_drawing(self) -> None:
        with pytest.raises(ImageRejected) as refusal:
            sniff(b"<!DOCTYPE html><svg></svg>")
        assert refusal.value.reason is RejectionReason.NOT_AN_IMAGE


class TestDeclared:
    @pytest.mark.parametrize("said", [None, "", "application/octet-stream", "image/*", "IMAGE/PNG", "image/png; a=b"])
    def test_lets_through_what_agrees_or_says_nothing(self, said: str | None) -> None:
        check_declared(ImageFormat.PNG, said)

    @pytest.mark.parametrize("said", ["image/jpeg", "image/svg+xml", "text/plain", "image/", "\x00", "x/canary"])
    def test_refuses_what_disagrees(self, said: str) -> None:
        with pytest.raises(ImageRejected) as refusal:
            check_declared(ImageFormat.PNG, said)
        assert refusal.value.reason is RejectionReason.FORMAT_MISMATCH
        assert "canary" not in str(refusal.value)

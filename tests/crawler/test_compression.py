"""Strict decompression: whole bodies come through unchanged, everything else is an error."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.compression import decompress
from monitor.errors import FetchError
from monitor.records import Outcome
from tests.faultserver import bomb

URL = "https://plan.example/a"
LIMIT = 1 << 20


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", _raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstandard.compress),
    "zstd without size": ("zstd", lambda body: zstandard.ZstdCompressor(write_content_size=False).compress(body)),
    "two members": ("gzip", lambda body: gzip.compress(body[:7]) + gzip.compress(body[7:])),
    "two frames": ("zstd", lambda body: zstandard.compress(body[:7]) + zstandard.compress(body[7:])),
    "twice": ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
    "identity": ("identity", bytes),
}


@pytest.mark.parametrize("name", PACKERS)
@given(body=st.binary(min_size=1, max_size=2000))
def test_what_was_packed_comes_out(name: str, body: bytes) -> None:
    """Every encoding that we ask for gives the body back."""
    encoding, pack = PACKERS[name]
    assert decompress(pack(body), encoding, url=URL, limit=LIMIT) == body


@pytest.mark.parametrize("name", [name for name in PACKERS if name not in {"identity", "two members", "two frames"}])
def test_no_cut_is_accepted(name: str) -> None:
    """A body cut at any byte is `truncated`, never a shorter page."""
    encoding, pack = PACKERS[name]
    packed = pack(os.urandom(100) + b"plan" * 50)
    for length in range(1, len(packed)):
        with pytest.raises(FetchError) as caught:
            decompress(packed[:length], encoding, url=URL, limit=LIMIT)
        assert caught.value.outcome is Outcome.TRUNCATED
        assert caught.value.transient


@pytest.mark.parametrize("position", [-1, -5])
def test_sum_and_length_of_gzip_are_checked(position: int) -> None:
    """A gzip body whose checksum or length is wrong is not used."""
    packed = bytearray(gzip.compress(b"plan" * 100))
    packed[position] ^= 1
    with pytest.raises(FetchError) as caught:
        decompress(bytes(packed), "gzip", url=URL, limit=LIMIT)
    assert caught.value.outcome is Outcome.TRUNCATED


@pytest.mark.parametrize(("name", "packed"), bomb(8 << 20).items())
def test_a_bomb_stops_at_the_cap(name: str, packed: bytes) -> None:
    """What unpacks to more than the cap is `too_large`, whatever packed it."""
    with pytest.raises(FetchError) as caught:
        decompress(packed, "deflate" if name == "raw" else name, url=URL, limit=LIMIT)
    assert caught.value.outcome is Outcome.TOO_LARGE


def test_nested_and_many_membered_bombs_stop_too() -> None:
    """Packing twice or in many members does not get past the cap."""
    twice = gzip.compress(gzip.compress(bytes(32 << 20)))
    members = gzip.compress(bytes(1 << 19)) * 3
    for packed, encoding in ((twice, "gzip, gzip"), (members, "gzip")):
        with pytest.raises(FetchError) as caught:
            decompress(packed, encoding, url=URL, limit=LIMIT)
        assert caught.value.outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_thousands_of_empty_members_are_refused(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    """Many tiny parts cost more than they hold; they end the reading early."""
    with pytest.raises(FetchError) as caught:
        decompress(pack(b"") * 5000, encoding, url=URL, limit=LIMIT)
    assert caught.value.outcome is Outcome.TRUNCATED


@pytest.mark.parametrize("encoding", ["compress", "exi", "gzip, gzip, gzip, gzip"])
def test_what_was_not_asked_for_is_an_error(encoding: str) -> None:
    """An unknown encoding, or a tower of known ones, is not guessed at."""
    with pytest.raises(FetchError) as caught:
        decompress(b"x", encoding, url=URL, limit=LIMIT)
    assert caught.value.outcome is Outcome.ERROR


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
@given(body=st.binary(min_size=1, max_size=300))
def test_noise_is_an_error_and_never_a_crash(encoding: str, body: bytes) -> None:
    """Random bytes are refused as such, or happen to be a whole body."""
    try:
        decompress(body, encoding, url=URL, limit=LIMIT)
    except FetchError as error:
        outcome = error.outcome
    else:
        outcome = Outcome.OK
    assert outcome in {Outcome.OK, Outcome.TRUNCATED, Outcome.TOO_LARGE}

"""Bytes kept small: raw answers once per content, JSON values compressed against texts that are stored anyway."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select, update
from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict, ZstdCompressor, ZstdDecompressor

from storage.tables import raw


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came, decompressed and not decoded."""

    body: bytes
    content_type: str | None


GONE = b""
"""The body of a row whose bytes were let go of; its hash stays. No answer is so short, once it is packed."""
_LEVEL = 9  # small values: twice the time of the default is microseconds, and history is kept for ever


def pack(value: Any, dictionary: bytes = b"") -> bytes:
    """A JSON value as bytes. What stands in `dictionary` costs next to nothing; `unpack` needs the same one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return ZstdCompressor(level=_LEVEL, dict_data=_dictionary(dictionary), write_checksum=False).compress(
        text.encode("utf-8", "surrogatepass")
    )


def unpack(blob: bytes, dictionary: bytes = b"") -> Any:
    """The value that `pack` was given."""
    return json.loads(plain(blob, dictionary))


def plain(blob: bytes, dictionary: bytes = b"") -> bytes:
    """The JSON that `pack` made of its value."""
    return ZstdDecompressor(dict_data=_dictionary(dictionary)).decompress(blob)


def digest(text: str) -> bytes:
    """What tells texts apart: 16 bytes are plenty for any number of clauses."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def keep(connection: Connection, body: bytes, content_type: str | None) -> int:
    """Stores an answer's bytes, once per content; returns the row's id. What was let go of and comes again is kept anew."""
    key = sha256(body).hexdigest()
    known = find(connection, key)
    if known is not None:
        gone = connection.execute(select(raw.c.id).where(raw.c.id == known, raw.c.body == GONE)).first()
        if gone is not None:
            # Not their type: seals of versions cover the one that came first.
            packed = ZstdCompressor().compress(body)
            connection.execute(update(raw).where(raw.c.id == known).values(body=packed))
        return known
    row = {"sha256": key, "size": len(body), "content_type": content_type, "body": ZstdCompressor().compress(body)}
    return int(connection.execute(raw.insert().returning(raw.c.id), row).scalar_one())


def find(connection: Connection, key: str | None) -> int | None:
    """The row that holds the bytes with this SHA-256 (hex), None where they are not kept."""
    return connection.execute(select(raw.c.id).where(raw.c.sha256 == key)).scalar()


def read(connection: Connection, key: str) -> Raw | None:
    """The answer whose bytes have this SHA-256 (hex), None where it is not kept."""
    row = connection.execute(select(raw.c.body, raw.c.content_type).where(raw.c.sha256 == key)).one_or_none()
    return None if row is None or row.body == GONE else Raw(ZstdDecompressor().decompress(row.body), row.content_type)


def _dictionary(content: bytes) -> ZstdCompressionDict | None:
    # zstd takes no dictionary shorter than eight bytes.
    return ZstdCompressionDict(content, dict_type=DICT_TYPE_RAWCONTENT) if len(content) >= 8 else None

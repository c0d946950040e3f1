"""The XML parts of an office package (DOCX, XLSX), read without trusting them."""

from __future__ import annotations

import zipfile
import zlib

from lxml import etree

from crawler.files.kinds import damaged
from crawler.files.limits import MEMBER_BYTES

BROKEN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, KeyError, zlib.error)


def part(package: zipfile.ZipFile, name: str) -> etree._Element:
    """The root of one part. Raises ReadError where it is too large, no XML, or declares entities."""
    with package.open(name) as stream:
        content = stream.read(MEMBER_BYTES + 1)
    if len(content) > MEMBER_BYTES:
        raise damaged(ValueError(f"{name} unpacks to more than {MEMBER_BYTES} bytes"))
    # No entities, no DTD, no network, and libxml2's own limits against depth and blow-up stay on.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged(ValueError(f"{name} declares entities, as no word processor does"))
    return root

"""The one spelling of an address."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.listing import canonical


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.CN/A.html", "http://www.example.cn/A.html"),
        ("http://www.example.cn:80/a", "http://www.example.cn/a"),
        ("https://www.example.cn:443/a", "https://www.example.cn/a"),
        ("https://www.example.cn:80/a", "https://www.example.cn:80/a"),
        ("http://www.example.cn", "http://www.example.cn/"),
        ("http://www.example.cn./a", "http://www.example.cn/a"),
        ("http://www.example.cn/a#top", "http://www.example.cn/a"),
        ("http://www.example.cn/#/notice/7", "http://www.example.cn/#/notice/7"),
        ("http://www.example.cn/a.do;jsessionid=77F0.node1?id=3", "http://www.example.cn/a.do?id=3"),
        ("http://www.example.cn/a?PHPSESSID=0a1b&id=3", "http://www.example.cn/a?id=3"),
        ("http://www.example.cn/a?id=3&sid=0123456789abcdef0123", "http://www.example.cn/a?id=3"),
        ("http://www.example.cn/a?sid=1024", "http://www.example.cn/a?sid=1024"),
        ("http://www.example.cn/a?b=2&a=1", "http://www.example.cn/a?b=2&a=1"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        ("http://www.example.cn/%E5%85%AC%E5%91%8A", "http://www.example.cn/%E5%85%AC%E5%91%8A"),
        (" http://www.example.cn/a ", "http://www.example.cn/a"),
    ],
)
def test_one_spelling(url, expected):
    """Case of the host, default ports, fragments and sessions do not count; all else does."""
    assert canonical(url) == expected


@pytest.mark.parametrize("url", ["http://[broken/a", "http://example.cn:port/", "mailto:a@example.cn", "", "a/b"])
def test_what_is_no_address_names_itself(url):
    """A link that cannot be taken apart breaks no listing."""
    assert canonical(url) == url


@example("http://e.cn/ ?")
@given(
    st.text("abchtps:/.?#&=;jesionidPHSE@[]0189% \tÄ中", max_size=40).map("http://e.cn/".__add__) | st.text(max_size=40)
)
def test_canonical_is_its_own_canonical(url):
    """The canonical spelling does not change when it is made canonical again."""
    once = canonical(url)
    assert canonical(once) == once

"""Bad input, as people meet it: one line that says what is wrong and what to do, the right exit code, nothing lost."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

NOTICE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于做好春季学期开学工作的通知</title></head>
<body><div class="nav"><a href="/">首页</a></div><div class="art"><h1>关于做好春季学期开学工作的通知</h1>
<p>来源：云汀区教育局　发布时间：2026-02-10</p>
<p>各学校：</p><p>现就春季学期开学有关工作通知如下，请遵照执行。</p>
<p>一、做好校舍检查。各校在开学前一周完成校舍、食堂和校车的安全检查，发现问题当天整改，整改情况报区教育局备案。</p>
<p>二、做好课程安排。开足开齐国家课程，课后服务时间每周不少于5天，每天不少于2小时。</p>
<p>三、做好学生关爱。对困难学生逐一走访，落实资助政策，确保一个都不少。</p>
<p>云汀区教育局</p><p>2026年2月10日</p></div><div class="foot">主办：云汀区教育局</div></body></html>"""


def site(web, *paths: str, name: str = "云汀区教育局") -> str:
    """A site file that watches single pages."""
    pages = "".join(f'[[pages]]\nurl = "{web.address}{path}"\n' for path in paths)
    return f'name = "{name}"\nhome = "{web.address}/"\n{pages}'


def listing(*hrefs: str) -> str:
    """A listing page."""
    items = "".join(
        f'<li><a href="{href}">云汀区教育局关于第{number}项工作的通知</a><span>2026-02-{number + 1:02}</span></li>'
        for number, href in enumerate(hrefs)
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告</title></head><body>'
        f'<div class="nav"><a href="/">首页</a></div><ul class="list">{items}</ul></body></html>'
    )


def outcomes(report) -> dict[str, str]:
    """Path → outcome of a round."""
    return {check["url"].partition("127.0.0.1:")[2].partition("/")[2]: check["outcome"] for check in report["checks"]}


def test_every_broken_target_is_told_and_the_good_ones_go_on(installation, web):
    """Six ways to be broken, one good page: the round ends with 3, names each reason, and the good page is kept."""
    web.put("/good.html", NOTICE)
    web.put("/data.html", b'{"a": 1}', content_type="application/json")
    web.put("/empty.html", "<html><body><div>首页</div></body></html>")
    packed = gzip.compress(NOTICE.encode())
    web.put("/cut.html", packed[: len(packed) // 2], Content_Encoding="gzip")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}"
    text = site(web, "/good.html", "/data.html", "/empty.html", "/cut.html", "/gone.html")
    text += f'[[pages]]\nurl = "{dead}/x.html"\n[[pages]]\nurl = "http://10.0.0.1/private.html"\n'
    installation.site("yunting", text)
    report = installation.json("check", expect=3)
    told = outcomes(report)
    assert told["good.html"] == "ok"
    assert told["gone.html"] == "not_found"
    assert told["empty.html"] == "empty"
    assert told["cut.html"] == "truncated"
    by_url = {check["url"]: check for check in report["checks"]}
    assert by_url[f"{dead}/x.html"]["outcome"] == "error"
    private = by_url["http://10.0.0.1/private.html"]
    assert private["outcome"] != "ok"
    assert "private" in private["reason"]
    for check in report["checks"]:
        if check["outcome"] != "ok":
            assert check["reason"], check
            assert "\n" not in check["reason"]
    assert (
        "JSON" in by_url[f"{web.address}/data.html"]["reason"] or "json" in by_url[f"{web.address}/data.html"]["reason"]
    )
    (document,) = installation.json("documents")["documents"]
    assert document["title"] == "关于做好春季学期开学工作的通知"


def test_a_failure_between_two_good_rounds_changes_nothing(installation, web):
    """A page that is gone for a round and comes back as it was makes no version and no message."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    installation.json("check")
    page = web.pages.pop("/good.html")
    installation.json("check", "--all", expect=3)
    web.pages["/good.html"] = page
    (check,) = installation.json("check", "--all")["checks"]
    assert (check["version"], check["new"], check["changes"]) == (1, False, [])


def test_sites_show_what_fails_and_check_says_when_to_come_back(installation, web):
    """After a round in which all failed the list of sites says so, and since when; a good round clears it."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html", "/gone.html"))
    said = installation.run("check", expect=3).stdout
    assert "2 looked at, 1 new document, 0 changed, 1 failed" in said
    assert "nothing is due before 20" in installation.run("check").stdout
    header, row = installation.run("sites").stdout.splitlines()
    assert header.split("\t") == ["site", "stands", "targets", "last good check", "next look"]
    assert "1 of 2 fail since 20" in row
    (before,) = installation.json("sites")["sites"]
    del web.pages["/good.html"]
    installation.run("check", "--all", expect=3)
    assert "all fail since 20" in installation.run("sites").stdout
    (told,) = installation.json("sites")["sites"]
    assert (before["failing"], told["failing"], told["targets"]) == (1, 2, 2)
    assert told["failing_since"] == before["failing_since"]
    assert told["last_good_at"] == before["last_good_at"]
    web.put("/good.html", NOTICE)
    web.put("/gone.html", NOTICE)
    installation.run("check", "--all")
    assert "\tgood\t" in installation.run("sites").stdout
    header, *rows = installation.run("documents").stdout.splitlines()
    assert (header.split("\t")[:3], len(rows)) == (["id", "title", "stage"], 2)


def test_an_empty_listing_is_no_news_and_no_deletion(installation, web):
    """A listing that suddenly holds nothing is a failed check; its documents stay watched."""
    web.put("/list.html", listing("/good.html", "/good.html?2", "/good.html?3"))
    for path in ("/good.html", "/good.html?2", "/good.html?3"):
        web.put(path, NOTICE)
    column = f'[[columns]]\nname = "通知"\nurl = "{web.address}/list.html"\n'
    installation.site("yunting", f'name = "云汀区教育局"\nhome = "{web.address}/"\n{column}')
    assert len(installation.json("check")["checks"]) == 4
    web.put("/list.html", listing())
    report = installation.json("check", "--all", expect=3)
    assert outcomes(report) == {
        "list.html": "empty",
        "good.html": "not_modified",
        "good.html?2": "not_modified",
        "good.html?3": "not_modified",
    }


def test_a_wrong_site_file_names_its_line_and_the_others_go_on(installation, web):
    """`validate` exits 1 with file, line, key and advice; `check` tells it too and reads the good file."""
    web.put("/good.html", NOTICE)
    installation.site("good", site(web, "/good.html"))
    installation.site(
        "wrong", 'name = "x"\nhome = "https://x.example.org/"\n[[colums]]\nurl = "https://x.example.org/a"\n'
    )
    told = installation.run("validate", expect=1).stderr
    assert "wrong.toml:3: colums" in told
    assert "columns" in told
    done = installation.run("check", "--json", expect=3)
    assert "wrong.toml:3: colums" in done.stderr
    assert '"outcome": "ok"' in done.stdout


def test_a_directory_without_sites_says_how_to_begin(installation):
    """Whoever runs `check` in a wrong place is told about `init`."""
    told = installation.run("check", expect=2).stderr
    assert "clausewatch init" in told
    assert len(told.strip().splitlines()) == 1


def test_an_unwritable_database_is_told_in_one_line(installation, web):
    """A database path that cannot be used ends the command with 1 and says which."""
    installation.site("yunting", site(web, "/good.html"))
    installation.environ["CLAUSEWATCH_DATABASE"] = "/proc/nowhere/x.db"
    told = installation.run("check", expect=1).stderr
    assert "/proc/nowhere" in told
    assert len(told.strip().splitlines()) == 1


def test_a_full_disk_under_the_database_loses_nothing(installation, web):
    """When the database cannot grow, the round ends with 1 and a line that says so; with space again it goes on."""
    more = [f"/more_{number}.html" for number in range(20)]
    for path in ("/good.html", *more):
        web.put(path, NOTICE)
    installation.site("yunting", site(web, "/good.html", *more))
    installation.run("sites")  # the database is made while there is space
    told = installation.run("check", expect=1, file_bytes=8192).stderr
    assert len(told.strip().splitlines()) == 1
    assert "space" in told or "full" in told or "disk" in told
    assert len(web.asked) < 10, "what waits is dropped"
    (check, *_) = installation.json("check")["checks"]
    assert (check["outcome"], check["version"], check["new"]) == ("ok", 1, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_output_is_told_in_one_line(installation):
    """A disk that fills while results are written is an error in words."""
    text = installation.home / "plan.txt"
    text.write_text("一、总体要求\n坚持公益普惠。\n" * 2000, encoding="utf-8")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "clausewatch", "outline", str(text), "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=installation.home,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "space" in done.stderr


def test_unknown_documents_and_sites_are_wrong_usage(installation, web):
    """A name that nobody knows exits 2 and says what there is."""
    installation.site("yunting", site(web, "/good.html"))
    assert "云汀区教育局" in installation.run("check", "别的局", expect=2).stderr
    assert "7" in installation.run("show", "7", expect=2).stderr
    assert "别的局" in installation.run("subscribe", "--to", "console:", "--site", "别的局", expect=2).stderr
    assert "console:" in installation.run("subscribe", "--to", "carrier-pigeon:coo", expect=2).stderr


@pytest.mark.parametrize("target", ["http://127.0.0.2/hook", "http://169.254.169.254/hook", "ftp://example.org/x"])
def test_a_webhook_to_a_private_place_is_refused(installation, target):
    """Nothing private can be subscribed unless the operator let it through."""
    installation.site(
        "none", 'name = "x"\nhome = "https://x.example.org/"\n[[pages]]\nurl = "https://x.example.org/a"\n'
    )
    installation.run("subscribe", "--to", target, expect=2)


def test_files_that_cannot_be_read_are_wrong_usage(installation):
    """A missing file, or one whose kind nobody can tell, exits 2 with advice."""
    assert "no such" in installation.run("extract", "missing.html", expect=2).stderr.lower()
    (installation.home / "plan.ppt").write_bytes(b"x")
    assert "--type" in installation.run("outline", "plan.ppt", expect=2).stderr


@pytest.mark.parametrize("command", ["documents", "sites", "check", "serve"])
def test_a_wrong_directory_is_left_as_it_was(installation, command):
    """Where there is no installation, a command says so and leaves no file behind."""
    done = installation.run(command, expect=2)
    assert "clausewatch init" in done.stderr
    assert list(installation.home.iterdir()) == []


@pytest.mark.parametrize("command", ["sites", "check", "serve"])
def test_a_lost_directory_of_site_files_is_named(installation, command):
    """Settings that name a directory which is not there are told, and nothing is made."""
    (installation.home / "clausewatch.toml").write_text('sites = "nosuch"\n', encoding="utf-8")
    assert "nosuch: no such directory of site files" in installation.run(command, expect=2).stderr
    assert [path.name for path in installation.home.iterdir()] == ["clausewatch.toml"]


def test_a_site_whose_file_is_broken_is_named_with_its_error(installation, web):
    """Whoever asks for a site of a broken file is told what is broken, and is not offered sites that are gone."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    installation.site("old", site(web, "/old.html", name="撤销的局"))
    installation.run("sites")
    (installation.home / "sites" / "old.toml").unlink()
    installation.site("new", 'name = "新设的局"\nhome = 3\n[[pages]]\nurl = "https://x.example.org/"\n')
    for name in ("新设的局", "new"):
        assert "new.toml:2: home" in installation.run("check", name, expect=2).stderr.splitlines()[-1]
    offered = installation.run("check", "别的局", expect=2).stderr.splitlines()[-1]
    assert "云汀区教育局" in offered
    assert "撤销的局" not in offered


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        (
            "captcha.html",
            "<html><body><h1>请输入验证码</h1><p>您的访问过于频繁，请输入验证码后继续访问</p></body></html>",
            "验证码",
        ),
        ("list.html", listing(*(f"/{number}.html" for number in range(12))), "listing"),
        ("cut.html", NOTICE[: len(NOTICE) // 2], "breaks off"),
        ("torn.html", NOTICE.encode("gb18030").replace("学".encode("gb18030"), b"\xff\xff"), "could not be read"),
        ("empty.txt", " \n", "holds no text"),
        ("torn.txt", "一、做好校舍检查。".encode() * 3 + b"\xff\xfe\xff" * 9, "could not be read"),
    ],
)
def test_what_cannot_be_believed_is_not_compared(installation, name, body, said):
    """No difference is told from a challenge, a listing, a cut or garbled page: one line, and exit 1."""
    (installation.home / "good.html").write_text(NOTICE, encoding="utf-8")
    (installation.home / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    for arguments in (("compare", "good.html", name), ("compare", name, "good.html"), ("outline", name)):
        done = installation.run(*arguments, expect=1)
        assert (done.stdout, len(done.stderr.splitlines())) == ("", 1)
        assert name in done.stderr
        assert said in done.stderr
    assert installation.json("extract", name)["outcome"] != "ok"


def test_only_web_addresses_are_fetched(installation):
    """Another protocol is refused in words, and is not taken for a file."""
    assert "only http and https" in installation.run("extract", "ftp://x/", expect=2).stderr

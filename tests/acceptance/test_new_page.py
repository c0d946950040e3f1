"""A site that no rule fits: its class is started, written against a frozen page, installed, and read by."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BODY = (
    "<html><head><title>某站</title></head><body><div class=x><script>var d = '临江区托育发展规划|一、目标|到2028年新增托位900个。';</script>"
    "<p>本页需要脚本。</p></div></body></html>"
)


def _python(directory: Path, *arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"PYTHONPATH": f"{path}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=directory,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_page_class_from_its_start_to_its_first_reading(installation, web, tmp_path):
    """The corrected expectation is red until the class is written; installed, a site file may name it, and `check` reads by it."""
    web.put("/plan.html", BODY)
    installation.run("new-page", "linjiang", f"{web.address}/plan.html")
    package = installation.home / "pages" / "linjiang"

    def tested() -> int:
        return _python(package, "-m", "pytest", "-q", "-p", "no:cacheprovider", path=package).returncode

    expected = package / "tests" / "pages" / "1" / "expected.json"
    facts = json.loads(expected.read_text("utf-8"))
    facts |= {
        "title": "临江区托育发展规划",
        "text": ["一、目标", "到2028年新增托位900个。"],
        "published": None,
        "attachments": [],
    }
    expected.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    assert tested() == 1
    code = package / "linjiang_page.py"
    methods = (
        "\n    def _pieces(self):\n        return self.html.split(\"var d = '\")[1].split(\"'\")[0].split('|')\n"
        "\n    def title(self):\n        return self._pieces()[0]\n"
        "\n    def text(self):\n        return '\\n'.join(self._pieces()[1:])\n"
    )
    code.write_text(code.read_text("utf-8") + methods, "utf-8")
    assert tested() == 0
    site = f'name = "临江"\nhome = "{web.address}/"\n[[pages]]\nurl = "{web.address}/plan.html"\narticle = {{ page = "linjiang" }}\n'
    installation.site("linjiang", site)
    missing = installation.run("validate", expect=1)
    assert "linjiang.toml:5: pages[1].article.page: no page class is called 'linjiang'" in missing.stderr
    library = tmp_path / "library"
    made = _python(
        package,
        *(
            "-m",
            "pip",
            "install",
            "-q",
            "--no-index",
            "--no-deps",
            "--no-build-isolation",
            "--target",
            str(library),
            ".",
        ),
        path=package,
    )
    assert made.returncode == 0, made.stderr
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSEWATCH_")}
    done = subprocess.run(
        [sys.executable, "-m", "clausewatch", "check", "--json"],
        cwd=installation.home,
        env=environ | installation.environ | {"PYTHONPATH": f"{library}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    (check,) = json.loads(done.stdout)["checks"]
    assert (check["outcome"], check["version"]) == ("ok", 1)
    text = installation.json("show", "1")["article"]["text"]
    assert text == "一、目标\n到2028年新增托位900个。"


def test_a_page_class_is_not_started_over_another(installation, web):
    """A name that is taken, or none, is refused before anything is fetched."""
    (installation.home / "pages" / "linjiang").mkdir(parents=True)
    assert "is there already" in installation.run("new-page", "linjiang", f"{web.address}/", expect=2).stderr
    assert "is no name" in installation.run("new-page", "--", "-x", f"{web.address}/", expect=2).stderr
    assert web.asked == []

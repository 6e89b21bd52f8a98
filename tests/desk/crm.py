"""Screens of an Italian CRM, as small as they can be and still be that."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.screen import Screen
from tests.desk.screens import heads, n, row, screen


def cliente() -> Screen:
    return screen(
        n("heading", "Scheda cliente", level=1),
        n(
            "form",
            "Anagrafica",
            n("textbox", "Codice fiscale", value="RSSMRA80A01H501U", states="required"),
            n("textbox", "Cognome", value="Rossi", states="required"),
            n("textbox", "Telefono", value="02 1234 5678", input_type="tel"),
            n(
                "textbox",
                "E-mail",
                value="m.rossi@esempio.it",
                states="invalid",
                error="dominio sconosciuto",
                input_type="email",
            ),
            n("textbox", "Data di nascita", states="required", input_type="date"),
            n("combobox", "Stato", value="In attesa", states="collapsed", posinset=3, setsize=6),
            n("checkbox", "Consenso privacy", states="checked"),
            n("checkbox", "Newsletter"),
            n("textbox", "Carta", value="4111 1111 1111 1111", sensitive=True),
            n("textbox", "Note", value="Cliente dal 2019", states="readonly"),
            n("button", "Salva"),
            n("button", "Annulla", states="disabled"),
        ),
    )


def ordini() -> Screen:
    return screen(
        n(
            "table",
            "Ordini",
            heads("Numero", "Data", "Importo", "Stato"),
            row("r1", "2024-00173", "12/05/2026", "€ 1.249,90", "spedito"),
            row("r2", "2024-00174", "13/05/2026", "€ 12,00", "in attesa di pagamento"),
        )
    )


def richieste() -> Screen:
    return screen(
        n(
            "table",
            "Richieste",
            heads("Cliente", "Oggetto", "Giorni"),
            row("r1", "Rossi Mario", "Ritardo nella consegna del divano", "3"),
            row("r2", "Verdi Anna", "Fattura doppia", "12"),
        )
    )


def pratiche() -> Screen:
    def item(place: int, number: str, what: str) -> object:
        link = n("link", f"Pratica {number}")
        return n(
            "listitem", "", link, n("text", f" {what}"), id=f"i{place}", posinset=place, setsize=3
        )

    items = (
        item(1, "2024-118", "reclamo"),
        item(2, "2024-121", "rimborso"),
        item(3, "2024-130", "guasto"),
    )
    return screen(n("list", "Pratiche aperte", *items))  # type: ignore[arg-type]


def messaggio() -> Screen:
    text = "Buongiorno, l'importo di € 1.249,90 è stato addebitato due volte il 12/05/2026."
    return screen(
        n("heading", "Re: ordine 2024-00173", level=2),
        n("paragraph", text),
        n("paragraph", "", n("text", "Vedi "), n("link", "la fattura"), n("text", " allegata.")),
    )


def conferma() -> Screen:
    return screen(
        n("button", "Salva"),
        n(
            "dialog",
            "Conferma",
            n("text", "Annullare l'ordine 2024-00174?"),
            n("button", "Sì"),
            n("button", "No"),
            states="modal",
        ),
        n("button", "Chiudi"),
    )


def sondaggio() -> Screen:
    return screen(
        n(
            "radiogroup",
            "Soddisfazione",
            n("radio", "Pessima", posinset=1, setsize=3),
            n("radio", "Buona", posinset=2, setsize=3),
            n("radio", "Ottima", posinset=3, setsize=3, states="checked"),
        )
    )


def scelta() -> Screen:
    options = (n("option", one) for one in ("Aperta", "Chiusa", "Sospesa"))
    return screen(n("combobox", "Stato", *options, value="Aperta", states="expanded"))


def schede() -> Screen:
    return screen(
        n(
            "tablist",
            "Cliente",
            n("tab", "Ordini", states="selected", posinset=1, setsize=2),
            n("tab", "Reclami", posinset=2, setsize=2),
        ),
        n("status", "Rossi Mario in linea"),
    )


SCREENS: dict[str, Callable[[], Screen]] = {
    one.__name__: one
    for one in (
        cliente,
        ordini,
        richieste,
        pratiche,
        messaggio,
        conferma,
        sondaggio,
        scelta,
        schede,
    )
}

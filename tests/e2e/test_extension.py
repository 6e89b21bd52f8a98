"""An agent with a Braille display at a web application that knows nothing of us.

The application is Django's administration in Italian; the browser is Chromium with our extension;
the display is brltty's virtual one.
"""

from __future__ import annotations

from tests.e2e.conftest import Desk, Work, stored


def test_the_field_under_the_cursor_is_on_the_display(work: Work) -> None:
    page, reader = work.page, work.reader
    page.go(f"{work.crm.address}/admin/crm/customer/1/change/")
    page.run("id_name.focus(); id_name.setSelectionRange(0, 0)")
    reader.sees("nome e cognome: rossi maria")
    start = reader.place("rossi maria")
    reader.stands_at(start)
    page.key("End", 35)
    reader.stands_at(start + len("Rossi Maria"))
    page.key("ArrowLeft", 37)
    reader.stands_at(start + len("Rossi Mari"))
    page.type("nett")
    reader.sees("nome e cognome: rossi marinetta")
    page.key("Tab", 9)
    reader.sees("telefono: 02 1234 5600")
    page.key("Tab", 9)
    reader.sees("oro")


def test_a_routing_key_presses_the_button_of_the_page(work: Work) -> None:
    page, reader = work.page, work.reader
    page.go(f"{work.crm.address}/admin/crm/customer/2/change/")
    page.run("id_name.focus()")
    reader.sees("bianchi anna")
    reader.find("salva e continua le modifiche")
    reader.route("salva e continua le modifiche")
    page.wait("document.querySelector('.messagelist .success') !== null")


def test_a_live_region_arrives_as_a_message(work: Work) -> None:
    """Select2 of the administration says in a live region that it found nothing."""
    page, reader = work.page, work.reader
    page.go(f"{work.crm.address}/admin/crm/ticket/add/")
    page.run("id_subject.focus()")
    reader.sees("oggetto")
    page.run("django.jQuery('#id_customer').select2('open') && true")
    page.run("document.querySelector('.select2-search__field').focus()")
    page.type("zzz")
    reader.sees("nessun risultato trovato")


def test_what_is_typed_in_braille_stands_in_the_page_and_is_saved(work: Work) -> None:
    page, reader = work.page, work.reader
    page.go(f"{work.crm.address}/admin/crm/customer/3/change/")
    page.run("id_phone.focus(); id_phone.setSelectionRange(0, 0)")
    reader.sees("telefono: 02 1234 5602")
    reader.display.press(f"ROUTE {reader.place('02 1234 5602') + 11}")
    page.wait("id_phone.selectionStart", 11)
    reader.types("79")
    page.wait("id_phone.value", "02 1234 560792")
    reader.sees("02 1234 560792")
    reader.display.press("PASSDOTS 64")  # dot 7: back
    page.wait("id_phone.value", "02 1234 56072")
    reader.find("salva e continua le modifiche")
    reader.route("salva e continua le modifiche")
    page.wait("document.querySelector('.messagelist .success') !== null")
    assert stored(work.crm, "crm_customer", "phone", 3) == "02 1234 56072"


def test_a_service_that_is_started_again_has_the_page_again(work: Work, desk: Desk) -> None:
    page, reader = work.page, work.reader
    page.go(f"{work.crm.address}/admin/crm/customer/1/change/")
    page.run("id_phone.focus()")
    reader.sees("telefono: 02 1234 5600")
    desk.stop()
    page.run("id_phone.value = '06 999'; id_phone.setSelectionRange(0, 0)")
    desk.start()
    reader.sees("telefono: 06 999")
    reader.display.press(f"ROUTE {reader.place('06 999') + 6}")
    page.wait("id_phone.selectionStart", 6)

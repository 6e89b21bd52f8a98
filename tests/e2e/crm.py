"""Django's administration as a running web application: customers, orders and tickets.

Run as a program: ``python -m tests.e2e.crm FOLDER`` serves it from a database there, and writes the
port to the folder when it is ready. The models are ours; every page is Django's.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tests.django_admin import configure, create, route

PORT_FILE = "port"


def _models() -> tuple[Any, Any, Any]:
    from django.db import models

    class Customer(models.Model):  # type: ignore[misc]
        name = models.CharField("nome e cognome", max_length=80)
        phone = models.CharField("telefono", max_length=20)
        level = models.CharField(
            "fascia", max_length=1, choices=[("o", "Oro"), ("a", "Argento"), ("b", "Base")]
        )
        consents = models.BooleanField("consenso al trattamento", default=False)

        class Meta:
            app_label = "crm"
            verbose_name = "cliente"
            verbose_name_plural = "clienti"

        def __str__(self) -> str:
            return str(self.name)

    class Order(models.Model):  # type: ignore[misc]
        customer = models.ForeignKey(Customer, models.CASCADE, verbose_name="cliente")
        number = models.CharField("numero", max_length=12)
        amount = models.DecimalField("importo", max_digits=9, decimal_places=2)

        class Meta:
            app_label = "crm"
            verbose_name = "ordine"
            verbose_name_plural = "ordini"

        def __str__(self) -> str:
            return f"Ordine {self.number}"

    class Ticket(models.Model):  # type: ignore[misc]
        customer = models.ForeignKey(Customer, models.CASCADE, verbose_name="cliente")
        subject = models.CharField("oggetto", max_length=80)
        opened = models.DateField("aperto il")
        note = models.TextField("annotazioni", blank=True)

        class Meta:
            app_label = "crm"
            verbose_name = "segnalazione"
            verbose_name_plural = "segnalazioni"

        def __str__(self) -> str:
            return str(self.subject)

    return Customer, Order, Ticket


def _administration(customer: Any, order: Any, ticket: Any) -> None:
    from django.contrib import admin

    class Orders(admin.TabularInline):  # type: ignore[misc]
        model = order
        extra = 0

    @admin.register(customer)
    class Customers(admin.ModelAdmin):  # type: ignore[misc]
        list_display = ("name", "phone", "level")
        search_fields = ("name",)
        ordering = ("name",)
        inlines = (Orders,)

    @admin.register(ticket)
    class Tickets(admin.ModelAdmin):  # type: ignore[misc]
        list_display = ("subject", "customer", "opened")
        autocomplete_fields = ("customer",)

    admin.site.register(order)


def _fill(customer: Any, order: Any, ticket: Any) -> None:
    for place, name in enumerate(["Rossi Maria", "Bianchi Anna", "Esposito Carmela"]):
        one = customer.objects.create(name=name, phone=f"02 1234 560{place}", level="oab"[place])
        order.objects.create(customer=one, number=f"A-100{place}", amount=f"{120 + place}.50")
        day = dt.date(2026, 5, 12)
        ticket.objects.create(customer=one, subject=f"Fattura {place + 1}", opened=day)


def _urls(extra: Path) -> None:
    from django.http import FileResponse, HttpRequest, HttpResponse
    from django.urls import path

    def page(_: HttpRequest, name: str) -> FileResponse | HttpResponse:
        """A file of the test, from the same origin: our client, and pages that use it."""
        found = extra / name
        if ".." in found.parts or not found.is_file():
            return HttpResponse(status=404)
        kind = {".js": "text/javascript", ".html": "text/html; charset=utf-8"}[found.suffix]
        return FileResponse(found.open("rb"), content_type=kind)

    route(path("files/<path:name>", page))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> None:
    """Serve until the process is ended."""
    configure(
        str(folder / "crm.sqlite3"),
        DEBUG=True,
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        X_FRAME_OPTIONS="SAMEORIGIN",
    )
    models = _models()
    _administration(*models)
    _urls(folder / "files")
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    create(*models)
    _fill(*models)
    application = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, application, _Server, _Quiet) as server:
        (folder / "port.new").write_text(str(server.server_port))
        (folder / "port.new").rename(folder / PORT_FILE)
        server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))

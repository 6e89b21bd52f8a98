"""The pages of Django's administration in Italian, with models of a call center and data.

Run as a program: ``python -m tests.screens.django_pages FOLDER`` writes them. A process of its own,
because Django's settings belong to the whole process.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import django

from tests.django_admin import PASSWORD, USER, configure, create, route

STYLES = Path(django.__file__).parent / "contrib" / "admin" / "static"


def _models() -> Any:
    from django.core.validators import RegexValidator
    from django.db import models

    class Customer(models.Model):  # type: ignore[misc]
        name = models.CharField("nome e cognome", max_length=80)
        phone = models.CharField(
            "telefono",
            max_length=20,
            validators=[RegexValidator(r"^[0-9 +]+$", "Solo cifre e spazi.")],
            help_text="Con il prefisso, per esempio 02 1234 5678.",
        )
        mail = models.EmailField("posta elettronica", blank=True)
        level = models.CharField(
            "fascia", max_length=1, choices=[("o", "Oro"), ("a", "Argento"), ("b", "Base")]
        )
        since = models.DateField("cliente dal")
        consents = models.BooleanField("consenso al trattamento", default=False)
        note = models.TextField("annotazioni", blank=True)

        class Meta:
            app_label = "crm"
            verbose_name = "cliente"
            verbose_name_plural = "clienti"

        def __str__(self) -> str:
            return str(self.name)

    class Order(models.Model):  # type: ignore[misc]
        customer = models.ForeignKey(Customer, models.CASCADE, verbose_name="cliente")
        number = models.CharField("numero", max_length=12)
        day = models.DateField("data")
        amount = models.DecimalField("importo", max_digits=9, decimal_places=2)

        class Meta:
            app_label = "crm"
            verbose_name = "ordine"
            verbose_name_plural = "ordini"

        def __str__(self) -> str:
            return f"Ordine {self.number}"

    return Customer, Order


def _administration(customer: Any, order: Any) -> None:
    from django.contrib import admin

    class Orders(admin.TabularInline):  # type: ignore[misc]
        model = order
        extra = 1

    @admin.register(customer)
    class Customers(admin.ModelAdmin):  # type: ignore[misc]
        list_display = ("name", "phone", "level", "since", "consents")
        list_filter = ("level", "consents")
        search_fields = ("name", "phone")
        ordering = ("name",)
        list_per_page = 12
        fieldsets = (
            ("Anagrafica", {"fields": ("name", "phone", "mail")}),
            ("Rapporto", {"fields": ("level", "since", "consents", "note")}),
        )
        inlines = (Orders,)

    admin.site.register(order)


_NAMES = ["Rossi Maria", "De Luca Niccolò", "D'Angelo Cesare", "Esposito Ùrsula", "Bianchi Anna"]
_NAMES += ["Ferrari Giosuè", "Romano Ida", "Colombo Pietro", "Ricci Lucia", "Marino Andrea"]
_NAMES += ["Greco Chiara", "Conti Bruno", "Costa Elena", "Fontana Dario", "Moretti Zoe"]


def _fill(customer: Any, order: Any) -> None:
    for place, name in enumerate(_NAMES):
        one = customer.objects.create(
            name=name,
            phone=f"02 1234 {5600 + place}",
            mail=f"cliente{place}@esempio.it",
            level="oab"[place % 3],
            since=dt.date(2019, 1 + place % 12, 12),
            consents=place % 2 == 0,
            note="Preferisce essere richiamata\ndopo le 17." if place == 0 else "",
        )
        for number in range(place % 3):
            order.objects.create(
                customer=one,
                number=f"A-{1000 + 10 * place + number}",
                day=dt.date(2026, 5, 12),
                amount=f"{1249 + place}.90",
            )


def write_pages(folder: Path) -> None:
    """Write the pages that an operator meets."""
    configure(":memory:", ALLOWED_HOSTS=["testserver"])
    customer, order = _models()
    _administration(customer, order)
    route()
    from django.test import Client

    create(customer, order)
    _fill(customer, order)
    client = Client(headers={"accept-language": "it"})
    pages = {"login": client.get("/admin/login/?next=/admin/")}
    pages["login-wrong"] = client.post("/admin/login/?next=/admin/", {"username": "x"})
    client.login(username=USER, password=PASSWORD)
    there = "/admin/crm/customer/"
    for name, url in {
        "index": "/admin/",
        "list": there,
        "list-found": f"{there}?q=ro&level__exact=o",
        "add": f"{there}add/",
        "change": f"{there}1/change/",
        "history": f"{there}1/history/",
        "delete": f"{there}3/delete/",
        "user": "/admin/auth/user/1/change/",
    }.items():
        pages[name] = client.get(url)
    wrong = {"name": "", "phone": "abc", "level": "o", "since": "31/02/2026", "mail": "x"}
    wrong |= {"order_set-TOTAL_FORMS": "1", "order_set-INITIAL_FORMS": "0"}
    wrong["order_set-0-number"] = "A-1"
    pages["add-wrong"] = client.post(f"{there}add/", wrong)
    for name, answer in pages.items():
        assert answer.status_code == 200, (name, answer.status_code)
        (folder / f"{name}.html").write_bytes(answer.content)


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))

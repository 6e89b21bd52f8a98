"""Django's administration in Italian, for models of a call center without a package of their own.

Django's settings belong to the whole process, so whoever sets them up is a program of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import django
from django.apps import AppConfig
from django.conf import settings

USER, PASSWORD = "operatore", "parola-d-ordine"


class CallCenter(AppConfig):  # type: ignore[misc]
    """The application that the models belong to."""

    label = "crm"
    verbose_name = "Call center"
    path = str(Path(__file__).parent)


def configure(database: str, **others: object) -> None:
    """Set Django up with a database of SQLite; ``others`` are further settings of Django."""
    sys.modules["crm"] = ModuleType("crm")
    settings.configure(
        SECRET_KEY="only for tests",
        LANGUAGE_CODE="it",
        USE_I18N=True,
        USE_TZ=False,
        ROOT_URLCONF="crm_urls",
        STATIC_URL="/static/",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            CallCenter("crm", sys.modules["crm"]),
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        **others,
    )
    django.setup()


def route(*others: object) -> None:
    """The administration's addresses, and ``others``."""
    from django.contrib import admin
    from django.urls import path

    urls = ModuleType("crm_urls")
    urls.__dict__["urlpatterns"] = [path("admin/", admin.site.urls), *others]
    sys.modules["crm_urls"] = urls


def create(*models: Any) -> None:
    """The tables of Django and of these models, and a user who may do everything."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, run_syncdb=True)
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)
    User.objects.create_superuser(USER, "o@esempio.it", PASSWORD)

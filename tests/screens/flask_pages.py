"""The pages of Flask-Admin with models of a help desk.

``python -m tests.screens.flask_pages FOLDER`` writes them.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import flask_admin
from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Text, create_engine
from sqlalchemy.orm import declarative_base, relationship, scoped_session, sessionmaker
from sqlalchemy.pool import StaticPool

STYLES = Path(flask_admin.__file__).parent / "static"
Base: Any = declarative_base()


class Customer(Base):  # type: ignore[misc]
    """A customer."""

    __tablename__ = "customer"
    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    phone = Column(String(20))

    def __str__(self) -> str:
        return str(self.name)


class Ticket(Base):  # type: ignore[misc]
    """What a customer called about."""

    __tablename__ = "ticket"
    id = Column(Integer, primary_key=True)
    subject = Column(String(120), nullable=False)
    text = Column(Text)
    opened = Column(Date)
    is_urgent = Column(Boolean)
    customer_id = Column(Integer, ForeignKey("customer.id"))
    customer = relationship(Customer)


class Tickets(ModelView):  # type: ignore[misc]
    """Tickets as the administration shows them."""

    can_view_details = True
    column_searchable_list = ("subject",)
    column_filters = ("is_urgent", "opened")
    column_editable_list: tuple[str, ...] = ()
    column_labels = {  # noqa: RUF012 - as Flask-Admin wants it
        "subject": "Oggetto",
        "text": "Testo",
        "opened": "Aperta il",
        "is_urgent": "Urgente",
        "customer": "Cliente",
    }


def write_pages(folder: Path) -> None:
    """Write the pages that an operator meets."""
    app = Flask("helpdesk")
    app.secret_key = "only for tests"
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)
    session = scoped_session(sessionmaker(bind=engine))
    maria = Customer(name="Rossi Maria", phone="02 1234 5678")
    session.add(maria)
    subjects = ["Fattura di maggio", "Modem spento", "Recesso", "Cambio d'indirizzo", "Rimborso"]
    for place, subject in enumerate(subjects):
        session.add(
            Ticket(
                subject=subject,
                text="Chiede di essere richiamata.",
                opened=date(2026, 5, 12 + place),
                is_urgent=place % 2 == 0,
                customer=maria,
            )
        )
    session.commit()
    admin = Admin(app, name="Assistenza")
    admin.add_view(ModelView(Customer, session, name="Clienti"))
    admin.add_view(Tickets(Ticket, session, name="Richieste"))
    client = app.test_client()
    pages = {
        "home": client.get("/admin/"),
        "list": client.get("/admin/ticket/"),
        "create": client.get("/admin/ticket/new/"),
        "create-wrong": client.post("/admin/ticket/new/", data={"opened": "x"}),
        "edit": client.get("/admin/ticket/edit/?id=1"),
        "details": client.get("/admin/ticket/details/?id=2"),
    }
    for name, answer in pages.items():
        assert answer.status_code == 200, (name, answer.status_code)
        (folder / f"{name}.html").write_bytes(answer.data)


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))

"""A form on the Braille display, in Python:  python demo.py"""

import sys

from brailledesk.client import calls, connect
from brailledesk.screen import Change, Node, Patch, build_screen
from brailledesk.service.wire.screens import ActionAsked

FORM = build_screen(
    [
        Node(id="form", role="form", name="Cliente", children=("nome", "salva")),
        Node(id="nome", role="textbox", name="Nome", value="Rossi"),
        Node(id="salva", role="button", name="Salva"),
    ],
    revision=1,
    focus="salva",
)

with connect("Demo Python", place="".join(sys.argv[1:2])) as desk:
    desk.call(calls.claim("Demo Python"))
    desk.call(calls.publish(FORM))
    print("On the display. Press the routing key over the button.", flush=True)
    for event in desk.events():
        if isinstance(event, ActionAsked) and event.node == "salva":
            break
    desk.call(calls.patch(Patch(1, 2, (Change("salva", {"name": "Salvato"}),))))
    desk.call(calls.post("Cliente salvato", "message"))
    desk.call(calls.release())
print("Saved.")

"""All methods, once: what the schema, the endpoint, the clients and the reference are made of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from brailledesk.screen_json import PatchForm, ScreenForm
from brailledesk.service.wire import (
    calls,
    displays,
    documents,
    jobs,
    magnify,
    messages,
    screens,
    session,
    settings,
    speech,
    texts,
)
from brailledesk.service.wire.base import Nothing
from brailledesk.service.wire.scopes import Scope


class Method(NamedTuple):
    """A method. ``result`` is None for a notification, ``scope`` None where none is needed.

    ``is_ours``: the service sends it, else the client.
    """

    name: str
    params: type[msgspec.Struct]
    result: type[msgspec.Struct] | None
    scope: Scope | None
    summary: str
    is_ours: bool = False


_TO_SERVICE = (
    Method("initialize", session.Initialize, session.Initialized, None,
           "Begin: the first request, once."),
    Method("session/claim", session.Claim, session.Claimed, Scope.PUBLISH,
           "Take a place on the displays; again: change its name, priority or keys."),
    Method("session/release", Nothing, Nothing, Scope.PUBLISH,
           "Give the place back."),
    Method("screen/publish", ScreenForm, screens.Revised, Scope.PUBLISH,
           "Show a whole screen."),
    Method("screen/patch", PatchForm, screens.Revised, Scope.PUBLISH,
           "Change the screen, node by node."),
    Method("screen/focus", screens.Focus, screens.Revised, Scope.PUBLISH,
           "Say which node has the focus, and where the caret stands."),
    Method("text/edit", screens.TextEdit, screens.Revised, Scope.PUBLISH,
           "Say that the value of a field was edited."),
    Method("message/post", messages.Post, Nothing, Scope.PUBLISH,
           "Post a message to the reader, whoever is on top."),
    Method("message/history", messages.AskHistory, messages.History, Scope.READ,
           "Read past messages."),
    Method("translate", texts.Translate, texts.Translated, None,
           "Text to cells, with both maps."),
    Method("backTranslate", texts.BackTranslate, texts.BackTranslated, None,
           "Cells to text, with both maps."),
    Method("document/convert", documents.Convert, documents.Converted, Scope.DOCUMENTS,
           "Convert a document to a Braille file."),
    Method("document/ocr", documents.Recognise, documents.Recognised, Scope.DOCUMENTS,
           "Read a scan."),
    Method("document/sheet", documents.MakeSheet, documents.Converted, Scope.DOCUMENTS,
           "Make a short sheet of a product page or a catalogue."),
    Method("emboss/submit", jobs.Submit, jobs.JobInfo, Scope.EMBOSS,
           "Send a Braille file to an embosser."),
    Method("job/status", jobs.AskJob, jobs.JobInfo, Scope.EMBOSS,
           "How far a job is."),
    Method("job/list", Nothing, jobs.Jobs, Scope.EMBOSS,
           "All jobs."),
    Method("job/cancel", jobs.AskJob, jobs.JobInfo, Scope.EMBOSS,
           "Cancel a job, at the end of a page."),
    Method("speech/say", speech.Say, speech.Said, Scope.SPEECH,
           "Speak a text."),
    Method("speech/stop", Nothing, Nothing, Scope.SPEECH,
           "Be silent."),
    Method("magnify/render", magnify.Render, magnify.Rendered, Scope.PUBLISH,
           "Draw the screen magnified."),
    Method("config/get", Nothing, settings.Config, Scope.CONFIG,
           "The tables and the profile."),
    Method("config/set", settings.SetConfig, settings.Config, Scope.CONFIG,
           "Change the tables or the profile."),
    Method("display/list", Nothing, displays.DisplaysChanged, None,
           "The displays."),
    Method("display/watch", displays.Watch, Nothing, Scope.WATCH,
           "Be told what the displays show."),
    Method("display/read", displays.Read, displays.Lines, Scope.WATCH,
           "The lines around what a display shows."),
    Method("display/magnify", magnify.Draw, magnify.Rendered, Scope.WATCH,
           "Draw what is uppermost on the displays magnified."),
    Method("display/press", displays.Press, Nothing, Scope.WATCH,
           "Press a key of a virtual display."),
    Method("$/cancelRequest", calls.Cancel, None, None,
           "Give up a request."),
)  # fmt: skip

_TO_CLIENT = (
    Method("session/changed", session.SessionChanged, None, Scope.PUBLISH,
           "The client's sheet came to the top, or is covered.", is_ours=True),
    Method("action/request", screens.ActionAsked, None, Scope.PUBLISH,
           "The reader wants an action on a node.", is_ours=True),
    Method("text/changed", screens.TextChanged, None, Scope.PUBLISH,
           "The reader typed into a field.", is_ours=True),
    Method("key/event", displays.KeyEvent, None, Scope.KEYS,
           "A key that the client wanted for itself.", is_ours=True),
    Method("display/changed", displays.DisplaysChanged, None, None,
           "A display came, went or has another size.", is_ours=True),
    Method("display/frame", displays.FrameShown, None, Scope.WATCH,
           "What a display shows now.", is_ours=True),
    Method("service/traffic", displays.Traffic, None, Scope.WATCH,
           "A message between the service and a client.", is_ours=True),
    Method("job/changed", jobs.JobInfo, None, Scope.EMBOSS,
           "A job changed its state.", is_ours=True),
    Method("$/progress", calls.ProgressTold, None, None,
           "How far a request is.", is_ours=True),
)  # fmt: skip

TO_SERVICE: Mapping[str, Method] = MappingProxyType({one.name: one for one in _TO_SERVICE})
"""What clients send."""
TO_CLIENT: Mapping[str, Method] = MappingProxyType({one.name: one for one in _TO_CLIENT})
"""What the service sends."""

BEFORE_BEGINNING = frozenset({"initialize", "$/cancelRequest"})
"""What may be called before "initialize" was answered."""

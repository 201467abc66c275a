"""Every door of staff in the server as it is, taken from its routes: none opens to a stranger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from serving import served
from starlette.routing import BaseRoute

from app import build_app
from corpus.loading import ARTICLES
from index.hashing import HashingEncoder
from index.home import open_index
from qa.assistant import Assistant
from qa.pages.guard import Guard
from qa.pages.staff.cookie import PLAIN
from qa.settings import Settings
from qa.staff.accounts import Accounts
from qa.staff.sessions import Sessions
from qa.staff.tables import staff_database, staff_file

OPEN = {"/staff.css", "/staff.js", "/staff/login"}
"""What a stranger may have: style, script, and the way in."""


@dataclass(frozen=True)
class Door:
    method: str
    path: str


@dataclass(frozen=True)
class House:
    address: str
    doors: tuple[Door, ...]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    guard = build_app(Assistant(open_index(ARTICLES, HashingEncoder()), Settings()), Settings())
    assert isinstance(guard, Guard)
    app = guard._app
    assert isinstance(app, FastAPI)
    with served(guard) as address:
        yield House(address, doors_of(app))


def doors_of(app: FastAPI) -> tuple[Door, ...]:
    """Each method of each route below /staff, with something in place of what varies."""
    filled = {"answer_id": "forged", "article": "acupuncture-soreness", "path": "none"}
    return tuple(
        Door(method, route.path_format.format(**filled))
        for route in routes_of(app.routes)
        if route.path.startswith("/staff") and route.path not in OPEN
        for method in sorted(route.methods)
    )


def routes_of(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """All of them; FastAPI keeps an included router whole, as one route, without its own list."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif isinstance(router := getattr(route, "original_router", None), APIRouter):
            yield from routes_of(router.routes)


def test_the_routes_are_those_of_the_pages(house: House) -> None:
    """So that the tests below cannot run over nothing."""
    paths = {door.path for door in house.doors}
    known = ["/staff", "/staff/try", "/staff/answer/forged/verdict", "/staff/export", "/staff/none"]
    assert paths >= {*known, "/staff/articles/acupuncture-soreness/sign", "/staff/logout"}
    assert {door.method for door in house.doors} == {"GET", "HEAD", "POST"}


def test_no_door_opens_to_a_stranger(house: House) -> None:
    patient = {"session_hash": "s123", "access-token": "A" * 43}
    for cookies in ({}, patient, {PLAIN: "A" * 43}):
        with httpx.Client(base_url=house.address, cookies=cookies) as stranger:
            for door in house.doors:
                got = stranger.request(door.method, door.path)
                to_login = got.headers.get("location", "").startswith("/staff/login")
                assert (got.status_code == 303 and to_login) or got.status_code == 401, door
                assert "acupuncture" not in got.text, door


def test_no_form_is_taken_that_was_not_made_for_its_session(house: House) -> None:
    database = staff_database(staff_file())
    Accounts(database, clear_every=None).add("doors-1", "correct horse battery")
    token = Sessions(database).start("doors-1")
    with httpx.Client(base_url=house.address, cookies={PLAIN: token}) as member:
        for door in house.doors:
            if door.method == "POST":
                for csrf in ("", "A" * 43):
                    got = member.post(door.path, data={"csrf": csrf, "verdict": "right"})
                    assert got.status_code == 403, door
            elif door.path != "/staff/logout":
                assert member.request(door.method, door.path).status_code in (200, 303, 404), door

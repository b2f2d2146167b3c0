"""How letters leave: which carrier a setting asks for, and what each does at its last gesture."""

import email
from dataclasses import replace
from pathlib import Path

import pytest
from mail_server import CERTIFICATE, MailServer
from posting import NOW, letter, owe, states

from resal.delivery import ServerDown, deliver_due
from resal.delivery.carriers import Folder, Nowhere, Parcel, Unanswered
from resal.delivery.choosing import carrier, server
from resal.delivery.smtp import MailServer as Carrier
from resal.delivery.smtp import Server
from resal.settings import BadSetting

PARCEL = Parcel(
    "resal@example.org", "ana@maison.example", b"Subject: x\r\n\r\n.hidden\r\n..\r\n.\r\nend", "confirmed-7"
)


class Stopped(Exception):
    """What a promise raises that is not kept."""


def break_it():
    raise Stopped


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example", Server("mail.example", 587, "starttls")),
        ("smtp://a%40b:p%2Fw@mail.example:2525", Server("mail.example", 2525, "starttls", "a@b", "p/w")),
        ("smtp://mail.example?tls=starttls", Server("mail.example", 587, "starttls")),
        ("smtp://mail.example?tls=none", Server("mail.example", 25, "none")),
        ("smtp://127.0.0.1", Server("127.0.0.1", 25, "none")),
        ("smtp://localhost:1025", Server("localhost", 1025, "none")),
        ("smtp://[::1]:1025", Server("::1", 1025, "none")),
        ("smtp://localhost?tls=starttls", Server("localhost", 587, "starttls")),
        ("smtps://u:p@mail.example", Server("mail.example", 465, "tls", "u", "p")),
    ],
)
def test_the_line_is_encrypted_unless_it_is_said_to_be_safe_or_ends_on_this_machine(url, found):
    assert server(url) == found


@pytest.mark.parametrize(
    "url", ["smtp://mail.example?tls=maybe", "smtp://mail.example?tls", "smtp://mail.example?ssl=1", "smtp://m:99999"]
)
def test_a_mail_address_that_makes_no_sense_is_refused(url):
    with pytest.raises(BadSetting, match="RESAL_MAIL_URL"):
        server(url)


def test_each_kind_of_mail_address_has_its_carrier(settings, tmp_path):
    kinds = {"null:": Nowhere, "file:": Folder, f"file:{tmp_path}": Folder, "smtp://localhost": Carrier}
    assert {url: type(carrier(replace(settings, mail_url=url))) for url in kinds} == kinds
    assert carrier(replace(settings, mail_url="file:")).folder == settings.outbox
    assert carrier(replace(settings, mail_url=f"file:{tmp_path}")).folder == tmp_path


def test_what_was_sent_arrives_to_the_byte_points_included(mail_server):
    line = Carrier(server(mail_server.url), "example.org")
    line.open()
    line.carry(PARCEL, lambda: None)
    line.close()
    assert mail_server.contents == [PARCEL.content + b"\r\n"]


def test_without_a_promise_the_server_takes_nothing(mail_server):
    line = Carrier(server(mail_server.url), "example.org")
    line.open()
    with pytest.raises(Stopped):
        line.carry(PARCEL, break_it)
    line.close()
    assert mail_server.contents == []


def test_a_server_without_starttls_is_told_nothing(mail_server):
    line = Carrier(server(f"{mail_server.url}?tls=starttls"), "example.org")
    with pytest.raises(ServerDown, match="STARTTLS"):
        line.open()


def test_a_certificate_nobody_signed_is_not_trusted():
    with MailServer(certified=True) as pretender:
        line = Carrier(server(f"{pretender.url}?tls=starttls"), "example.org")
        with pytest.raises(ServerDown, match="CERTIFICATE_VERIFY_FAILED"):
            line.open()


def test_a_certificate_that_holds_is_trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with MailServer(certified=True) as trusted:
        line = Carrier(server(f"{trusted.url}?tls=starttls"), "example.org")
        line.open()
        line.carry(PARCEL, lambda: None)
        line.close()
        assert trusted.contents == [PARCEL.content + b"\r\n"]


def test_a_password_that_is_refused_makes_letters_wait(mail_server):
    line = Carrier(replace(server(mail_server.url), user="resal", password="wrong"), "example.org")
    with pytest.raises(ServerDown):
        line.open()


def test_a_file_is_whole_or_is_not_there(tmp_path, freeze):
    freeze(NOW)
    folder = Folder(tmp_path / "outbox")
    folder.open()
    seen = []
    folder.carry(PARCEL, lambda: seen.extend(_letters(folder)))
    [path] = _letters(folder)
    assert (seen, path.name, path.read_bytes()) == ([], "20261124T150000.000000Z-confirmed-7.eml", PARCEL.content)
    with pytest.raises(Stopped):
        folder.carry(PARCEL, break_it)
    assert list(folder.folder.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_makes_letters_wait(tmp_path):
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(ServerDown, match="outbox"):
        Folder(tmp_path / "outbox").open()


def test_a_folder_that_goes_away_after_the_promise_leaves_the_letter_uncertain(tmp_path):
    folder = Folder(tmp_path / "outbox")
    folder.open()
    with pytest.raises(Unanswered):
        folder.carry(PARCEL, lambda: _remove(folder.folder))


@pytest.mark.really_commits
def test_letters_go_to_files_in_order_and_can_be_read_back(database, settings, tmp_path):
    numbers = owe("Ana", "Bilal")
    deliver_due(replace(settings, mail_url=f"file:{tmp_path}", mail_from="RÉSAL <resal@example.org>"))
    read = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in sorted(tmp_path.iterdir())
    ]
    assert [str(message["Message-ID"]) for message in read] == [letter(number).message_id for number in numbers]
    assert states() == ["sent", "sent"]


@pytest.mark.really_commits
def test_letters_may_go_nowhere(database, settings):
    owe("Ana")
    assert dict(deliver_due(replace(settings, mail_url="null:")).ended) == {"sent": 1}


def _letters(folder: Folder) -> list[Path]:
    return list(folder.folder.glob("*.eml"))


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()

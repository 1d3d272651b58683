"""What a partner might write with the client that openapi-python-client makes of the OpenAPI document as it is."""

import importlib
import inspect
import os
import pkgutil
import time
import uuid

import clientele_client
import httpx
from clientele_client import AuthenticatedClient, models
from clientele_client.api.accounts import accounts_read_account, accounts_sign_in
from clientele_client.api.clients import (
    clients_add_note,
    clients_bulk,
    clients_card,
    clients_count,
    clients_create,
    clients_get,
    clients_list,
    clients_list_notes,
    clients_list_types,
    clients_update,
)
from clientele_client.api.documents import documents_create, documents_get
from clientele_client.api.jobs import jobs_get
from clientele_client.types import UNSET

client = AuthenticatedClient(
    base_url=os.environ["CLIENTELE_URL"],
    token=os.environ["CLIENTELE_KEY"],
    raise_on_unexpected_status=True,
)
PLATE = f"PY {uuid.uuid4().hex[:8]}"


def until(look, what):
    """Waits for what follows by itself."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise TimeoutError(what)


def every_module_is_python():
    for module in pkgutil.walk_packages(clientele_client.__path__, "clientele_client."):
        importlib.import_module(module.name)


def every_page(**query):
    cursor = UNSET
    while True:
        page = clients_list.sync(client=client, cursor=cursor, **query)
        yield from page.data
        if not page.next_cursor:
            return
        cursor = page.next_cursor


def a_client_is_created_once():
    type_id = clients_list_types.sync(client=client).data[0].id
    fields = models.NewClientFields()
    fields["plate"] = PLATE
    new = models.NewClient(
        first_name="Zoé", last_name="Python", email="zoe.python@example.org", type_id=type_id,
        tags=["Serpent", "Été"], fields=fields,
    )
    key = str(uuid.uuid4())
    first = clients_create.sync_detailed(client=client, body=new, idempotency_key=key)
    again = clients_create.sync_detailed(client=client, body=new, idempotency_key=key)
    assert first.status_code == again.status_code == 201, first
    assert first.content == again.content
    assert first.headers["etag"] == '"1"'
    return first.parsed


def filters_find_them(created):
    plate = models.ClientsListField()
    plate["field.plate"] = PLATE
    found = until(
        lambda: clients_list.sync(client=client, field=plate, tag=["serpent", "été"]).data, "the new client is listed"
    )
    assert [one.id for one in found] == [created.id], found
    assert clients_list.sync(client=client, field=plate, tag="VIP").data == []
    nearest = clients_list.sync(client=client, near="45.5152,-73.5673", sort=models.ClientsListSort.NEAR)
    assert nearest.data[0].distance_meters is not UNSET

    nope = models.ClientsListField()
    nope["field.nope"] = "x"
    refused = clients_list.sync(client=client, field=nope)
    assert isinstance(refused, models.Problem) and refused.errors[0].pointer == "field.nope", refused


def pages_hold_everybody():
    names = [one.name for one in every_page(limit=3)]
    count = clients_count.sync(client=client)
    assert len(names) == count.count > 3, (len(names), count)


def a_change_names_its_version(created):
    changed = clients_update.sync_detailed(
        created.id, client=client, body=models.ClientPatch(note="Vue"), if_match=f'"{created.version}"'
    )
    assert changed.parsed.note == "Vue" and changed.headers["etag"] == '"2"', changed
    stale = clients_update.sync(created.id, client=client, body=models.ClientPatch(note="x"), if_match='"1"')
    assert stale.status == 412 and stale.type_.endswith("version-mismatch"), stale
    cleared = clients_update.sync(created.id, client=client, body=models.ClientPatch(note=None))
    assert cleared.note is UNSET, cleared


def problems_are_typed():
    refused = clients_create.sync(client=client, body=models.NewClient(name="x", email="no address"))
    assert refused.status == 422 and refused.errors[0].pointer == "/email", refused
    missing = clients_get.sync("cli_01J00000000000000000000000", client=client)
    assert missing.status == 404 and missing.request_id, missing
    stranger = AuthenticatedClient(base_url=os.environ["CLIENTELE_URL"], token="ck_nobody")
    assert accounts_read_account.sync(client=stranger).status == 401


def parts_of_a_client(created):
    clients_add_note.sync(created.id, client=client, body=models.NewNote(body="Préfère le matin"))
    assert [note.body for note in clients_list_notes.sync(created.id, client=client).data] == ["Préfère le matin"]
    assert clients_card.sync(created.id, client=client).notes[0].body == "Préfère le matin"


def a_file_is_sent_with_its_form():
    new = models.NewDocument(file_name="tarifs.txt", content_type="text/plain")
    document = documents_create.sync(client=client, body=new)
    form = document.upload
    sent = httpx.post(form.url, data=form.fields.to_dict(), files={"file": ("file", b"Pneus : 89 $")})
    assert sent.is_success, sent.text
    clean = models.DocumentStatus.CLEAN
    until(lambda: documents_get.sync(document.id, client=client).status == clean, "the file is looked at")


def long_work_is_followed(created):
    body = models.BulkRequest(
        selection=models.ClientIdsSelection(client_ids=[created.id]),
        action=models.TagAction(kind=models.TagActionKind.TAG, tag="En gros"),
    )
    job = clients_bulk.sync(client=client, body=body).job
    until(lambda: jobs_get.sync(job.id, client=client).status == "finished", "the bulk action is done")


def every_list_is_read():
    """All operations that need nothing but to be signed in."""
    owner = models.Credentials(email=os.environ["CLIENTELE_EMAIL"], password=os.environ["CLIENTELE_PASSWORD"])
    session = accounts_sign_in.sync(client=client, body=owner)
    person = AuthenticatedClient(base_url=os.environ["CLIENTELE_URL"], token=session.access_token)
    read = 0
    for module in pkgutil.walk_packages(clientele_client.api.__path__, "clientele_client.api."):
        operation = importlib.import_module(module.name)
        if not hasattr(operation, "_get_kwargs"):
            continue
        required = [
            parameter
            for parameter in inspect.signature(operation._get_kwargs).parameters.values()
            if parameter.default is inspect.Parameter.empty
        ]
        if required or operation._get_kwargs()["method"] != "get" or "/docs" in operation._get_kwargs()["url"]:
            continue
        answer = operation.sync_detailed(client=person)
        assert answer.status_code == 200 and answer.parsed is not None, (module.name, answer)
        read += 1
    assert read > 10, read


every_module_is_python()
created = a_client_is_created_once()
filters_find_them(created)
pages_hold_everybody()
a_change_names_its_version(created)
problems_are_typed()
parts_of_a_client(created)
a_file_is_sent_with_its_form()
long_work_is_followed(created)
every_list_is_read()

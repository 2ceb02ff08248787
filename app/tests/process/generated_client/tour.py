"""The first five minutes of a user, with the client that openapi-python-client generates from the document.
Files are not imported: the generated code for a body of either of two types fails in Python.

Arguments: the folder of the client, the service's address, and an access token.
"""

import sys

sys.path.insert(0, sys.argv[1])

from client import AuthenticatedClient, Client
from client.api.accounts import export_account, get_account
from client.api.collections import add_collection_link, create_collection, list_collections
from client.api.links import (
    batch_links,
    create_link,
    delete_link,
    export_links,
    get_link,
    list_links,
    update_link,
)
from client.api.reports import create_report, create_schedule, list_reports, list_schedules
from client.api.shortening import follow_link, shorten_url
from client.api.statistics import get_link_statistics, get_statistics
from client.models import (
    CreateLinkOperation,
    CreateLinkOperationOp,
    FileFormat,
    Frequency,
    LinkBatch,
    LinkState,
    LinkUpdate,
    NewCollection,
    NewLink,
    NewReport,
    NewSchedule,
    NewShortUrl,
    Problem,
)

TARGET = "https://example.com/a"

# An undocumented response raises an error.
options = {"base_url": sys.argv[2], "raise_on_unexpected_status": True}
anybody = Client(**options)
ann = AuthenticatedClient(token=sys.argv[3], **options)


def ok(answer, status):
    assert answer.status_code == status, answer
    assert not isinstance(answer.parsed, Problem), answer.parsed
    return answer.parsed


account = ok(get_account.sync_detailed(client=ann), 200)
assert account.verified_at is not None

anonymous = ok(shorten_url.sync_detailed(client=anybody, body=NewShortUrl(url=TARGET)), 201)
refused = create_link.sync_detailed(client=anybody, body=NewLink(url="ftp://example.com"))
assert refused.status_code == 422 and refused.parsed.errors[0].field == "url", refused

link = ok(create_link.sync_detailed(client=ann, body=NewLink(url=TARGET, slug="promo", tags=["spring"])), 201)
assert link.title is None and link.expires_at is None and link.state == LinkState.LIVE, link
updated = ok(update_link.sync_detailed(link.id, client=ann, body=LinkUpdate(title="Sale", max_clicks=5)), 200)
assert (updated.title, updated.max_clicks) == ("Sale", 5), updated
updated = ok(update_link.sync_detailed(link.id, client=ann, body=LinkUpdate(title=None, max_clicks=None)), 200)
assert (updated.title, updated.max_clicks) == (None, None), updated
assert ok(get_link.sync_detailed(link.id, client=ann), 200) == updated

operation = CreateLinkOperation(op=CreateLinkOperationOp.CREATE, link=NewLink(url=TARGET))
outcome = ok(batch_links.sync_detailed(client=ann, body=LinkBatch(operations=[operation])), 200)
assert outcome.succeeded == 1 and outcome.results[0].link.url == TARGET, outcome
ok(create_link.sync_detailed(client=ann, body=NewLink(url=TARGET, slug="one")), 201)
page = ok(list_links.sync_detailed(client=ann, limit=2), 200)
assert len(page.items) == 2 and page.next_, page
page = ok(list_links.sync_detailed(client=ann, limit=2, after=page.next_), 200)
assert len(page.items) == 1 and page.next_ is None, page

spring = ok(create_collection.sync_detailed(client=ann, body=NewCollection(name="Spring")), 201)
ok(add_collection_link.sync_detailed(spring.id, link.id, client=ann), 204)
assert ok(list_collections.sync_detailed(client=ann), 200).items[0].links == 1

followed = follow_link.sync_detailed(link.slug, client=anybody, u=account.id)
assert followed.status_code == 307 and followed.headers["location"] == TARGET, followed
assert ok(get_statistics.sync_detailed(client=ann), 200).groups
assert ok(get_link_statistics.sync_detailed(link.id, client=ann, tz="Europe/Moscow"), 200).groups

report = ok(create_report.sync_detailed(client=ann, body=NewReport(tz="Europe/Moscow")), 202)
assert report.finished_at is None, report
assert ok(list_reports.sync_detailed(client=ann), 200).items[0].id == report.id
schedule = ok(create_schedule.sync_detailed(client=ann, body=NewSchedule(frequency=Frequency.WEEKLY, hour=8)), 201)
assert ok(list_schedules.sync_detailed(client=ann), 200).items == [schedule]

for form in FileFormat:
    assert export_links.sync_detailed(client=ann, format_=form).status_code == 200
export = ok(export_account.sync_detailed(client=ann), 200)
assert export.user == account and len(export.links) == 3, export
ok(delete_link.sync_detailed(link.id, client=ann), 204)
print("done")

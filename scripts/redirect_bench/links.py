"""The links of a measurement. All slugs and all targets have the same length, so that all answers do."""

BATCH = 1_000    # links in one request
MISSING = "/missing-"
TARGET = "https://example.com/articles/"
LIMITED = 999_999    # the link with a limit of clicks
MAX_CLICKS = 1_000_000_000


def slug(number):
    return f"k{number:06}"


def path(number):
    return f"/{slug(number)}"


def missing(number):
    return f"{MISSING}{number:06}"


def create(client, numbers, **settings):
    """Creates these links by batches; a setting is a field of every link."""
    create_slugs(client, [slug(number) for number in numbers], **settings)


def create_slugs(client, slugs, **settings):
    for start in range(0, len(slugs), BATCH):
        operations = [
            {"op": "create", "link": {"url": TARGET + name, "slug": name, **settings}} for name in slugs[start:start + BATCH]
        ]
        answer = client.post("/api/links/batch", {"operations": operations, "atomic": True})
        failed = [result for result in answer["results"] if result["status"] != 201]
        if failed:
            raise RuntimeError(f"{len(failed)} links were not created, such as: {failed[0]}")

"""The links of a measurement. All slugs and all targets have the same length, so that all answers do."""

BATCH = 1_000    # links in one request
MISSING = "/missing-"
LIMITED = 999_999    # the link with a limit of clicks
MAX_CLICKS = 1_000_000_000


def slug(number):
    return f"k{number:06}"


def path(number):
    return f"/{slug(number)}"


def missing(number):
    return f"{MISSING}{number:06}"


def target(number):
    return f"https://example.com/articles/{slug(number)}"


def create(client, numbers, **settings):
    """Creates these links by batches; a setting is a field of every link."""
    numbers = list(numbers)
    for start in range(0, len(numbers), BATCH):
        operations = [
            {"op": "create", "link": {"url": target(number), "slug": slug(number), **settings}}
            for number in numbers[start:start + BATCH]
        ]
        answer = client.post("/api/links/batch", {"operations": operations, "atomic": True})
        failed = [result for result in answer["results"] if result["status"] != 201]
        if failed:
            raise RuntimeError(f"{len(failed)} links were not created, such as: {failed[0]}")

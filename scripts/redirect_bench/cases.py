"""What is requested, and under which circumstances."""

from dataclasses import dataclass, field
from typing import Callable

from . import beside, links
from .visitors import zipf

POOL, MANY = 10_000, 100_000
LOGGED = {"KOROTKO_LOG": "info", "KOROTKO_REDIRECT_LOG_SAMPLE": "1"}


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    draw: Callable            # (randomness, count, generator) -> the paths of one generator's requests
    method: str = "GET"
    varied: bool = True       # whether the mix of visitors is measured too
    links: int = POOL         # global links that must exist
    personal: int = 0         # links that must exist in the namespace of the account, which the requests follow
    restart: bool = False     # whether Korotko starts again before each load
    settings: dict = field(default_factory=dict)    # Korotko's variables, where they differ from those of other cases
    latency: bool = False     # whether the open loop measures the case too
    unrecorded: bool = False  # whether Korotko without recording is measured too
    beside: Callable = None   # what Korotko does at the same time

    def paths(self, source, count, generator, user):
        paths = self.draw(source, count, generator)
        return [f"{path}?u={user}" for path in paths] if self.personal else paths


def hot(_source, count, _generator):
    return [links.path(0)] * count


def by_zipf(source, count, _generator):
    return [links.path(number) for number in source.choices(range(POOL), cum_weights=zipf(POOL), k=count)]


def uniform(source, count, _generator):
    return [links.path(number) for number in source.choices(range(MANY), k=count)]


def with_unknown(source, count, generator):
    return [
        links.missing(source.randrange(1_000_000)) if source.random() < 0.2 else path
        for path in by_zipf(source, count, generator)
    ]


def each_once(source, _count, generator):
    """Every second link, so that the two generators request each link once."""
    numbers = list(range(generator, MANY, 2))
    source.shuffle(numbers)
    return [links.path(number) for number in numbers]


def limited(_source, count, _generator):
    return [links.path(links.LIMITED)] * count


MAIN = [
    Case("hot", "one hot link", hot, latency=True, unrecorded=True),
    Case("zipf", "10,000 links by Zipf", by_zipf, latency=True, unrecorded=True),
]
FURTHER = [
    Case("limit", "one hot link with `max_clicks`", limited),
    Case("head", "HEAD of one hot link", hot, method="HEAD", varied=False),
    Case("log", "one hot link, a log line for each request", hot, settings=LOGGED),
    Case("personal", "10,000 personal links by Zipf", by_zipf, personal=POOL),
    Case("unknown", "Zipf, 20 % unknown slugs", with_unknown),
    Case("registrations", "Zipf, beside registrations", by_zipf, beside=beside.registrations),
    Case("uniform", "100,000 links uniformly", uniform, links=MANY),
    Case("cold", "100,000 links, each once, after a restart", each_once, links=MANY, restart=True),
    Case("report", "Zipf, beside reports of 100,000 links", by_zipf, links=MANY, beside=beside.reports),
]
ALL = {case.name: case for case in MAIN + FURTHER}

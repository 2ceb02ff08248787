"""What a database is filled with: accounts that are all alike."""

from dataclasses import dataclass

from redirect_bench import links
from redirect_bench.korotko import EMAIL
from redirect_bench.visitors import zipf

STEP = 1 << 20              # the difference between the ids of a link and of its copy in the next account
SCATTER = 2_654_435_761     # odd, so that the slugs of copies are distinct; and they are in no order, like generated ones
SLUGS = 1 << 32


@dataclass(frozen=True)
class Fill:
    name: str
    accounts: int
    links: int             # of each account
    clicks: int            # of each account, by Zipf
    front: bool = False    # whether everything goes through the API, instead of copying an account that did

    @property
    def clicked(self):
        """How many clicks are made, not copied."""
        return self.clicks * (self.accounts if self.front else 1)

    def random_path(self, source):
        return path(source.randrange(self.accounts), source.randrange(self.links))

    def clicked_paths(self, source, count):
        """Paths of the first account, or if all goes through the API, of all."""
        ranks = source.choices(range(self.links), cum_weights=zipf(self.links), k=count)
        return [path(source.randrange(self.accounts) if self.front else 0, rank) for rank in ranks]


FILLS = [
    Fill("1000", 1, 1_000, 1_000),
    Fill("10000", 1, 10_000, 10_000),
    Fill("100000", 10, 10_000, 10_000),
    Fill("1000000", 100, 10_000, 10_000),
    Fill("10000000", 1_000, 10_000, 10_000),
    Fill("rollups", 100, 10_000, 1_000_000),
    Fill("front", 100, 10_000, 10_000, front=True),
]


def slug(account, number):
    """The first account's links are made through the API, the others' are copied by `copies.py`, which computes the same."""
    if account == 0:
        return links.slug(number)
    return f"{(account * STEP + number) * SCATTER % SLUGS:08x}"


def path(account, number):
    return f"/{slug(account, number)}"


def email(account):
    return EMAIL if account == 0 else f"owner-{account}@example.com"

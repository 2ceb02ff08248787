"""What goes through the front: links by batches of the API, clicks by redirects."""

import random

from redirect_bench import links, wrk
from redirect_bench.cases import Case
from redirect_bench.client import Client
from redirect_bench.korotko import PASSWORD
from redirect_bench.traffic import Traffic
from redirect_bench.visitors import VISITORS

from .fills import email, slug
from .one_client import OneClient

SECONDS = 2    # of a load; the number of its requests is known afterwards
MIXED = "mixed visitors"


def sign_in(korotko, account):
    """A client of the account, which has the password of the first one."""
    client = Client(korotko.port)
    client.token = client.post("/api/users/signin/", {"email": email(account), "password": PASSWORD})["access_token"]
    return client


def create_links(korotko, fill):
    """The links of all accounts but the first."""
    for account in range(1, fill.accounts):
        slugs = [slug(account, number) for number in range(fill.links)]
        links.create_slugs(sign_in(korotko, account), slugs, namespace="global")


def click_exactly(korotko, draw, count):
    """Follows links so often by `draw(randomness, count)`, one by one, each time by another visitor."""
    client = OneClient(korotko.port)
    for path, headers in zip(draw(random.Random(0), count), VISITORS[MIXED](count, 0)):
        client.send("GET", path, headers)


def click(korotko, folder, draw, least):
    """The same at least so often, at full load; returns how often, and how many times a second."""
    case = Case("growth", "", lambda source, count, _generator: draw(source, count))
    done, rates = 0, []
    while done < least:
        result = wrk.run(korotko.port, Traffic(folder, case, MIXED, done, korotko.user), SECONDS)
        if result.refused or result.broken or not result.requests:
            raise RuntimeError(f"of {result.requests} redirects {result.refused} were refused and {result.broken} not answered")
        done += result.requests
        rates.append(result.rate)
    return done, round(sum(rates) / len(rates))

"""What must hold behind a proxy."""

import email
import email.policy
import http.client
import json
import re

from .client import HOST, Client
from .load import Load
from .waiting import until

# Requests that are answered before, during and after each restart.
ANSWERS = 300
# How many anonymous links a client may create; `__main__` sets it.
ANONYMOUS_LINKS = 5
# Of clients whose rate limits are checked. The proxies have the same nodes, so each needs addresses of its own.
LIMITED = {"nginx": ("127.0.0.4", "127.0.0.5"), "caddy": ("127.0.0.6", "127.0.0.7")}


def verification(mails, address):
    """The path of the link in the verification mail to this address."""
    for mail in mails.glob("*.eml"):
        message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
        if address in message["To"]:
            text = message.get_body(("plain",)).get_content()
            return re.search(r"https://short\.example(/api/email-verification/\S+)", text)[1]
    return None


def signed_in(proxy, authority, mails):
    """A client with an account of its own."""
    client = Client(proxy.port, authority)
    account = {"email": f"{proxy.name}@example.com", "password": "Passw0rd-behind"}
    client.must(201, "POST", "/api/users/register/", account)
    path = until(lambda: verification(mails, account["email"]), "the verification mail")
    client.must(200, "GET", path)
    client.token = client.must(200, "POST", "/api/users/signin/", account)["access_token"]
    return client


def created(client, slug):
    """The path of a new link, and its id."""
    new = {"url": "https://example.com/a", "custom_url": slug}
    share_url = client.must(201, "POST", "/api/url/", new)["share_url"]
    links = client.must(200, "GET", "/api/links/")["items"]
    return share_url.removeprefix("https://short.example"), next(link["id"] for link in links if link["slug"] == slug)


def forged(address):
    """The fields of proxies with this address, from a client."""
    return {"X-Forwarded-For": address, "Forwarded": f"for={address}", "X-Real-IP": address}


def addresses(client, proxy, authority):
    """Two clients are two visitors, whatever they claim in the fields that proxies set."""
    path, link = created(client, f"{proxy.name}-addresses")
    claims = [{}] + [forged(f"203.0.113.{number}") for number in range(1, 4)]
    for address in ["127.0.0.2", "127.0.0.3"]:
        for headers in claims:
            status, _, _ = Client(proxy.port, authority, address).request("GET", path, headers=headers)
            assert status == 307, status
    clicks = len(claims) * 2
    read = lambda: client.must(200, "GET", f"/api/links/{link}/stats")["total"]    # noqa: E731
    total = until(lambda: (found := read())["clicks"] == clicks and found, "the clicks are counted")
    assert total == {"clicks": clicks, "human_clicks": clicks, "visitors": 2}, total
    return f"{clicks} clicks of 2 addresses, most with a forged address, are of 2 visitors"


def rate_limits(proxy, authority):
    """Each client has limits of its own, which it cannot evade, and cannot use up for another, by what it claims."""
    first, second = LIMITED[proxy.name]

    def create(address, headers):
        return Client(proxy.port, authority, address).request("POST", "/api/url/", {"url": "https://example.com/a"}, headers)[0]

    claims = [forged(f"203.0.113.{number}") for number in range(1, ANONYMOUS_LINKS)] + [forged(second)]
    statuses = [create(first, headers) for headers in claims]
    assert statuses == [201] * ANONYMOUS_LINKS, statuses
    statuses = [create(first, headers) for headers in [{}, forged("203.0.113.100"), forged(second)]]
    assert statuses == [429] * 3, statuses
    statuses = [create(second, headers) for headers in [{}] + [forged(first)] * (ANONYMOUS_LINKS - 1)]
    assert statuses == [201] * ANONYMOUS_LINKS, statuses
    assert create(second, {}) == 429
    return f"each of 2 clients may create {ANONYMOUS_LINKS} anonymous links, also with a forged address"


def plaintext(proxy):
    """People are led to HTTPS; programs are refused, so that nobody sends tokens in plaintext without noticing."""
    answers = []
    for path in ["/promo", "/api/links/"]:
        connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)
        connection.request("GET", path, headers={"Host": HOST})
        answer = connection.getresponse()
        answers.append((answer.status, answer.headers["Location"]))
        connection.close()
    assert answers == [(308, f"https://{HOST}/promo"), (403, None)], answers
    return "HTTP redirects links to HTTPS, and refuses the API"


def sizes(client):
    """A body that Korotko accepts passes; a larger one is refused, by Korotko or by the proxy."""
    csv = {"Content-Type": "text/csv"}
    row = b"https://example.com/" + b"a" * 2000 + b"\n"
    rows = lambda size: b"url\n" + row * (size // len(row))    # noqa: E731
    status, _, content = client.request("POST", "/api/links/import?dry_run=true", rows(9 * 2**20), csv)
    assert status == 200, (status, content[:300])
    # Little enough over the limit that no proxy disconnects before the client reads the answer.
    status, _, _ = client.request("POST", "/api/links/import?dry_run=true", rows(10 * 2**20 + 2**17), csv)
    assert status == 413, status
    status, headers, content = client.request("POST", "/api/url/", {"url": "https://example.com/" + "a" * 2**17})
    assert (status, headers["content-type"]) == (413, "application/problem+json"), (status, content[:300])
    assert "status" in json.loads(content)
    return "an import of 9 MiB passes, one of over 10 MiB and another body of 128 KiB answer 413"


def restarts(client, proxy, nodes):
    """Each node is restarted under load, and no request is lost."""
    path, _ = created(client, f"{proxy.name}-restarts")
    with Load(client, path) as load:
        for node in nodes:
            begin = load.answered()
            until(lambda: load.answered() > begin + ANSWERS, "requests are answered")
            node.stop()
            begin = load.answered()
            until(lambda: load.answered() > begin + ANSWERS, "requests are answered by the other node")
            node.start()
        begin = load.answered()
        until(lambda: load.answered() > begin + ANSWERS, "requests are answered at the end")
    assert not load.lost, f"{len(load.lost)} of {load.answered()} requests were lost: {load.lost[:5]}"
    return f"{load.answered()} requests while each node was restarted, 0 lost"

"""Who follows the links: one visitor with one browser, or a mix.

Every request has the headers of a visitor; the mix is deterministic for a seed.
"""

import random
from itertools import accumulate

ADDRESSES = 1_000_000
HOSTS = 1_000
LANGUAGES = ["en-US", "es-ES", "de-DE", "fr-FR", "ja-JP", "ru-RU", "pt-BR", "it-IT", "nl-NL", "pl-PL",
             "tr-TR", "zh-CN", "ko-KR", "uk-UA", "cs-CZ", "sv-SE", "fi-FI", "el-GR", "hu-HU", "vi-VN"]
SYSTEMS = ["Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
           "Linux; Android 15; Pixel 9", "Linux; Android 14; SM-S928B", "Linux; Android 13; M2101K6G"]
BOTS = ["Googlebot/2.1; +http://www.google.com/bot.html", "bingbot/2.0; +http://www.bing.com/bingbot.htm",
        "YandexBot/3.0; +http://yandex.com/bots", "Applebot/0.1; +http://www.apple.com/go/applebot"]


def zipf(size):
    """Cumulative weights of ranks 1 to size, exponent 1."""
    return list(accumulate(1 / rank for rank in range(1, size + 1)))


def user_agents():
    """200 user agents: Chrome, Edge and Firefox on six systems, Safari on two, and four bots."""
    agents = []
    for version in range(145, 128, -1):
        for system in SYSTEMS:
            mobile = " Mobile" if "Android" in system else ""
            agents.append(f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0"
                          f"{mobile} Safari/537.36")
        for system in SYSTEMS[:3]:
            agents.append(f"Mozilla/5.0 ({system}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0")
        agents.append(f"Mozilla/5.0 ({SYSTEMS[0]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0"
                      f" Safari/537.36 Edg/{version}.0.0.0")
        for system in ("iPhone; CPU iPhone OS 18_{} like Mac OS X", "Macintosh; Intel Mac OS X 10_15_{}"):
            agents.append(f"Mozilla/5.0 ({system.format(version % 10)}) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                          f" Version/{version - 126}.0 Safari/605.1.15")
    bots = [f"Mozilla/5.0 (compatible; {bot})" for bot in BOTS]
    # Bots among the others: every fiftieth by frequency.
    for place, bot in enumerate(bots):
        agents.insert(50 * place + 25, bot)
    return list(dict.fromkeys(agents))[:200]


def _headers(agent, language, host):
    return (f"Host: short.example\r\nUser-Agent: {agent}\r\nAccept: text/html,*/*;q=0.8\r\n"
            f"Accept-Language: {language},{language[:2]};q=0.8\r\nReferer: https://{host}/\r\n")


ONE = _headers("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "en-US", "news.example")


def one_visitor(count, _seed):
    return [ONE] * count


def mix(count, seed):
    """Headers of `count` requests: agents, languages and hosts by Zipf, addresses uniformly, given by the trusted proxy."""
    source = random.Random(seed)
    agents = user_agents()
    drawn = zip(
        source.choices(agents, cum_weights=zipf(len(agents)), k=count),
        source.choices(LANGUAGES, cum_weights=zipf(len(LANGUAGES)), k=count),
        source.choices(range(HOSTS), cum_weights=zipf(HOSTS), k=count),
        source.choices(range(ADDRESSES), k=count),
    )
    return [
        _headers(agent, language, f"site-{host:03}.example")
        + f"X-Forwarded-For: 20.{address >> 16}.{address >> 8 & 255}.{address & 255}\r\n"
        for agent, language, host, address in drawn
    ]


VISITORS = {"one visitor": one_visitor, "mixed visitors": mix}

"""Statements that copy an account, which was made through the API, with its links and their clicks.

The copied rows are those that the program has written itself, to the byte; what changes are ids, and what follows from them.
"""

from .fills import SCATTER, SLUGS, STEP

NUMBER = "CAST(substr(slug, 2) AS integer)"
LINK, USER = f"copy * {STEP}", "copy"

# By table, the columns that differ in a copy. A roll-up has its subject's id, and in the lowest bit whether that is a user, ten
# bits above the end of its key; settled roll-ups, which have other keys, do not exist on the first day.
CHANGES = {
    "users": {
        "id": f"id + {USER}",
        "email": "'owner-' || copy || '@example.com'",
        "email_canonical": "'owner-' || copy || '@example.com'",
    },
    "links": {
        "id": f"id + {LINK}",
        "owner_id": f"owner_id + {USER}",
        "slug": "@slug",
        "url": "replace(url, slug, @slug)",
        "search_text": "replace(search_text, slug, @slug)",
    },
    "link_clicks": {"link_id": f"link_id + {LINK}", "owner_id": f"owner_id + {USER}"},
    "click_visits": {"link_id": f"link_id + {LINK}"},
    "rollups": {"sort_key": f"sort_key + (CASE (sort_key >> 10) & 1 WHEN 0 THEN {LINK} ELSE {USER} END) * 2048"},
}


def columns(table, names, hexadecimal):
    """The columns of a copy, for SELECT; `hexadecimal` is the database's format of a number, as eight digits."""
    scattered = f"((copy * {STEP} + {NUMBER}) * {SCATTER}) % {SLUGS}"
    changes = CHANGES[table]
    return ", ".join(changes.get(name, name).replace("@slug", hexadecimal.format(scattered)) for name in names)

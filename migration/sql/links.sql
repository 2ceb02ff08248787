CREATE TABLE links (
    id {id},
    -- 0 is the global one, any other is its owner's id. No foreign key, and never NULL: NULLs are distinct in a unique index, so
    -- that a nullable owner could not keep slugs unique.
    namespace {integer} NOT NULL CHECK (namespace >= 0),
    slug {bytewise} NOT NULL,
    -- The target; empty in a tombstone.
    url text NOT NULL,
    owner_id {integer} REFERENCES users (id) ON DELETE SET NULL,
    title text,
    -- A JSON list of texts. Links are found by link_tags.
    tags text NOT NULL,
    -- The searchable text, written by the program; NULL without an owner.
    search_text {bytewise},
    redirect_status {integer} NOT NULL CHECK (redirect_status IN (301, 302, 307, 308)),
    -- What happens to the query of a request.
    query_forwarding text NOT NULL DEFAULT 'off' CHECK (query_forwarding IN ('off', 'append', 'override')),
    expires_at {integer},
    max_clicks {integer},
    -- Where the link leads once it is expired or exhausted.
    fallback_url text,
    -- Whether max_clicks is reached.
    exhausted boolean NOT NULL DEFAULT FALSE,
    -- The clicks that another service counted before the link was imported. They are in no other number.
    imported_clicks {integer},
    disabled_at {integer},
    blocked_at {integer},
    -- By whom, or by what, the link is blocked.
    block_cause {bytewise} CHECK (block_cause IN ('operator', 'legal', 'list')),
    block_reason text,
    revision {integer} NOT NULL DEFAULT 1,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    deleted_at {integer},
    -- The import that created the link. No foreign key: the link is staged as long as that row exists.
    import_id {integer},
    CHECK ((blocked_at IS NULL) = (block_cause IS NULL))
);

-- Ensures that slugs are unique under concurrent requests. Deleted links do not count.
CREATE UNIQUE INDEX links_live_code_key ON links (namespace, slug) WHERE deleted_at IS NULL;

-- For following a slug to its link, or to the one deleted last.
CREATE INDEX links_code_idx ON links (namespace, slug, deleted_at);

-- For an owner's lists by creation and by slug. They contain until when a link is live, so that the row need not be read: less
-- than any time if the link is exhausted, disabled or blocked. Queries use the same expression.
CREATE INDEX links_list_idx ON links (owner_id, created_at, id, {live_until})
    WHERE deleted_at IS NULL AND owner_id IS NOT NULL;
CREATE INDEX links_list_by_slug_idx ON links (owner_id, slug, id, {live_until})
    WHERE deleted_at IS NULL AND owner_id IS NOT NULL;

-- For the lists of expired links, and of exhausted, disabled and blocked ones.
CREATE INDEX links_expiring_idx ON links (owner_id, created_at, id, {live_until})
    WHERE deleted_at IS NULL AND owner_id IS NOT NULL AND expires_at IS NOT NULL;
CREATE INDEX links_stopped_idx ON links (owner_id,
    (CASE WHEN blocked_at IS NOT NULL THEN 3 WHEN disabled_at IS NOT NULL THEN 2 WHEN exhausted THEN 1 ELSE 0 END),
    created_at, id)
    WHERE deleted_at IS NULL AND owner_id IS NOT NULL
        AND (exhausted OR disabled_at IS NOT NULL OR blocked_at IS NOT NULL);

-- For the list of deleted links.
CREATE INDEX links_trash_idx ON links (owner_id, created_at, id, deleted_at)
    WHERE deleted_at IS NOT NULL AND owner_id IS NOT NULL;

-- For the foreign key.
CREATE INDEX links_owner_idx ON links (owner_id) WHERE owner_id IS NOT NULL;

-- For the sweeps of tombstones and of the trash: swept links have no URL.
CREATE INDEX links_deleted_idx ON links (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX links_uncleared_idx ON links (deleted_at) WHERE deleted_at IS NOT NULL AND url <> '';

-- For removing the staged rows of an import.
CREATE INDEX links_import_idx ON links (import_id) WHERE import_id IS NOT NULL;

-- The tags of links with an owner.
CREATE TABLE link_tags (
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    folded {bytewise} NOT NULL,
    created_at {integer} NOT NULL,
    link_id {integer} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    PRIMARY KEY (owner_id, folded, created_at, link_id)
) {clustered};

-- For the tags of one link, and for the foreign key.
CREATE INDEX link_tags_link_idx ON link_tags (link_id);

-- Atomic imports that are running, or have failed and are not removed yet.
CREATE TABLE imports (
    id {id},
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- When it last staged a row, which shows that it is running.
    staged_at {integer} NOT NULL,
    abandoned boolean NOT NULL
);

-- Files that are about to be imported, one for each user. A row is removed an hour after it was created.
CREATE TABLE import_drafts (
    id {id},
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- The file, as it was received.
    file {bytes} NOT NULL,
    -- How the file is read, in words of the program.
    layout text,
    -- The outcome of each row, as JSON: of the dry run, and later of the import.
    outcomes text,
    state text NOT NULL CHECK (state IN ('kept', 'tried', 'importing', 'imported')),
    created_at {integer} NOT NULL
);

-- Ensures that a user has one draft under concurrent requests, and for the foreign key.
CREATE UNIQUE INDEX import_drafts_owner_key ON import_drafts (owner_id);

-- For the sweep.
CREATE INDEX import_drafts_created_idx ON import_drafts (created_at);

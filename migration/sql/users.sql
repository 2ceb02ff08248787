CREATE TABLE users (
    id {id},
    email {bytewise} NOT NULL,
    email_canonical {bytewise} NOT NULL,
    password_hash text NOT NULL,
    language text NOT NULL,
    -- The query_forwarding of new links that do not say.
    default_query_forwarding text NOT NULL DEFAULT 'off'
        CHECK (default_query_forwarding IN ('off', 'append', 'override')),
    -- The name in the IANA database; NULL for UTC.
    time_zone text,
    verified_at {integer},
    verification_sent_at {integer},
    token_epoch {integer} NOT NULL,
    administrator boolean NOT NULL DEFAULT FALSE,
    disabled_at {integer},
    -- Whether the links of the disabled user are disabled, too.
    links_disabled boolean NOT NULL DEFAULT FALSE,
    -- The number of links, without deleted ones; staged ones are included.
    links {integer} NOT NULL DEFAULT 0,
    created_at {integer} NOT NULL,
    -- From then on the user is not found; the row is removed when nothing refers to it.
    deleted_at {integer}
);

-- Ensures that addresses are unique under concurrent requests. Deleted users do not count.
CREATE UNIQUE INDEX users_email_canonical_key ON users (email_canonical) WHERE deleted_at IS NULL;

-- For the sweep of accounts that are not verified in time.
CREATE INDEX users_unconfirmed_idx ON users (verification_sent_at) WHERE verified_at IS NULL;

-- For removing the rows of deleted users.
CREATE INDEX users_deleted_idx ON users (id) WHERE deleted_at IS NOT NULL;

-- For locking the administrators, and for their list.
CREATE INDEX users_administrators_idx ON users (id) WHERE administrator;

CREATE TABLE api_keys (
    id {id},
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name text NOT NULL,
    -- The first characters of the key, to recognise it by.
    prefix text NOT NULL,
    -- The SHA-256 of the key.
    hash {bytes} NOT NULL,
    -- The names of the scopes, separated by spaces.
    scopes text NOT NULL,
    expires_at {integer},
    last_used_at {integer},
    created_at {integer} NOT NULL
);

-- For the look-up of a presented key.
CREATE UNIQUE INDEX api_keys_hash_key ON api_keys (hash);

-- For an owner's list, page by page, and for the foreign key.
CREATE INDEX api_keys_owner_idx ON api_keys (owner_id, id);

-- Sessions of browsers.
CREATE TABLE sessions (
    id {id},
    user_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- The SHA-256 of the secret.
    hash {bytes} NOT NULL,
    -- The name of the browser; empty if unknown.
    agent text NOT NULL,
    -- The token_epoch of the user when the session started. It has ended if they differ.
    epoch {integer} NOT NULL,
    created_at {integer} NOT NULL,
    last_seen_at {integer} NOT NULL
);

-- For the look-up of a presented secret.
CREATE UNIQUE INDEX sessions_hash_key ON sessions (hash);

-- For a user's list, and for the foreign key.
CREATE INDEX sessions_user_idx ON sessions (user_id, id);

-- For the sweep of sessions that are not used.
CREATE INDEX sessions_last_seen_idx ON sessions (last_seen_at);

-- A row is removed when the invitation is used.
CREATE TABLE invitations (
    id {id},
    email {bytewise} NOT NULL,
    email_canonical {bytewise} NOT NULL,
    language text NOT NULL,
    created_at {integer} NOT NULL
);

-- Ensures that an address has one invitation under concurrent requests.
CREATE UNIQUE INDEX invitations_email_canonical_key ON invitations (email_canonical);

-- For the sweep of expired invitations.
CREATE INDEX invitations_created_idx ON invitations (created_at);

-- Changes of addresses. A change that both addresses have confirmed is complete, and kept for a while.
CREATE TABLE email_changes (
    id {id},
    user_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    old_email {bytewise} NOT NULL,
    old_email_canonical {bytewise} NOT NULL,
    new_email {bytewise} NOT NULL,
    new_email_canonical {bytewise} NOT NULL,
    -- Of the session that requested it: a pending change ends with all sessions.
    token_epoch {integer} NOT NULL,
    confirmed_by_old_at {integer},
    confirmed_by_new_at {integer},
    created_at {integer} NOT NULL
);

-- Ensures that a user has one pending change under concurrent requests.
CREATE UNIQUE INDEX email_changes_pending_key ON email_changes (user_id)
    WHERE confirmed_by_old_at IS NULL OR confirmed_by_new_at IS NULL;

-- For the foreign key.
CREATE INDEX email_changes_user_idx ON email_changes (user_id);

-- For the sweep of old changes.
CREATE INDEX email_changes_created_idx ON email_changes (created_at);

CREATE TABLE users (
    id {id},
    email {bytewise} NOT NULL,
    email_canonical {bytewise} NOT NULL,
    password_hash text NOT NULL,
    language text NOT NULL,
    -- The query_forwarding of new links that do not say.
    default_query_forwarding text NOT NULL DEFAULT 'off'
        CHECK (default_query_forwarding IN ('off', 'append', 'override')),
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

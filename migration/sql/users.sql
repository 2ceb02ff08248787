CREATE TABLE users (
    id {id},
    email {bytewise} NOT NULL,
    email_canonical {bytewise} NOT NULL,
    password_hash text NOT NULL,
    language text NOT NULL,
    verified_at {integer},
    verification_sent_at {integer},
    token_epoch {integer} NOT NULL,
    created_at {integer} NOT NULL,
    -- From then on nobody finds the user; the row goes when nothing refers to it any more.
    deleted_at {integer}
);

-- Decides who gets an address that two ask for at once. Deleted users do not count.
CREATE UNIQUE INDEX users_email_canonical_key ON users (email_canonical) WHERE deleted_at IS NULL;

-- For the sweep of accounts that were not verified in time.
CREATE INDEX users_unconfirmed_idx ON users (verification_sent_at) WHERE verified_at IS NULL;

-- For the removal of what deleted users left.
CREATE INDEX users_deleted_idx ON users (id) WHERE deleted_at IS NOT NULL;

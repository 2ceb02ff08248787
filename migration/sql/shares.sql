-- Statistics that whoever has the token of a row may see. The token is derived from the id and a secret of the service, and not stored. A
-- row is removed when the share ends.
CREATE TABLE shares (
    id {id},
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    link_id {integer} REFERENCES links (id) ON DELETE CASCADE,
    collection_id {integer} REFERENCES collections (id) ON DELETE CASCADE,
    created_at {integer} NOT NULL,
    -- It is of one of them.
    CHECK ((link_id IS NULL) <> (collection_id IS NULL))
);

-- Ensure that a link or a collection has one share under concurrent requests, and for the foreign keys.
CREATE UNIQUE INDEX shares_link_key ON shares (link_id);
CREATE UNIQUE INDEX shares_collection_key ON shares (collection_id);

-- For an owner's list, page by page, and for the foreign key.
CREATE INDEX shares_owner_idx ON shares (owner_id, id);

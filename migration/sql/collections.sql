CREATE TABLE collections (
    id {id},
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name text NOT NULL,
    name_folded {bytewise} NOT NULL,
    description text,
    revision {integer} NOT NULL DEFAULT 1,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    -- The import that created the collection, as with links.
    import_id {integer}
);

-- Ensures that names are unique under concurrent requests.
CREATE UNIQUE INDEX collections_name_key ON collections (owner_id, name_folded);

-- For an owner's list, page by page.
CREATE INDEX collections_owner_idx ON collections (owner_id, id);

-- For removing the staged rows of an import.
CREATE INDEX collections_import_idx ON collections (import_id) WHERE import_id IS NOT NULL;

-- The memberships of links in collections, with the link's columns that lists of a collection need.
CREATE TABLE collection_links (
    link_id {integer} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    collection_id {integer} NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    link_created_at {integer} NOT NULL,
    link_deleted boolean NOT NULL,
    PRIMARY KEY (link_id, collection_id)
) {clustered};

-- For the links of a collection, and for the foreign key.
CREATE INDEX collection_links_list_idx ON collection_links (collection_id, link_deleted, link_created_at, link_id);

-- The staged links of an import in each collection, which are subtracted from its number of links.
CREATE TABLE import_memberships (
    collection_id {integer} NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    import_id {integer} NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    links {integer} NOT NULL,
    PRIMARY KEY (collection_id, import_id)
) {clustered};

-- For the foreign key.
CREATE INDEX import_memberships_import_idx ON import_memberships (import_id);

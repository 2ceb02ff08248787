-- The trigrams of the searchable text, with the owner, so that a search is independent of other owners' links. Both extensions
-- come with PostgreSQL and can be created with the CREATE privilege in the database. Without them, searches read the owner's links
-- one by one: slower, but with the same result. Every search reads the pending list, so it is kept short.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS btree_gin;
    CREATE INDEX links_search_idx ON links USING gin (owner_id, search_text gin_trgm_ops)
        WITH (gin_pending_list_limit = 1024)
        WHERE owner_id IS NOT NULL;
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
        RAISE WARNING 'searching links will be slow without the extensions pg_trgm and btree_gin: %', SQLERRM;
END
$$;

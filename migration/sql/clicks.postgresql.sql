-- Rows of roll-ups are compressed, and read more often than written: lz4 decompresses several times as fast as the default. It needs
-- PostgreSQL 14 or later, built with it.
DO $$
BEGIN
    EXECUTE 'ALTER TABLE rollups ALTER COLUMN data SET COMPRESSION lz4';
EXCEPTION
    WHEN feature_not_supported OR syntax_error THEN
        RAISE NOTICE 'roll-ups use the default compression: %', SQLERRM;
END
$$;

-- Hashes cannot be compressed.
ALTER TABLE click_visits ALTER COLUMN visitors SET STORAGE EXTERNAL;

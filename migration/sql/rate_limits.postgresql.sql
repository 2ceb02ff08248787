-- What is used of rate limits, shared by all nodes. Unlogged: it is written by most refused requests, so it must cost little, and
-- after a crash of the server all quotas are full again. On SQLite it is in the memory of the only node.
CREATE UNLOGGED TABLE rate_limits (
    -- A hash under a secret: no address can be read from it.
    key bytea NOT NULL PRIMARY KEY,
    -- When all uses are available again. Not indexed, and with room in each page, so that an update writes no index.
    full_at bigint NOT NULL
) WITH (fillfactor = 70);

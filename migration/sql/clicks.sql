-- The click totals of each link since its creation: a row for every link, deleted or not. Not in links, since PostgreSQL would
-- write all its indexes at every update.
CREATE TABLE link_clicks (
    link_id {integer} NOT NULL PRIMARY KEY REFERENCES links (id) ON DELETE CASCADE,
    -- The link's owner.
    owner_id {integer} REFERENCES users (id) ON DELETE SET NULL,
    -- All kinds together, for lists in order of clicks.
    clicks {integer} NOT NULL DEFAULT 0,
    humans {integer} NOT NULL DEFAULT 0,
    bots {integer} NOT NULL DEFAULT 0,
    previews {integer} NOT NULL DEFAULT 0,
    visitors {integer} NOT NULL DEFAULT 0,
    last_at {integer},
    last_human_at {integer}
) {clustered};

-- For an owner's list by clicks.
CREATE INDEX link_clicks_list_idx ON link_clicks (owner_id, clicks, link_id);

-- The consumed clicks of links with max_clicks, and the free previews besides them.
CREATE TABLE consumed_clicks (
    link_id {integer} NOT NULL PRIMARY KEY REFERENCES links (id) ON DELETE CASCADE,
    consumed {integer} NOT NULL,
    previews {integer} NOT NULL DEFAULT 0
) {clustered};

-- Roll-ups of links and users, whose keys and content korotko-rollup defines: partition_key is the period that a row waits for,
-- or, below zero, the subject of settled rows. No foreign key: removing links or users removes their roll-ups.
CREATE TABLE rollups (
    partition_key {integer} NOT NULL,
    sort_key {integer} NOT NULL,
    data {bytes} NOT NULL,
    PRIMARY KEY (partition_key, sort_key)
) {clustered};

-- The visitors of each link on each day (UTC), for a few days. No foreign key, since visits are never looked up by link.
CREATE TABLE click_visits (
    day {integer} NOT NULL,
    link_id {integer} NOT NULL,
    visitors {bytes} NOT NULL,
    PRIMARY KEY (day, link_id)
) {clustered};

CREATE TABLE visitor_salts (day {integer} NOT NULL PRIMARY KEY, salt {bytes} NOT NULL) {clustered};

-- The position up to which each click log is counted, in bytes. The name of a log is 32 hexadecimal digits. Between the position
-- and part_end the clicks of links up to part_link are counted; part_end is 0 if there are none.
CREATE TABLE click_logs (
    log {bytewise} NOT NULL PRIMARY KEY,
    position {integer} NOT NULL,
    part_end {integer} NOT NULL,
    part_link {integer} NOT NULL,
    updated_at {integer} NOT NULL
) {clustered};

-- The number of dropped clicks by day (UTC).
CREATE TABLE dropped_clicks (day {integer} NOT NULL PRIMARY KEY, clicks {integer} NOT NULL) {clustered};

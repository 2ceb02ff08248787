-- What the clicks of each link come to since it was created: a row for every link, deleted or not. Not in links, whose many
-- indexes PostgreSQL would all write at every update.
CREATE TABLE link_clicks (
    link_id {integer} NOT NULL PRIMARY KEY REFERENCES links (id) ON DELETE CASCADE,
    -- The link's.
    owner_id {integer} REFERENCES users (id) ON DELETE SET NULL,
    -- Of every kind together, for lists in their order.
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

-- The consumed clicks of links with max_clicks, and the previews that passed in addition.
CREATE TABLE consumed_clicks (
    link_id {integer} NOT NULL PRIMARY KEY REFERENCES links (id) ON DELETE CASCADE,
    consumed {integer} NOT NULL,
    previews {integer} NOT NULL DEFAULT 0
) {clustered};

-- Roll-ups of links and users, by keys and in a form that korotko-rollup knows: partition_key is the period that a row waits for,
-- or below zero, for what is settled, whose it is. No foreign key, since whoever removes links or users removes these, too.
CREATE TABLE rollups (
    partition_key {integer} NOT NULL,
    sort_key {integer} NOT NULL,
    data {bytes} NOT NULL,
    PRIMARY KEY (partition_key, sort_key)
) {clustered};

-- Who came to which link on which day (UTC), for a few days. No foreign key, since nothing looks visits up by link.
CREATE TABLE click_visits (
    day {integer} NOT NULL,
    link_id {integer} NOT NULL,
    visitors {bytes} NOT NULL,
    PRIMARY KEY (day, link_id)
) {clustered};

CREATE TABLE visitor_salts (day {integer} NOT NULL PRIMARY KEY, salt {bytes} NOT NULL) {clustered};

-- How far each click log is counted, in bytes. A log is named by 32 hexadecimal digits.
CREATE TABLE click_logs (
    log {bytewise} NOT NULL PRIMARY KEY,
    position {integer} NOT NULL,
    updated_at {integer} NOT NULL
) {clustered};

-- Clicks that found no room, by day (UTC).
CREATE TABLE dropped_clicks (day {integer} NOT NULL PRIMARY KEY, clicks {integer} NOT NULL) {clustered};

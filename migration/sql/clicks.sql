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

-- How many clicks were let through of links that have max_clicks, and how many previews beside them.
CREATE TABLE taken_clicks (
    link_id {integer} NOT NULL PRIMARY KEY REFERENCES links (id) ON DELETE CASCADE,
    taken {integer} NOT NULL,
    previews {integer} NOT NULL DEFAULT 0
) {clustered};

-- Clicks over time. grain is the length of a period: 0 a quarter of an hour, 1 a day of UTC; period is which one, counted since
-- 1970-01-01T00:00Z. What is counted is the sum of the rows of all shards. PostgreSQL keeps rows in the order in which they come,
-- those of one link far from each other; in the key they stand together.
CREATE TABLE link_click_counts (
    link_id {integer} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    period {integer} NOT NULL,
    grain smallint NOT NULL,
    shard smallint NOT NULL,
    {counts},
    PRIMARY KEY (link_id, grain, period, shard) {include_counts}
) {clustered};
CREATE TABLE user_click_counts (
    user_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    period {integer} NOT NULL,
    grain smallint NOT NULL,
    shard smallint NOT NULL,
    {counts},
    PRIMARY KEY (user_id, grain, period, shard) {include_counts}
) {clustered};

-- The same by value, one column a dimension, each in a form that the program reads.
CREATE TABLE link_click_breakdowns (
    link_id {integer} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    period {integer} NOT NULL,
    grain smallint NOT NULL,
    shard smallint NOT NULL,
    {values},
    PRIMARY KEY (link_id, grain, period, shard)
) {clustered};
CREATE TABLE user_click_breakdowns (
    user_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    period {integer} NOT NULL,
    grain smallint NOT NULL,
    shard smallint NOT NULL,
    {values},
    PRIMARY KEY (user_id, grain, period, shard)
) {clustered};

-- Counts of past days. A block is 64 days, counted since 1970-01-01: series of its days, and of the quarters of the four parts of
-- each day, in UTC. Long rows are read from the front: zones east of Greenwich need the evening, those west of it the morning.
CREATE TABLE link_count_packs (
    link_id {integer} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    block {integer} NOT NULL,
    {series},
    PRIMARY KEY (link_id, block)
) {clustered};
CREATE TABLE user_count_packs (
    user_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    block {integer} NOT NULL,
    {series},
    PRIMARY KEY (user_id, block)
) {clustered};

-- Counts by value of past days. With grain 1, period is a block, and there are sums alone; with 0, it is an eighth of a block, and
-- the series are of its quarters of an hour.
CREATE TABLE link_breakdown_packs (
    link_id {integer} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    grain smallint NOT NULL,
    period {integer} NOT NULL,
    {value_series},
    PRIMARY KEY (link_id, grain, period)
) {clustered};
CREATE TABLE user_breakdown_packs (
    user_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    grain smallint NOT NULL,
    period {integer} NOT NULL,
    {value_series},
    PRIMARY KEY (user_id, grain, period)
) {clustered};

-- Whoever counts in a shard locks its row.
CREATE TABLE click_shards (shard smallint NOT NULL PRIMARY KEY) {clustered};
INSERT INTO click_shards (shard) VALUES (0), (1), (2), (3), (4), (5), (6), (7);

-- Clicks one by one, for as long as they are kept. A click names nobody, not even by way of its link: nothing looks clicks up by
-- link, so there is no index for it, and no foreign key, which would need one.
CREATE TABLE clicks (
    at {integer} NOT NULL,
    link_id {integer} NOT NULL,
    visitor {integer},
    -- 0 is a person, 1 a bot, 2 a preview.
    kind smallint NOT NULL,
    referrer text NOT NULL,
    browser text NOT NULL,
    os text NOT NULL,
    device text NOT NULL,
    language text NOT NULL
);

-- For their removal.
CREATE INDEX clicks_at_idx ON clicks (at);

-- Who came to which link on which day (UTC), for a few days. No foreign key, as with clicks.
CREATE TABLE click_visits (
    day {integer} NOT NULL,
    link_id {integer} NOT NULL,
    visitor {integer} NOT NULL,
    PRIMARY KEY (day, link_id, visitor)
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

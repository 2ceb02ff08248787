CREATE TABLE report_schedules (
    id {id},
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    scope {bytewise} NOT NULL CHECK (scope IN ('all', 'collection', 'link')),
    -- The id of the collection or link. No foreign key: a report fails if it no longer exists.
    scope_id {integer},
    frequency {bytewise} NOT NULL CHECK (frequency IN ('daily', 'weekly', 'monthly')),
    -- The hour of the day in the time zone.
    hour {integer} NOT NULL CHECK (hour BETWEEN 0 AND 23),
    -- The name in the IANA database.
    zone text NOT NULL,
    language text NOT NULL,
    include_bots boolean NOT NULL,
    next_at {integer} NOT NULL,
    created_at {integer} NOT NULL
);

-- For an owner's list, page by page, and for the foreign key.
CREATE INDEX report_schedules_owner_idx ON report_schedules (owner_id, id);

-- For due schedules.
CREATE INDEX report_schedules_next_idx ON report_schedules (next_at, id);

CREATE TABLE reports (
    id {id},
    owner_id {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    schedule_id {integer} REFERENCES report_schedules (id) ON DELETE SET NULL,
    scope {bytewise} NOT NULL CHECK (scope IN ('all', 'collection', 'link')),
    scope_id {integer},
    from_at {integer} NOT NULL,
    until_at {integer} NOT NULL,
    zone text NOT NULL,
    language text NOT NULL,
    include_bots boolean NOT NULL,
    -- Equal exactly for equal orders; written by the program.
    order_key {bytewise} NOT NULL,
    state {bytewise} NOT NULL CHECK (state IN ('queued', 'running', 'sent', 'failed')),
    failure text,
    created_at {integer} NOT NULL,
    started_at {integer},
    finished_at {integer},
    CHECK ((state IN ('sent', 'failed')) = (finished_at IS NOT NULL))
);

-- Ensures that equal orders are pending once under concurrent requests.
CREATE UNIQUE INDEX reports_pending_key ON reports (owner_id, order_key) WHERE finished_at IS NULL;

-- For an owner's list, page by page, and for the foreign key.
CREATE INDEX reports_owner_idx ON reports (owner_id, id);

-- For the foreign key.
CREATE INDEX reports_schedule_idx ON reports (schedule_id) WHERE schedule_id IS NOT NULL;

-- For the sweep of finished reports.
CREATE INDEX reports_finished_idx ON reports (finished_at) WHERE finished_at IS NOT NULL;

-- Abuse reports. They go with their link, whose row stays for a while after its deletion.
CREATE TABLE abuse_reports (
    id {id},
    link_id {integer} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    category {bytewise} NOT NULL,
    details text,
    -- The address of the reporter, as typed; not verified.
    reporter text,
    created_at {integer} NOT NULL,
    closed_at {integer},
    outcome {bytewise},
    CHECK ((closed_at IS NULL) = (outcome IS NULL))
);

-- For the open reports of a link, and for the foreign key.
CREATE INDEX abuse_reports_link_idx ON abuse_reports (link_id);

-- For the list of open reports.
CREATE INDEX abuse_reports_open_idx ON abuse_reports (id) WHERE closed_at IS NULL;

-- For the sweep of closed reports.
CREATE INDEX abuse_reports_closed_idx ON abuse_reports (closed_at) WHERE closed_at IS NOT NULL;

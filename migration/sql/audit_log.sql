-- What administrators did. No foreign keys and no addresses: entries outlive users, links and jobs.
CREATE TABLE audit_log (
    id {id},
    created_at {integer} NOT NULL,
    -- The administrator; NULL for the command line.
    actor_id {integer},
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id {integer} NOT NULL,
    details text
);

-- For the sweep of old entries.
CREATE INDEX audit_log_age_idx ON audit_log (created_at);

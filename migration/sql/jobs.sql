CREATE TABLE jobs (
    id {id},
    kind {bytewise} NOT NULL,
    payload text NOT NULL,
    user_id {integer} REFERENCES users (id) ON DELETE CASCADE,
    state {bytewise} NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    attempts {integer} NOT NULL CHECK (attempts >= 0),
    -- The number of claims of this job; only the last one is valid.
    lease {integer} NOT NULL,
    -- When the job is due; of a running job, when its lease ends.
    run_at {integer} NOT NULL,
    -- The value of run_at before the last claim, by which claims are sorted: an update returns only new values.
    due_at {integer},
    created_at {integer} NOT NULL,
    finished_at {integer},
    last_error text,
    -- The trace of what caused the job: a traceparent of W3C Trace Context.
    trace text
);

-- For claiming due jobs.
CREATE INDEX jobs_unfinished_idx ON jobs (run_at, id) WHERE finished_at IS NULL;

-- For the number of failed jobs, and the age of the oldest.
CREATE INDEX jobs_failed_idx ON jobs (created_at, kind) WHERE state = 'failed';

-- For the foreign key.
CREATE INDEX jobs_user_idx ON jobs (user_id);

-- For the sweep of done jobs.
CREATE INDEX jobs_finished_idx ON jobs (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE jobs (
    id {id},
    kind {bytewise} NOT NULL,
    payload text NOT NULL,
    user_id {integer} REFERENCES users (id) ON DELETE CASCADE,
    state {bytewise} NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    attempts {integer} NOT NULL CHECK (attempts >= 0),
    -- Counts the claims of this job; the last one alone holds it.
    lease {integer} NOT NULL,
    -- When it is due; of a running job, when its lease ends, which is when it is due again.
    run_at {integer} NOT NULL,
    -- What run_at was when the job was last claimed: an update returns new values alone, and claims are handed out oldest first.
    due_at {integer},
    created_at {integer} NOT NULL,
    finished_at {integer},
    last_error text
);

-- For claiming what is due.
CREATE INDEX jobs_unfinished_idx ON jobs (run_at, id) WHERE finished_at IS NULL;

-- For the foreign key.
CREATE INDEX jobs_user_idx ON jobs (user_id);

-- For the sweep of done jobs.
CREATE INDEX jobs_finished_idx ON jobs (finished_at) WHERE finished_at IS NOT NULL;

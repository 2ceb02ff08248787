-- How far the targets of links are compared with the list of blocked hosts, in one row at most.
CREATE TABLE target_reviews (
    id {integer} NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Identifies the content of the list.
    version {integer} NOT NULL,
    -- The id of the last link that was compared. No foreign key: the link may be gone.
    until_link {integer} NOT NULL
);

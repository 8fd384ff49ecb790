-- Articles that readers do not get to see, unless another source carries them too.
CREATE TABLE unlisted (
    article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    flood   INTEGER NOT NULL            -- 1: one of too many in a day; 0: older than `first_run`
) STRICT;

-- How asking went, a row for each source and week, for a year.
CREATE TABLE week (
    week     INTEGER NOT NULL,          -- weeks since Monday, 29 December 1969
    source   INTEGER NOT NULL REFERENCES source (key) ON DELETE CASCADE,
    visits   INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    answers  INTEGER NOT NULL,          -- answers whose time was taken,
    waited   INTEGER NOT NULL,          -- all of their milliseconds,
    slowest  INTEGER NOT NULL,          -- and the most of one
    entries  INTEGER NOT NULL,          -- new articles that are dated in this week
    PRIMARY KEY (week, source)
) STRICT, WITHOUT ROWID;
INSERT INTO week
    SELECT (date / 86400000000 + 3) / 7, source, 0, 0, 0, 0, 0, count(*) FROM article
    WHERE date > (SELECT max(first_seen) FROM article) - 53 * 7 * 86400000000
    GROUP BY 1, 2;

-- What a person had to act on, the newest few of each source.
CREATE TABLE problem (
    key    INTEGER PRIMARY KEY,
    source INTEGER REFERENCES source (key) ON DELETE CASCADE,   -- NULL: nothing was published
    reason TEXT NOT NULL,
    text   TEXT NOT NULL,
    began  INTEGER NOT NULL,
    ended  INTEGER                      -- NULL: it lasts
) STRICT;
CREATE INDEX problem_source ON problem (source, began);

-- Stories that a person let go (`prune --stories`): the id and what they are known by stay, for ever.
CREATE TABLE pruned (
    story BLOB PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

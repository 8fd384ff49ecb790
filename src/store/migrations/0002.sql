-- What the text of an article is compared by (dedupe::Fingerprint), as long as it is compared.
CREATE TABLE print (
    article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    at      INTEGER NOT NULL,           -- the effective date
    print   BLOB NOT NULL
) STRICT;
CREATE INDEX print_at ON print (at);

-- By which words an article is found.
CREATE TABLE landmark (
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

-- What two texts are to each other; a < b.
CREATE TABLE verdict (
    a        INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    b        INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    kind     INTEGER NOT NULL,          -- 1 same, 2 series, 3 quote
    rule     INTEGER NOT NULL,
    strength INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_b ON verdict (b);

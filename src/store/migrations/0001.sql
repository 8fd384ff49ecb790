-- Times are microseconds since 1970, UTC. Ids are the 16 bytes of the UUID.

CREATE TABLE source (
    key     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    next_at INTEGER,                    -- NULL: never asked
    address INTEGER,                    -- hash of the configured address that the state is of
    feed    TEXT,                       -- where its feed is; NULL: never read
    state   TEXT NOT NULL               -- SourceState, JSON
) STRICT;
CREATE INDEX source_known ON source (id, address);
CREATE INDEX source_due ON source (next_at, id);

CREATE TABLE story (
    id          BLOB PRIMARY KEY,
    date        INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    published   INTEGER,                -- from then on the id is kept for ever
    merged_into BLOB REFERENCES story (id),
    checksum    INTEGER NOT NULL        -- over id, date and changed
) STRICT, WITHOUT ROWID;
CREATE INDEX story_alias ON story (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX story_unpublished ON story (published) WHERE published IS NULL;

CREATE TABLE article (
    key        INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    source     INTEGER NOT NULL REFERENCES source (key),
    story      BLOB NOT NULL REFERENCES story (id),
    story_date INTEGER NOT NULL,        -- story.date, here for the index
    language   TEXT NOT NULL,           -- empty: unknown
    first_seen INTEGER NOT NULL,
    date       INTEGER NOT NULL,
    published  INTEGER,
    updated    INTEGER,
    guid       TEXT,
    permalink  TEXT,
    canonical  TEXT,
    title      TEXT NOT NULL,
    more       TEXT NOT NULL,           -- the other fields, JSON
    tags       TEXT NOT NULL,           -- ours, JSON; empty: none
    content    INTEGER NOT NULL,        -- Weight: bytes of the markup,
    escapes    INTEGER NOT NULL,        -- more bytes of it where it is escaped,
    summary    INTEGER NOT NULL,        -- bytes of the summary
    from_page  INTEGER NOT NULL,        -- 1: its text was read from its page
    hash       INTEGER NOT NULL,        -- content_hash
    revised    INTEGER,                 -- the last visible change; NULL: none
    edits      INTEGER NOT NULL,        -- visible changes on that day
    checksum   INTEGER NOT NULL         -- over what readers see of this row
) STRICT;
CREATE INDEX article_shelf ON article (source, language, story_date DESC, story);
CREATE INDEX article_story ON article (story);

CREATE TABLE body (
    article   INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    sanitiser INTEGER NOT NULL,         -- version that made the markup
    seen      INTEGER NOT NULL,
    markup    BLOB NOT NULL             -- zstd of: 4 bytes of the article's id, length of the clean
                                        -- markup (4 bytes), the clean markup, the raw markup
) STRICT;
CREATE INDEX body_seen ON body (seen);

-- By which guids and links an article is found. Kept for ever.
CREATE TABLE ident (
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

-- Keys that identify nothing: everybody's (source empty), or one source's.
CREATE TABLE hot (
    hash   INTEGER NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (hash, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE hidden (
    what TEXT PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE published (
    path  TEXT PRIMARY KEY,
    items INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE remark (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

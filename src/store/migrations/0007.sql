-- By which words an article is found: of each those that have it, five bytes of the key each. One
-- row, found by its number, where there was one for each article: nearly all are of one article.
CREATE TABLE mark (
    hash     INTEGER PRIMARY KEY,
    articles BLOB NOT NULL
) STRICT;
INSERT INTO mark
    SELECT hash, unhex(group_concat(printf('%010X', article), '')) FROM landmark GROUP BY hash;
DROP TABLE landmark;

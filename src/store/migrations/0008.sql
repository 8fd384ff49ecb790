-- By which words an article is found: a tree of drawers. What is new lies above what is old; a full
-- drawer is emptied into those below it, each for a part of the hashes, so that a page is written for
-- many words at once. What `mark` has is carried over by drawer::carry_over.
CREATE TABLE drawer (
    place INTEGER PRIMARY KEY,          -- how deep, and for which first bits of a hash
    below INTEGER NOT NULL,             -- 1: there are drawers below it
    slips BLOB NOT NULL                 -- 13 bytes each, sorted: hash, key of the article, 1: gone
) STRICT;

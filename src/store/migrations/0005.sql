-- What of the text every language writes alike (dedupe::Fingerprint::features), four bytes each.
ALTER TABLE print ADD COLUMN features BLOB NOT NULL DEFAULT x'';

-- Stories that tell the same news in two languages, a < b, as they were when both could last be
-- compared.
CREATE TABLE related (
    a BLOB NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    b BLOB NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX related_b ON related (b);

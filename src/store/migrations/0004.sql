-- What a person or a flood takes out of what is published, or gives back, counts as a change of it,
-- whoever writes it: see Store::generation.
CREATE TRIGGER hidden_added AFTER INSERT ON hidden BEGIN
    INSERT INTO remark (name, value) VALUES ('generation', '1')
    ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1;
END;
CREATE TRIGGER hidden_removed AFTER DELETE ON hidden BEGIN
    INSERT INTO remark (name, value) VALUES ('generation', '1')
    ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1;
END;
CREATE TRIGGER unlisted_added AFTER INSERT ON unlisted BEGIN
    INSERT INTO remark (name, value) VALUES ('generation', '1')
    ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1;
END;
CREATE TRIGGER unlisted_removed AFTER DELETE ON unlisted BEGIN
    INSERT INTO remark (name, value) VALUES ('generation', '1')
    ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1;
END;

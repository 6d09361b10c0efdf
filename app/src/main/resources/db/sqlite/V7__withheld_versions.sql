-- Versions that lack what their profile requires are kept, and do not become its head.
ALTER TABLE profile ADD COLUMN required TEXT; -- JSON; NULL: nothing
ALTER TABLE version ADD COLUMN withheld TEXT; -- why; NULL: it became the head

-- The highest number is no longer always the head's, which is never deleted: what was used must be remembered.
ALTER TABLE profile ADD COLUMN last_number INTEGER NOT NULL DEFAULT 0;
UPDATE profile SET last_number = COALESCE((SELECT MAX(number) FROM version WHERE profile = profile.id), 0);

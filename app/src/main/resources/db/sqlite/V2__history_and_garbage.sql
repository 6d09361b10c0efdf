-- Which blobs a version needs, its manifests among them, and what is known of every blob until it is gone.

CREATE TABLE blob (
  key             TEXT PRIMARY KEY,
  organisation    TEXT NOT NULL REFERENCES organisation (id),
  size            BIGINT NOT NULL, -- bytes; 0 where it is not known
  condemned_at    BIGINT,
  deleting        BOOLEAN NOT NULL DEFAULT FALSE,
  -- A pack is under review while versions have stopped needing it more often than was reviewed.
  losses          BIGINT NOT NULL DEFAULT 0,
  losses_reviewed BIGINT NOT NULL DEFAULT 0
);

INSERT INTO blob (key, organisation, size)
SELECT used.key, MIN(p.organisation), 0
FROM (SELECT manifest AS key, profile FROM version
      UNION
      SELECT pack, profile FROM version_pack) used
JOIN profile p ON p.id = used.profile
GROUP BY used.key;

-- SQLite cannot take NOT NULL off a column, so the table is made again.
ALTER TABLE version RENAME TO version_of_v1;
DROP INDEX version_manifest_users;

CREATE TABLE version (
  profile         TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL,
  created_at      BIGINT NOT NULL,
  kind            TEXT NOT NULL, -- SAVED, ROLLED_BACK, FORKED or REPAIRED
  session         TEXT,          -- of a SAVED one
  from_profile    TEXT,          -- of a FORKED one; not a foreign key: it may be deleted
  from_number     INTEGER,       -- of all others but SAVED
  browser_version TEXT NOT NULL,
  manifest        TEXT NOT NULL,
  figures         TEXT NOT NULL, -- JSON
  warnings        TEXT NOT NULL, -- JSON
  PRIMARY KEY (profile, number)
);

INSERT INTO version (profile, number, created_at, kind, session, browser_version, manifest, figures, warnings)
SELECT profile, number, created_at, 'SAVED', session, browser_version, manifest, figures, '[]'
FROM version_of_v1;

-- A profile's versions from first_number to last_number need the blob; NULL: up to the head, and the next ones. One row
-- for a whole run of versions, because a save shares most blobs with the one before it: with a row for each version and
-- blob, a save among 100 packs cost 8 ms and 20 KB. A row that no version is left in is deleted.
CREATE TABLE blob_use (
  profile      TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  blob         TEXT NOT NULL REFERENCES blob (key), -- no ON DELETE: what is needed cannot be forgotten
  first_number INTEGER NOT NULL,
  last_number  INTEGER,
  PRIMARY KEY (profile, blob, first_number)
) WITHOUT ROWID;

INSERT INTO blob_use (profile, blob, first_number, last_number)
SELECT used.profile, used.key, used.number, CASE WHEN used.number = p.head THEN NULL ELSE used.number END
FROM (SELECT profile, number, manifest AS key FROM version_of_v1
      UNION
      SELECT profile, number, pack FROM version_pack) used
JOIN profile p ON p.id = used.profile;

CREATE INDEX blob_users ON blob_use (blob);

DROP TABLE version_pack;
DROP TABLE version_of_v1;

ALTER TABLE profile ADD COLUMN retention TEXT; -- JSON

-- AUTOINCREMENT: whoever has read up to an id must not miss a later event that got it again.
CREATE TABLE event (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation TEXT NOT NULL REFERENCES organisation (id),
  at           BIGINT NOT NULL,
  type         TEXT NOT NULL,
  profile      TEXT, -- not a foreign key: an event outlives its profile
  detail       TEXT NOT NULL -- JSON
);

CREATE INDEX event_order ON event (organisation, id);

-- Times are milliseconds since 1970-01-01T00:00Z.

CREATE TABLE organisation (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

CREATE TABLE keyset (
  name    TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
);

CREATE TABLE profile (
  id           TEXT PRIMARY KEY,
  organisation TEXT NOT NULL REFERENCES organisation (id),
  name         TEXT,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  last_used_at BIGINT,
  head         INTEGER,
  UNIQUE (organisation, name)
);

CREATE INDEX profile_newest ON profile (organisation, created_at);

CREATE TABLE version (
  profile         TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL,
  created_at      BIGINT NOT NULL,
  session         TEXT NOT NULL,
  browser_version TEXT NOT NULL,
  manifest        TEXT NOT NULL,
  figures         TEXT NOT NULL, -- JSON
  PRIMARY KEY (profile, number)
);

CREATE INDEX version_manifest_users ON version (manifest);

-- Which packs a version needs: what no row names is garbage.
CREATE TABLE version_pack (
  profile  TEXT NOT NULL,
  number   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  pack     TEXT NOT NULL,
  PRIMARY KEY (profile, number, position),
  FOREIGN KEY (profile, number) REFERENCES version (profile, number) ON DELETE CASCADE
);

CREATE INDEX version_pack_users ON version_pack (pack);

-- The profile is not a foreign key: a session outlives the profile that it loaded.
CREATE TABLE browser_session (
  id             TEXT PRIMARY KEY,
  organisation   TEXT NOT NULL REFERENCES organisation (id),
  name           TEXT,
  profile        TEXT,
  loaded_version INTEGER,
  save_changes   BOOLEAN NOT NULL,
  settings       TEXT NOT NULL, -- JSON
  timeout_ms     BIGINT NOT NULL,
  state          TEXT NOT NULL,
  active         BOOLEAN NOT NULL,
  created_at     BIGINT NOT NULL,
  process        TEXT,
  ended_at       BIGINT,
  end_reason     TEXT,
  outcome        TEXT -- JSON
);

CREATE UNIQUE INDEX session_active_name ON browser_session (organisation, name) WHERE active;
CREATE INDEX session_newest ON browser_session (organisation, created_at);

CREATE TABLE session_tag (
  session TEXT NOT NULL REFERENCES browser_session (id) ON DELETE CASCADE,
  name    TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (session, name)
);

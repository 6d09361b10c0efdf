-- Which session may save into a profile. The row stays when the lease is given back, so that its token only grows.
CREATE TABLE writer_lease (
  profile TEXT PRIMARY KEY REFERENCES profile (id) ON DELETE CASCADE,
  token   BIGINT NOT NULL, -- fences off whoever had a smaller one
  session TEXT,            -- NULL: nobody's; not a foreign key, because a lease is taken before its session begins
  since   BIGINT
);

CREATE INDEX writer_lease_session ON writer_lease (session);

-- What an earlier server left running may still save: of two such writers the later one.
INSERT INTO writer_lease (profile, token, session, since)
SELECT s.profile, 1, s.id, MAX(s.created_at)
FROM browser_session s JOIN profile p ON p.id = s.profile
WHERE s.active AND s.save_changes
GROUP BY s.profile;

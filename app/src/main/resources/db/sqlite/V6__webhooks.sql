-- Who is told of events by HTTP, and what became of telling them.

CREATE TABLE webhook (
  id              TEXT PRIMARY KEY,
  organisation    TEXT NOT NULL REFERENCES organisation (id),
  url             TEXT NOT NULL,
  events          TEXT NOT NULL, -- JSON; an empty list is for all types
  description     TEXT,
  secret          BLOB NOT NULL, -- sealed with the keys of the organisation
  created_at      BIGINT NOT NULL,
  enabled         BOOLEAN NOT NULL,
  failing_since   BIGINT,
  disabled_reason TEXT
);

CREATE INDEX webhook_newest ON webhook (organisation, created_at);

-- Made in the transaction that adds the event, so that a crash loses neither without the other.
CREATE TABLE webhook_delivery (
  webhook  TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  event    INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  state    TEXT NOT NULL, -- PENDING, DELIVERED or FAILED
  attempts INTEGER NOT NULL,
  next_at  BIGINT, -- of a PENDING one
  last_at  BIGINT,
  status   INTEGER, -- of HTTP
  failure  TEXT,
  PRIMARY KEY (webhook, event)
) WITHOUT ROWID;

CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at) WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_event ON webhook_delivery (event);

-- A keyset that was deleted leaves its name and the time; what is wrapped is empty then.
ALTER TABLE keyset ADD COLUMN deleted_at BIGINT;

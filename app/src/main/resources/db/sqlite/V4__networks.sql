-- Which rules an organisation has for the networks of its browsers, and what became of the network of a session that ended.
ALTER TABLE organisation ADD COLUMN network TEXT; -- JSON
ALTER TABLE browser_session ADD COLUMN network TEXT; -- JSON

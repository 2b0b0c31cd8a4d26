-- How many entries the source's list usually has, once known.
ALTER TABLE source ADD COLUMN usual_entries INTEGER;

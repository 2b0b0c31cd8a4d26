-- When the source publishes, as the scheduler has learned it; the other rooms only carry it.
ALTER TABLE source ADD COLUMN rhythm BLOB;

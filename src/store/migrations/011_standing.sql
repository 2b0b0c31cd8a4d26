-- Sources whose last look succeeded are found apart from the others, so that those with trouble
-- cannot take every place.
DROP INDEX source_due;
CREATE INDEX source_due ON source ((failures > 0 OR looks = 0), next_check)
WHERE configured = 1 AND paused = 0;

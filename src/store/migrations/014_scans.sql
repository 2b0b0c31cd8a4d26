-- What is looked for by these would be sought through whole tables otherwise.
CREATE INDEX related_b ON related (b);
CREATE INDEX delivery_in_flight ON delivery (id) WHERE state = 'in-flight';

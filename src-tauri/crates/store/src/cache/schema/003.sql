-- Whose order number an eSIM carries at its supplier.

ALTER TABLE esims ADD COLUMN noted_desk TEXT; -- code of the desk

-- A headline stands before the fourth one now.
UPDATE esims SET headline = headline + 1 WHERE headline >= 3;

-- What else it is found by: IMSI, IMEI, EID, a space between them.
ALTER TABLE esims ADD COLUMN numbers TEXT;

-- Beside what was sent, "users" gives up its column "locale", which nothing writes: the version before still reads it for the seconds of
-- an update, so it stays for one version.
ALTER TABLE "outbox" ADD COLUMN "letter" jsonb;

-- A profile as version 1 wrote it. Do not edit.
CREATE TABLE queues (
    id TEXT PRIMARY KEY, record TEXT NOT NULL, heard TEXT, cursor TEXT, checkpoint TEXT, cosigned TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE requests (
    queue TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (queue, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE grants (
    queue TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (queue, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
    id TEXT PRIMARY KEY, queue TEXT NOT NULL, open INTEGER NOT NULL, record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_open ON outbox (queue) WHERE open;
CREATE TABLE leaves (
    queue TEXT NOT NULL, number INTEGER NOT NULL, first INTEGER NOT NULL, bytes BLOB NOT NULL,
    openings TEXT NOT NULL, PRIMARY KEY (queue, number)
) STRICT;
CREATE INDEX leaves_by_group ON leaves (queue, first, number);
CREATE TABLE hashes (
    queue TEXT NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (queue, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO queues (id, record) VALUES ('contoso', '{"id":"contoso","name":"Contoso","kind":"remote","me":null,"device":null,"incident":null}');
INSERT INTO leaves VALUES ('contoso', 0, 0, x'0000000000', '{"view":{"salt":"BwcHBwcHBwcHBwcHBwcHBw==","bytes":"c2hvd24="}}');
PRAGMA user_version = 1;

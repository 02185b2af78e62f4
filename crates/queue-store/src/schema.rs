//! The tables, by version. A migration, once shipped, is never edited; a new version is a new entry.

/// Entry n leads from version n to n + 1 (`user_version`).
pub(crate) const TENANT: &[&str] = &[
    "
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL,
    checkpoint TEXT
) STRICT;
INSERT INTO head VALUES (1, 0, NULL);

CREATE TABLE requests (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    due INTEGER,
    rest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_by_state ON requests (state, id);
CREATE INDEX requests_due ON requests (due) WHERE due IS NOT NULL;

CREATE TABLE bodies (
    request TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (request, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    holder TEXT NOT NULL,
    entitlement TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    due INTEGER,
    doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_entitlement ON grants (entitlement, id);
CREATE INDEX grants_by_holder ON grants (holder, entitlement);
CREATE INDEX grants_due ON grants (due) WHERE due IS NOT NULL;

CREATE TABLE answers (
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    hash BLOB PRIMARY KEY,
    subject TEXT NOT NULL,
    person TEXT NOT NULL,
    envelope BLOB NOT NULL,
    personal TEXT NOT NULL,
    proven INTEGER NOT NULL,
    answer BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE leaves (number INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT;
CREATE TABLE hashes (number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
",
    "
CREATE TABLE suspensions (person TEXT PRIMARY KEY, suspended TEXT NOT NULL) STRICT, WITHOUT ROWID;
",
];

/// The same for the directory over all tenants.
pub(crate) const DIRECTORY: &[&str] = &[
    "
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    epoch TEXT NOT NULL,
    log_key TEXT NOT NULL,
    witness_key TEXT NOT NULL
) STRICT;

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash BLOB NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    minted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    enrolled_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_by_person ON devices (person, enrolled_at);

CREATE TABLE invitations (
    hash BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE witnessed (
    origin TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    root BLOB NOT NULL
) STRICT, WITHOUT ROWID;
",
    "
ALTER TABLE devices ADD COLUMN admitted TEXT;
ALTER TABLE devices ADD COLUMN used_at INTEGER;

CREATE TABLE former_keys (
    key TEXT PRIMARY KEY,
    device TEXT NOT NULL,
    until INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_keys_by_device ON former_keys (device, until);

CREATE TABLE waiting (
    key TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_by_person ON waiting (person, asked_at);
",
    "
CREATE TABLE security_keys (
    id BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    last_choice BLOB,
    enrolled_at INTEGER NOT NULL,
    enrolled_by TEXT NOT NULL,
    used_at INTEGER,
    removed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX security_keys_by_person ON security_keys (person, enrolled_at);

CREATE TABLE challenges (
    person TEXT PRIMARY KEY,
    challenge BLOB NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
",
    "
ALTER TABLE devices ADD COLUMN removed_by TEXT;
",
];

/// The same for a witness that runs alone.
pub(crate) const WITNESS: &[&str] = &["
CREATE TABLE identity (one INTEGER PRIMARY KEY CHECK (one = 1), vkey TEXT NOT NULL) STRICT;

CREATE TABLE logs (
    hash BLOB PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE,
    keys TEXT NOT NULL,
    size INTEGER,
    root BLOB,
    note TEXT,
    at INTEGER
) STRICT, WITHOUT ROWID;
"];

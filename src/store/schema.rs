//! The tables of the store, version by version. A store of an older version is brought up in one transaction; a
//! newer one is refused, because what it means is not known here.
//!
//! What a ring is from one night to another stands in intervals of days: `since` the first night for which a row
//! holds, `until` the first for which it no longer does. A night is undone by deleting the rows that begin on it and
//! opening those that end on it, so that the same night run twice leaves the same state.

use rusqlite::Connection;

/// Each item brings the store from the version of its place to the next.
const MIGRATIONS: [&str; 4] = [
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
     CREATE TABLE runs (as_of INTEGER PRIMARY KEY, run_id TEXT NOT NULL, program TEXT NOT NULL,
       records INTEGER NOT NULL, rings INTEGER NOT NULL, outputs TEXT NOT NULL);
     CREATE TABLE rings (ring_id TEXT PRIMARY KEY, born INTEGER NOT NULL) WITHOUT ROWID;
     CREATE TABLE ring_versions (ring_id TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER, state TEXT NOT NULL,
       kind TEXT NOT NULL, score REAL NOT NULL, persons INTEGER NOT NULL, records INTEGER NOT NULL,
       last_date INTEGER, PRIMARY KEY (ring_id, since)) WITHOUT ROWID;
     CREATE TABLE members (ring_id TEXT NOT NULL, record_type TEXT NOT NULL, record_id TEXT NOT NULL,
       person TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
       PRIMARY KEY (ring_id, record_type, record_id, since)) WITHOUT ROWID;
     CREATE INDEX member_records ON members (record_id);
     CREATE TABLE ring_values (ring_id TEXT NOT NULL, kind TEXT NOT NULL, token TEXT NOT NULL,
       since INTEGER NOT NULL, until INTEGER, PRIMARY KEY (ring_id, kind, token, since)) WITHOUT ROWID;
     CREATE INDEX value_tokens ON ring_values (token);
     CREATE TABLE events (as_of INTEGER NOT NULL, ring_id TEXT NOT NULL, kind TEXT NOT NULL, other TEXT NOT NULL,
       records_before INTEGER NOT NULL, records_after INTEGER NOT NULL, sentence_en TEXT NOT NULL,
       sentence_zh TEXT NOT NULL, PRIMARY KEY (ring_id, as_of, kind, other)) WITHOUT ROWID;",
    "CREATE TABLE decisions (number INTEGER PRIMARY KEY, scope TEXT NOT NULL, kind TEXT NOT NULL,
       target TEXT NOT NULL, decision TEXT NOT NULL, author TEXT NOT NULL, decided_at INTEGER NOT NULL,
       reason TEXT NOT NULL, expires_at INTEGER, status TEXT NOT NULL, prevented_loss INTEGER,
       undone INTEGER NOT NULL DEFAULT 0);
     CREATE TABLE audit (number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
       detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);",
    "ALTER TABLE runs ADD COLUMN input_rows INTEGER;
     ALTER TABLE runs ADD COLUMN rejected INTEGER;
     ALTER TABLE runs ADD COLUMN largest INTEGER;
     CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
     CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never removed'); END;",
    // What the cut-off can be tuned by: scores of tonight's candidates and of those that chance made.
    "ALTER TABLE decisions ADD COLUMN other_kind TEXT NOT NULL DEFAULT '';
     ALTER TABLE decisions ADD COLUMN other TEXT NOT NULL DEFAULT '';
     ALTER TABLE runs ADD COLUMN cut_off REAL;
     ALTER TABLE runs ADD COLUMN permutations INTEGER;
     CREATE TABLE candidates (as_of INTEGER NOT NULL, place INTEGER NOT NULL, ring_id TEXT NOT NULL,
       score REAL NOT NULL, persons INTEGER NOT NULL, PRIMARY KEY (as_of, place)) WITHOUT ROWID;
     CREATE TABLE chance (as_of INTEGER NOT NULL, place INTEGER NOT NULL, score REAL NOT NULL,
       PRIMARY KEY (as_of, place)) WITHOUT ROWID;",
];

/// The version that this program writes.
pub const VERSION: u32 = MIGRATIONS.len() as u32;

/// Marks a file as ours (`PRAGMA application_id`): "ring" in ASCII.
const APPLICATION: u32 = 0x7269_6e67;

/// Brings a store to [`VERSION`]. The message says what is wrong and what to do.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), String> {
    let failed = |error: rusqlite::Error| error.to_string();
    let number = |connection: &Connection, name: &str| {
        connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0)).map_err(failed)
    };
    let version = number(connection, "user_version")?;
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).map_err(failed)?;
    if tables > 0 && number(connection, "application_id")? != APPLICATION {
        return Err("this is another program's database; name another file with --store".into());
    }
    if version > VERSION {
        return Err(format!(
            "the store has version {version} and this program knows versions up to {VERSION}; use the newer program"
        ));
    }
    let transaction = connection.transaction().map_err(failed)?;
    for step in MIGRATIONS.iter().skip(version as usize) {
        transaction.execute_batch(step).map_err(failed)?;
    }
    transaction.pragma_update(None, "user_version", VERSION).map_err(failed)?;
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
    transaction.commit().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_store_is_brought_up_and_keeps_its_rows() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.execute("INSERT INTO rings VALUES ('R-1', 5)", []).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION).unwrap();
        migrate(&mut connection).unwrap();
        let born: i32 = connection.query_row("SELECT born FROM rings", [], |row| row.get(0)).unwrap();
        assert_eq!(born, 5);
        connection.prepare("SELECT * FROM decisions").unwrap();
    }

    #[test]
    fn a_newer_store_and_a_foreign_database_are_refused_with_words() {
        let mut newer = Connection::open_in_memory().unwrap();
        migrate(&mut newer).unwrap();
        newer.pragma_update(None, "user_version", VERSION + 1).unwrap();
        assert!(migrate(&mut newer).unwrap_err().contains("newer program"));
        let mut foreign = Connection::open_in_memory().unwrap();
        foreign.execute_batch("CREATE TABLE songs (name TEXT)").unwrap();
        assert!(migrate(&mut foreign).unwrap_err().contains("another program"));
    }
}

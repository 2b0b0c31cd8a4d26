//! Room on the disk that holds the store, watched before it runs out: a full disk takes no alert
//! either.

use std::path::Path;

use jiff::Timestamp;

use super::alert;
use super::desk::Desk;
use crate::deliver::Alert;
use crate::store::notes::{self, Note};
use crate::store::{StoreError, Transaction};

const MIB: u64 = 1 << 20;
/// Below this the operator is told.
const LITTLE: u64 = 512 * MIB;
/// From this on all is well again; above the other, so that nobody is told to and fro.
const ENOUGH: u64 = 768 * MIB;

/// Bytes that a program without privileges may still write beside the store.
pub(super) fn free(store: &Path) -> std::io::Result<u64> {
    let folder = match store.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let found = rustix::fs::statvfs(folder)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Tells once that the disk is nearly full, and once that there is room again.
pub(super) fn judge(
    tx: &Transaction<'_>,
    desk: &Desk,
    (store, free): (&Path, u64),
    now: Timestamp,
) -> Result<(), StoreError> {
    let told = notes::get(tx, Note::DiskLow)?.is_some();
    let (store, left) = (store.display(), free / MIB);
    let alert = if !told && free < LITTLE {
        notes::set(tx, Note::DiskLow, &now.to_string())?;
        tracing::error!(%store, "the disk is nearly full: {left} MiB left");
        Alert {
            title: "The disk that holds the store is nearly full".to_owned(),
            text: format!(
                "{left} MiB are left for {store}. Once it is full nothing more can be stored or \
                 posted. Make room, or stop edwire, move the store to a larger disk and set `[store] \
                 path`; a shorter `[store] keep_text` makes it grow more slowly. You will be told when there is room \
                 again."
            ),
        }
    } else if told && free >= ENOUGH {
        notes::remove(tx, Note::DiskLow)?;
        Alert {
            title: "There is room on the disk again".to_owned(),
            text: format!("{left} MiB are free for {store}."),
        }
    } else {
        return Ok(());
    };
    alert::queue(tx, desk, Some(alert), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_under_a_store_has_a_size() {
        let folder = tempfile::tempdir().unwrap();
        assert!(free(&folder.path().join("edwire.db")).unwrap() > 0);
        assert!(free(Path::new("edwire.db")).unwrap() > 0);
    }
}

//! Keeps a second daemon away from a store.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// Held for as long as the daemon runs; the operating system lets go of it however the process
/// ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error(
        "another edwire is running on {path}; stop it first, or give this one a store of its own",
        path = .0.display()
    )]
    Taken(PathBuf),
    #[error("{path}: {source}", path = .path.display())]
    Io { path: PathBuf, source: std::io::Error },
}

/// Takes the lock that stands beside the store.
pub fn take(store: &Path) -> Result<Lock, LockError> {
    // one store, by whatever name it is reached
    let named = store.canonicalize().unwrap_or_else(|_missing| store.to_owned());
    let mut path = named.into_os_string();
    path.push(".lock");
    let path = PathBuf::from(path);
    let io = |source| LockError::Io { path: path.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(LockError::Taken(store.to_owned())),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

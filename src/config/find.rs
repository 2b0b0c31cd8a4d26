use std::path::{Path, PathBuf};

/// No configuration file where one was looked for.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    #[error("there is no configuration file {path}", path = .0.display())]
    Missing(PathBuf),
}

/// The configuration file: the one asked for, else `config.toml` here, else in the user's and the
/// system's configuration folders. `None` where there is none.
pub fn find(asked: Option<&Path>) -> Result<Option<PathBuf>, FindError> {
    if let Some(path) = asked {
        return if path.exists() {
            Ok(Some(path.to_owned()))
        } else {
            Err(FindError::Missing(path.to_owned()))
        };
    }
    Ok(places().into_iter().find(|path| path.exists()))
}

/// The store where none is configured: in the state folder that systemd gives a service, else beside
/// the configuration.
#[expect(clippy::disallowed_methods, reason = "the place where the environment comes through")]
pub(super) fn default_store() -> PathBuf {
    match std::env::var("STATE_DIRECTORY") {
        Ok(folder) if !folder.is_empty() => PathBuf::from(folder).join("edwire.db"),
        _ => PathBuf::from("edwire.db"),
    }
}

#[expect(clippy::disallowed_methods, reason = "the place where the environment comes through")]
fn places() -> Vec<PathBuf> {
    let mut places = vec![PathBuf::from("config.toml")];
    if let Ok(folder) = std::env::var("XDG_CONFIG_HOME") {
        places.push(PathBuf::from(folder).join("edwire/config.toml"));
    } else if let Ok(home) = std::env::var("HOME") {
        places.push(PathBuf::from(home).join(".config/edwire/config.toml"));
    }
    places.push(PathBuf::from("/etc/edwire/config.toml"));
    places
}

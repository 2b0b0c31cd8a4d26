use std::fmt;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// Where a secret stands; it is looked up only when it is used.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// `"${NAME}"`: an environment variable.
    Env(String),
    /// `"file:/run/secrets/x"`: a file, read without its final line break.
    File(PathBuf),
    /// Written out in the file; allowed, with a warning.
    Plain(String),
}

/// A secret that is not where it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    #[error("the environment variable {0} is not set; set it, e.g. `export {0}=...`")]
    Unset(String),
    #[error("the secret file {path} cannot be read: {why}", path = .path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error("the secret in {0} is empty")]
    Empty(String),
}

impl Secret {
    pub fn parse(text: &str) -> Self {
        if let Some(name) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            return Self::Env(name.to_owned());
        }
        match text.strip_prefix("file:") {
            Some(path) => Self::File(path.into()),
            None => Self::Plain(text.to_owned()),
        }
    }

    /// Looks the secret up.
    #[expect(clippy::disallowed_methods, reason = "the place where secrets come through")]
    pub fn reveal(&self) -> Result<SecretString, SecretError> {
        let (found, place) = match self {
            Self::Env(name) => (
                std::env::var(name).map_err(|_unset| SecretError::Unset(name.clone()))?,
                name.clone(),
            ),
            Self::File(path) => (
                std::fs::read_to_string(path).map_err(|error| SecretError::Unreadable {
                    path: path.clone(),
                    why: error.to_string(),
                })?,
                path.display().to_string(),
            ),
            Self::Plain(text) => (text.clone(), "the configuration".to_owned()),
        };
        let found = found.trim();
        if found.is_empty() {
            return Err(SecretError::Empty(place));
        }
        Ok(SecretString::from(found))
    }
}

/// Never shows the secret itself.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "${{{name}}}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Plain(_) => f.write_str("[secret]"),
        }
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

//! What the TOML reader says of a wrong value, in the operator's words.

/// The text for a value of the wrong kind; other messages stay as they are.
///
/// serde writes them as ``invalid type: integer `5`, expected a boolean``.
pub(super) fn wrong_kind(key: Option<&str>, message: &str) -> String {
    let Some((found, wanted)) = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "))
    else {
        return match (key, message.starts_with("wants ")) {
            (Some(key), true) => format!("`{key}` {message}"),
            _ => message.to_owned(),
        };
    };
    let key = key.map_or_else(|| "this".to_owned(), |key| format!("`{key}`"));
    format!("{key} wants {}, not {}", wanted_kind(wanted), found_value(found))
}

fn wanted_kind(serde: &str) -> &str {
    match serde {
        "a string" | "string" => "text in quotes",
        "a boolean" => "true or false",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number from 0 up",
        "i32" | "i64" => "a whole number",
        "f64" => "a number",
        "a sequence" => "a list like [\"one\", \"two\"]",
        "a map" => "a table of keys",
        table if table.starts_with("struct ") => "a table of keys",
        other => other,
    }
}

fn found_value(serde: &str) -> String {
    match serde {
        "sequence" => return "a list".to_owned(),
        "map" => return "a table".to_owned(),
        _ => {}
    }
    if let Some(text) = serde.strip_prefix("string ") {
        return text.to_owned();
    }
    serde.split('`').nth(1).unwrap_or(serde).to_owned()
}

#[cfg(test)]
mod tests {
    use super::wrong_kind;

    #[test]
    fn a_wrong_kind_of_value_is_told_without_types_of_the_program() {
        let cases = [
            (
                "invalid type: string \"many\", expected u16",
                "`n` wants a whole number from 0 to 65535, not \"many\"",
            ),
            ("invalid type: integer `1`, expected a boolean", "`n` wants true or false, not 1"),
            ("invalid type: sequence, expected a string", "`n` wants text in quotes, not a list"),
            ("\"x\" is no duration", "\"x\" is no duration"),
        ];
        for (said, told) in cases {
            assert_eq!(wrong_kind(Some("n"), said), told);
        }
    }
}

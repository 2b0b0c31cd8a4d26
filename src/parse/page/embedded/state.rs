//! The state that JavaScript frameworks leave in a page: as JSON of its own (Next, Nuxt 3, Gatsby,
//! Drupal), as values assigned to variables (Nuxt 2, Vue, Redux), or pushed in pieces (Next's
//! server components).

use serde_json::{Map, Value};

use super::script::{self, MAX_VALUES};
use crate::parse::html::Script;

/// Deepest nesting of what is put together again.
const MAX_DEPTH: usize = 24;

/// Every value that the page's scripts carry.
pub(super) fn of(scripts: &[Script<'_>]) -> Vec<Value> {
    let mut values = Vec::new();
    let mut left = MAX_VALUES;
    let mut pushed = String::new();
    for script in scripts {
        let kind = script.kind.to_ascii_lowercase();
        if kind.contains("ld+json") {
            continue;
        }
        let text = script.text.replace("\r\n", "\n");
        if kind.contains("json") || script.id == "__NEXT_DATA__" {
            values.extend(json(script.id, &text));
        } else if text.contains("__next_f") {
            pieces(&text, &mut pushed);
        } else if kind.is_empty() || kind.contains("javascript") || kind == "module" {
            values.extend(script::assigned(&text, &mut left));
        }
    }
    values.extend(pushed.lines().filter_map(row));
    values
}

fn json(id: &str, text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text.trim()).ok()?;
    if id != "__NUXT_DATA__" {
        return Some(value);
    }
    let Value::Array(flat) = value else { return None };
    let mut left = MAX_VALUES;
    Some(unflatten(&flat, 0, 0, &mut left))
}

/// Nuxt writes every value once, into one array, and refers to it by its place there.
fn unflatten(flat: &[Value], at: usize, depth: usize, left: &mut usize) -> Value {
    let Some(value) = flat.get(at).filter(|_| depth <= MAX_DEPTH && *left > 0) else {
        return Value::Null;
    };
    *left -= 1;
    let mut at_index = |index: &Value| {
        let at = index.as_u64().and_then(|at| usize::try_from(at).ok());
        at.map_or(Value::Null, |at| unflatten(flat, at, depth + 1, left))
    };
    match value {
        Value::Object(object) => {
            let fields = object.iter().map(|(name, index)| (name.clone(), at_index(index)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(array) => match array.as_slice() {
            [Value::String(kind), index, ..] if kind == "Date" => index.clone(),
            [Value::String(_), index, ..] => at_index(index),
            indices => Value::Array(indices.iter().map(at_index).collect()),
        },
        Value::String(text) => {
            *left = left.saturating_sub(text.len() / 16);
            value.clone()
        }
        _ => value.clone(),
    }
}

/// The texts of `self.__next_f.push([1,"…"])`, one after the other.
fn pieces(script: &str, pushed: &mut String) {
    for call in script.split("__next_f.push(").skip(1) {
        let mut stream = serde_json::Deserializer::from_str(call).into_iter::<Value>();
        if let Some(Ok(Value::Array(array))) = stream.next()
            && let Some(Value::String(text)) = array.get(1)
        {
            pushed.push_str(text);
        }
    }
}

/// One row of what Next pushes: `1a:JSON`.
fn row(line: &str) -> Option<Value> {
    let (number, json) = line.split_once(':')?;
    let numbered = number.len() <= 6 && number.bytes().all(|b| b.is_ascii_hexdigit());
    serde_json::from_str(json).ok().filter(|_| numbered)
}

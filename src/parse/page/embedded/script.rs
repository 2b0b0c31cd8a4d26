//! Values that scripts assign, read without running them: JSON, and the literals of JavaScript with
//! the parameters of the one function that wraps them (`(function(a,b){return {…}}("x",1))`).

use std::collections::HashMap;

use serde_json::{Map, Number, Value};

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 48;
/// Values read of one page's scripts.
pub(super) const MAX_VALUES: usize = 200_000;
/// Assignments looked at in one script.
const MAX_ASSIGNED: usize = 16;
/// A shorter script assigns nothing worth reading.
const WORTH: usize = 120;

/// The objects and arrays that a script assigns to variables.
pub(super) fn assigned(script: &str, left: &mut usize) -> Vec<Value> {
    let mut found = Vec::new();
    if script.len() < WORTH {
        return found;
    }
    let mut rest = script;
    let mut tries = 0;
    while let Some((_, after)) = rest.split_once('=') {
        rest = after;
        let start = after.trim_start();
        let opens = ["{", "[", "(function", "(()", "JSON.parse(", "function("];
        if !opens.iter().any(|open| start.starts_with(open)) {
            continue;
        }
        tries += 1;
        if tries > MAX_ASSIGNED || *left == 0 {
            break;
        }
        let mut reader = Reader { rest: start, left, names: HashMap::new() };
        if let Some(value @ (Value::Object(_) | Value::Array(_))) = reader.value(0) {
            rest = reader.rest;
            found.push(value);
        }
    }
    found
}

struct Reader<'a, 'l> {
    rest: &'a str,
    left: &'l mut usize,
    /// The parameters of the wrapping function.
    names: HashMap<&'a str, Value>,
}

impl<'a> Reader<'a, '_> {
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let comment = self.rest.strip_prefix("/*").and_then(|text| text.split_once("*/"));
            match comment {
                Some((_, after)) => self.rest = after,
                None => return,
            }
        }
    }

    fn take(&mut self, what: &str) -> bool {
        self.skip();
        match self.rest.strip_prefix(what) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip();
        if depth > MAX_DEPTH || *self.left == 0 {
            return None;
        }
        *self.left -= 1;
        match self.rest.chars().next()? {
            '{' => self.object(depth),
            '[' => self.array(depth),
            '"' | '\'' | '`' => self.string().map(Value::String),
            '(' if depth == 0 => self.wrapped(),
            'f' if depth == 0 && self.rest.starts_with("function(") => self.wrapped(),
            '-' | '+' | '.' | '0'..='9' => self.number(),
            '!' => {
                self.take("!");
                let value = self.value(depth + 1)?;
                Some(Value::Bool(value.as_i64() == Some(0) || value.as_bool() == Some(false)))
            }
            c if is_name(c) => self.named(depth),
            _ => None,
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.take("{");
        let mut object = Map::new();
        loop {
            if self.take("}") {
                return Some(Value::Object(object));
            }
            let key = match self.rest.chars().next()? {
                '"' | '\'' => self.string()?,
                _ => self.word()?.to_owned(),
            };
            if !self.take(":") {
                return None;
            }
            let value = self.value(depth + 1)?;
            object.insert(key, value);
            if !self.take(",") && !self.rest.starts_with('}') {
                return None;
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.take("[");
        let mut array = Vec::new();
        loop {
            if self.take("]") {
                return Some(Value::Array(array));
            }
            if self.take(",") {
                continue;
            }
            array.push(self.value(depth + 1)?);
            if !self.take(",") && !self.rest.starts_with(']') {
                return None;
            }
        }
    }

    /// A quoted text, its escapes undone.
    fn string(&mut self) -> Option<String> {
        let mut chars = self.rest.chars();
        let quote = chars.next()?;
        let mut text = String::new();
        loop {
            match chars.next()? {
                c if c == quote => break,
                '\\' => match chars.next()? {
                    'n' | 'r' | 't' | 'b' | 'f' | 'v' => text.push(' '),
                    '\n' => {}
                    'x' => text.push(code(&mut chars, 2)?),
                    'u' => text.push(code(&mut chars, 4)?),
                    c => text.push(c),
                },
                c => text.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(text)
    }

    fn number(&mut self) -> Option<Value> {
        let end = self
            .rest
            .find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+' | 'e' | 'E'))
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let whole = digits.parse::<i64>().ok().map(Number::from);
        let number = whole.or_else(|| Number::from_f64(digits.parse().ok()?));
        Some(number.map_or(Value::Null, Value::Number))
    }

    fn word(&mut self) -> Option<&'a str> {
        self.skip();
        let end = self.rest.find(|c: char| !is_name(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    /// A word that stands for a value.
    fn named(&mut self, depth: usize) -> Option<Value> {
        let word = self.word()?;
        match word {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" | "undefined" | "NaN" | "Infinity" => Some(Value::Null),
            "void" | "new" => {
                let value = self.value(depth + 1)?;
                Some(if word == "void" { Value::Null } else { value })
            }
            "JSON" if self.take(".parse(") => {
                let text = self.value(depth + 1)?;
                self.take(")");
                serde_json::from_str(text.as_str()?).ok()
            }
            "Date" | "Array" | "Object" | "Map" | "Set" if self.take("(") => {
                let inside = if self.take(")") { Value::Null } else { self.value(depth + 1)? };
                self.take(")");
                Some(inside)
            }
            word => {
                let value = self.names.get(word).cloned().unwrap_or(Value::Null);
                let size = value.as_str().map_or(0, str::len);
                *self.left = self.left.saturating_sub(size / 16);
                Some(value)
            }
        }
    }

    /// `(function(a,b){…return VALUE}("x",1))`: what the function gives for its arguments.
    fn wrapped(&mut self) -> Option<Value> {
        self.take("(");
        self.take("function");
        self.take("(");
        let (parameters, body) = self.rest.split_once(')')?;
        let (_, returned) = body.split_once("return")?;
        // the arguments stand behind the body, whose end only reading it tells
        self.rest = returned;
        self.value(1)?;
        self.take(";");
        if !self.take("}") {
            return None;
        }
        self.take(")");
        if !self.take("(") {
            return None;
        }
        let mut arguments = Vec::new();
        while !self.take(")") {
            arguments.push(self.value(1)?);
            self.take(",");
        }
        let after = self.rest;
        let names = parameters.split(',').map(str::trim).zip(arguments);
        self.names = names.filter(|(_, value)| !value.is_object() && !value.is_array()).collect();
        self.rest = returned;
        let value = self.value(1);
        self.rest = after;
        value
    }
}

fn code(chars: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let hex: String = chars.by_ref().take(digits).collect();
    let code = u32::from_str_radix(&hex, 16).ok()?;
    // half of a pair says nothing alone
    Some(char::from_u32(code).unwrap_or('\u{fffd}'))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(script: &str) -> Vec<Value> {
        let mut left = MAX_VALUES;
        assigned(&format!("{script}{}", " ".repeat(WORTH)), &mut left)
    }

    #[test]
    fn literals_are_read_as_javascript_writes_them() {
        assert_eq!(
            read(
                r"window.__STATE__ = {a:'it\'s',b:[1,,-2.5,!0,!1,void 0],'c d':new Date('2026-01-02'),};"
            ),
            [json!({"a": "it's", "b": [1, -2.5, true, false, null], "c d": "2026-01-02"})]
        );
        assert_eq!(read(r#"x=JSON.parse("{\"a\":\"\u4e2d\"}")"#), [json!({"a": "中"})]);
    }

    #[test]
    fn parameters_of_the_wrapping_function_are_filled_in() {
        assert_eq!(
            read(
                r#"window.__NUXT__=(function(a,b){return {data:[{title:a,on:b}]}}("News",true));"#
            ),
            [json!({"data": [{"title": "News", "on": true}]})]
        );
    }

    #[test]
    fn what_is_no_literal_is_passed_over() {
        assert!(read("var f = function(){ alert(1) }; if (a == [b] && c) {}").len() < 2);
        assert_eq!(read(&"a=[".repeat(50_000)), Vec::<Value>::new());
        assert_eq!(read(&format!("a={}", "[".repeat(50_000))), Vec::<Value>::new());
    }
}

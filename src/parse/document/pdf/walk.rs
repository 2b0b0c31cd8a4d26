//! The walk over a page's drawing operators: which characters are shown where.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::Font;
use super::lines::Run;

/// Forms within forms, as deep as real files go.
const DEEPEST: usize = 8;

/// Operators on one page; drawings beyond that are maps.
const MOST_OPERATORS: usize = 2_000_000;

/// Characters on one page.
const MOST_CHARS: usize = 60_000;

/// `[a b c d e f]` as the PDF reference writes it.
type Matrix = [f64; 6];

const STILL: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `inner`, then `outer`.
fn times(outer: &Matrix, inner: &Matrix) -> Matrix {
    let (o, i) = (outer, inner);
    [
        o[0] * i[0] + o[2] * i[1],
        o[1] * i[0] + o[3] * i[1],
        o[0] * i[2] + o[2] * i[3],
        o[1] * i[2] + o[3] * i[3],
        o[0] * i[4] + o[2] * i[5] + o[4],
        o[1] * i[4] + o[3] * i[5] + o[5],
    ]
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
}

/// The fonts of a document, each read once.
pub(super) type Fonts = HashMap<(u32, i32), Option<Rc<Font>>>;

pub(super) struct Walk<'f> {
    fonts: &'f mut Fonts,
    pub(super) runs: Vec<Run>,
    /// Glyphs whose meaning the file does not tell.
    pub(super) unknown: usize,
    chars: usize,
    operators: usize,
    state: State,
    stack: Vec<State>,
    text: Matrix,
    line: Matrix,
}

impl<'f> Walk<'f> {
    pub(super) fn over(page: &Page<'_>, fonts: &'f mut Fonts) -> Self {
        let state = State {
            ctm: page.initial_transform(false).as_coeffs(),
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
        };
        let mut walk = Self {
            fonts,
            runs: Vec::new(),
            unknown: 0,
            chars: 0,
            operators: 0,
            state,
            stack: Vec::new(),
            text: STILL,
            line: STILL,
        };
        if let Some(content) = page.page_stream() {
            walk.stream(content, page.resources(), 0);
        }
        walk
    }

    fn stream(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) {
        let mut operators = TypedIter::new(content);
        while let Some(op) = operators.next() {
            self.operators += 1;
            if self.operators > MOST_OPERATORS || self.chars > MOST_CHARS {
                return;
            }
            match op {
                Op::XObject(form) => self.form(form.0, resources, depth),
                Op::TextFont(font) => {
                    self.state.font = self.font(font.0, resources);
                    self.state.size = font.1.as_f64();
                }
                other => self.step(&other),
            }
        }
    }

    fn step(&mut self, op: &Op<'_, '_>) {
        match op {
            Op::SaveState(_) if self.stack.len() < 256 => self.stack.push(self.state.clone()),
            Op::RestoreState(_) => {
                if let Some(state) = self.stack.pop() {
                    self.state = state;
                }
            }
            Op::Transform(t) => {
                let told = [t.0, t.1, t.2, t.3, t.4, t.5].map(|number| number.as_f64());
                self.state.ctm = times(&self.state.ctm, &told);
            }
            Op::BeginText(_) => {
                self.text = STILL;
                self.line = STILL;
            }
            Op::SetTextMatrix(t) => {
                self.line = [t.0, t.1, t.2, t.3, t.4, t.5].map(|number| number.as_f64());
                self.text = self.line;
            }
            Op::CharacterSpacing(by) => self.state.char_space = by.0.as_f64(),
            Op::WordSpacing(by) => self.state.word_space = by.0.as_f64(),
            Op::HorizontalScaling(by) => self.state.stretch = by.0.as_f64() / 100.0,
            Op::TextLeading(by) => self.state.leading = by.0.as_f64(),
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::ShowText(shown) => self.show(shown.0),
            Op::NextLineAndShowText(shown) => {
                self.next_line(0.0, -self.state.leading);
                self.show(shown.0);
            }
            Op::ShowTextWithParameters(shown) => {
                self.state.word_space = shown.0.as_f64();
                self.state.char_space = shown.1.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(shown.2);
            }
            Op::ShowTexts(shown) => self.show_all(shown.0),
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times(&self.line, &[1.0, 0.0, 0.0, 1.0, x, y]);
        self.text = self.line;
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Option<Rc<Font>> {
        let dict: Dict<'_> = resources.get_font(name)?;
        let read = |dict: &Dict<'_>| Font::read(dict).map(Rc::new);
        match dict.obj_id() {
            Some(id) => {
                let key = (id.obj_number, id.gen_number);
                self.fonts.entry(key).or_insert_with(|| read(&dict)).clone()
            }
            None => read(&dict),
        }
    }

    fn form(&mut self, name: &Name<'_>, resources: &Resources<'_>, depth: usize) {
        if depth >= DEEPEST {
            return;
        }
        let Some(stream): Option<Stream<'_>> = resources.get_x_object(name) else { return };
        let dict = stream.dict();
        if dict.get::<Name<'_>>("Subtype").as_deref() != Some(b"Form") {
            return;
        }
        let Ok(content) = stream.decoded_data() else { return };
        let kept = (self.state.clone(), self.text, self.line, self.stack.len());
        if let Some(matrix) = dict.get::<Array<'_>>("Matrix") {
            let told: Vec<f64> = matrix.iter::<Number>().map(|n| n.as_f64()).take(6).collect();
            if let Ok(told) = Matrix::try_from(told) {
                self.state.ctm = times(&self.state.ctm, &told);
            }
        }
        match dict.get::<Dict<'_>>("Resources") {
            Some(own) => self.stream(&content, &Resources::new(own), depth + 1),
            None => self.stream(&content, resources, depth + 1),
        }
        self.stack.truncate(kept.3);
        (self.state, self.text, self.line) = (kept.0, kept.1, kept.2);
    }

    fn show_all(&mut self, array: &Array<'_>) {
        for item in array.iter::<Object<'_>>() {
            match item {
                Object::String(text) => self.show(text.as_bytes()),
                Object::Number(back) => {
                    let by = -back.as_f64() / 1000.0 * self.state.size * self.state.stretch;
                    self.text = times(&self.text, &[1.0, 0.0, 0.0, 1.0, by, 0.0]);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let from = times(&self.state.ctm, &self.text);
        let mut shown = String::new();
        let mut advance = 0.0;
        for glyph in font.glyphs(bytes) {
            self.unknown += usize::from(glyph.text.is_empty());
            self.chars += 1;
            shown.push_str(&glyph.text);
            let spaced = if glyph.space { self.state.word_space } else { 0.0 };
            let own = glyph.width / 1000.0 * self.state.size + self.state.char_space + spaced;
            advance += own * self.state.stretch;
        }
        self.text = times(&self.text, &[1.0, 0.0, 0.0, 1.0, advance, 0.0]);
        let to = times(&self.state.ctm, &self.text);
        // what runs upwards is a stamp or a watermark
        let upright = from[1].abs() <= 0.3 * from[0].abs();
        if upright && !shown.is_empty() {
            let size = self.state.size.abs() * from[2].hypot(from[3]);
            self.runs.push(Run { x: from[4], y: from[5], end: to[4], size, text: shown });
        }
    }
}

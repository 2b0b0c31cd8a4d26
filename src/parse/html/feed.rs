//! A page told to html5ever's tree builder, token by token. What readers of words and links never
//! read stays behind: scripts are taken aside, styles, comments and most attributes are left out.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::State;
use html5ever::tokenizer::{
    BufferQueue, Tag as Told, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::attr::Attr;
use super::cap::{Judged, Limits};
use super::nesting::Fate;
use super::sink::{Id, Sink};
use super::tags::{Piece, Tags};
use super::{Page, Script};

/// Reads a page within the limits of [`cap`](super::cap).
pub(super) fn page(markup: &str) -> Page<'_> {
    let mut feeder = Feeder {
        markup,
        shared: StrTendril::from_slice(markup),
        builder: TreeBuilder::new(Sink::new(markup.len()), TreeBuilderOpts::default()),
        scripts: Vec::new(),
        comment: false,
    };
    let mut tags = Tags::new(markup);
    let mut limits = Limits::default();
    while let Some(piece) = tags.next() {
        if limits.are_reached() {
            break;
        }
        let judged = limits.piece(&piece);
        match (piece, judged) {
            (Piece::Text(range), _) => feeder.text(limits.shown(markup, range), State::Data),
            (Piece::Comment, _) => feeder.comment(),
            (Piece::Doctype(range), _) => feeder.doctype(range),
            (_, Some(judged)) => feeder.tag(&judged, &mut tags),
            _ => {}
        }
    }
    feeder.say(Token::EOFToken);
    feeder.builder.end();
    let Feeder { builder, scripts, .. } = feeder;
    Page {
        tree: builder.sink.finish(),
        scripts,
        warnings: limits.warnings(),
        markup: Cow::default(),
    }
}

struct Feeder<'a> {
    markup: &'a str,
    /// The markup again, for tokens that share it.
    shared: StrTendril,
    builder: TreeBuilder<Id, Sink>,
    scripts: Vec<Script<'a>>,
    /// A comment came last: of several in a row one parts texts as well as all.
    comment: bool,
}

impl<'a> Feeder<'a> {
    fn tell(&self, token: Token) -> TokenSinkResult<Id> {
        self.builder.process_token(token, 0)
    }

    /// For tokens that change nothing about how the markup is read.
    fn say(&self, token: Token) {
        drop(self.tell(token));
    }

    fn get(&self, range: &Range<usize>) -> &'a str {
        self.markup.get(range.clone()).unwrap_or_default()
    }

    fn share(&self, range: &Range<usize>) -> StrTendril {
        self.shared.subtendril(range.start as u32, (range.end - range.start) as u32)
    }

    /// Tells a text as the tokenizer would in that state.
    fn text(&mut self, range: Range<usize>, state: State) {
        self.comment = false;
        let text = self.get(&range);
        if memchr::memchr2(b'&', 0, text.as_bytes()).is_none() {
            let shared = if text.contains('\r') { even(text) } else { self.share(&range) };
            self.say(Token::CharacterTokens(shared));
            return;
        }
        if let Some(plain) = decoded(text).filter(|_| state == State::Data) {
            self.say(Token::CharacterTokens(plain));
            return;
        }
        for token in tokens(text, state) {
            if matches!(token, Token::CharacterTokens(_) | Token::NullCharacterToken) {
                self.say(token);
            }
        }
    }

    fn comment(&mut self) {
        if !self.comment {
            self.say(Token::CommentToken(StrTendril::new()));
        }
        self.comment = true;
    }

    fn doctype(&mut self, range: Range<usize>) {
        for token in tokens(self.get(&range), State::Data) {
            self.say(token);
        }
    }

    fn tag(&mut self, judged: &Judged<'_>, tags: &mut Tags<'a>) {
        let Judged { tag, name, fate, .. } = judged;
        if *fate == Fate::Dropped || tag.broken {
            return;
        }
        self.comment = false;
        let told = Told {
            kind: if tag.closing { TagKind::EndTag } else { TagKind::StartTag },
            name: name.clone(),
            self_closing: tag.closed,
            attrs: if tag.closing { Vec::new() } else { self.attributes(name, tags) },
            had_duplicate_attributes: false,
        };
        let script = (*name == local_name!("script")).then(|| self.script(tags));
        match self.tell(Token::TagToken(told)) {
            TokenSinkResult::RawData(kind) => {
                let text = tags.skip_raw(name);
                match *name {
                    local_name!("script") => {
                        let text = self.get(&text);
                        self.scripts.extend(script.map(|script| Script { text, ..script }));
                    }
                    local_name!("style") | local_name!("noscript") => {}
                    _ => self.text(text, State::RawData(kind)),
                }
            }
            TokenSinkResult::Plaintext => {
                let rest = tags.skip_all();
                self.text(rest, State::Plaintext);
            }
            _ => {}
        }
    }

    /// What a script says of itself, its text still to come.
    fn script(&self, tags: &Tags<'a>) -> Script<'a> {
        let named = |name: &str| {
            let mut all = tags.attributes().iter();
            let found = all.find(|one| self.get(&one.name).eq_ignore_ascii_case(name));
            found.map(|one| self.get(&one.value)).unwrap_or_default()
        };
        let kind = html_escape::decode_html_entities(named("type"));
        Script { kind, id: named("id"), text: "" }
    }

    /// The attributes that are read, and those that the builder looks at.
    fn attributes(&self, of: &LocalName, tags: &Tags<'a>) -> Vec<Attribute> {
        let all = is_compared(of);
        let mut told: Vec<Attribute> = Vec::new();
        for attribute in tags.attributes() {
            let name = lower(self.get(&attribute.name));
            if !all && Attr::named(&name).is_none() {
                continue;
            }
            let name = LocalName::from(name);
            if told.iter().any(|one| one.name.local == name) {
                continue;
            }
            let value = self.value(&attribute.value);
            told.push(Attribute { name: QualName::new(None, ns!(), name), value });
        }
        told
    }

    fn value(&self, range: &Range<usize>) -> StrTendril {
        let value = self.get(range);
        if memchr::memchr3(b'&', 0, b'\r', value.as_bytes()).is_none() {
            return self.share(range);
        }
        let tag = format!("<a a=\"{}\">", value.replace('"', "&quot;"));
        let attributes = tokens(&tag, State::Data).into_iter().find_map(|token| match token {
            Token::TagToken(tag) => tag.attrs.into_iter().next(),
            _ => None,
        });
        attributes.map(|attribute| attribute.value).unwrap_or_default()
    }
}

/// A text whose references are all of the usual kind.
fn decoded(text: &str) -> Option<StrTendril> {
    let mut parts = text.split('&');
    let mut plain = StrTendril::from_slice(parts.next()?);
    for part in parts {
        let (name, rest) = part.split_once(';')?;
        plain.push_char(USUAL.iter().find_map(|(usual, c)| (*usual == name).then_some(*c))?);
        plain.push_slice(rest);
    }
    (!text.contains(['\0', '\r'])).then_some(plain)
}

/// References that pages are full of.
const USUAL: [(&str, char); 20] = [
    ("nbsp", '\u{a0}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("#39", '\''),
    ("#160", '\u{a0}'),
    ("#8217", '’'),
    ("#8211", '–'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("middot", '·'),
    ("copy", '©'),
    ("laquo", '«'),
    ("raquo", '»'),
];

/// With one kind of line end.
fn even(text: &str) -> StrTendril {
    StrTendril::from(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Elements of which all attributes matter to how the tree is built: open formatting elements are
/// compared by them, and some lead out of drawings and formulas.
fn is_compared(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("annotation-xml")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// What html5ever's own tokenizer makes of a short stretch of markup.
fn tokens(markup: &str, state: State) -> Vec<Token> {
    let options = TokenizerOpts { initial_state: Some(state), ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Kept::default(), options);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(markup));
    drop(tokenizer.feed(&input));
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[derive(Default)]
struct Kept(RefCell<Vec<Token>>);

impl TokenSink for Kept {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if !matches!(token, Token::ParseError(_) | Token::EOFToken) {
            self.0.borrow_mut().push(token);
        }
        TokenSinkResult::Continue
    }
}

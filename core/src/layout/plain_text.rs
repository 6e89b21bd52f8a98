//! Plain text to paragraphs and simple lists: see `ingest/plain.py`.

use std::iter::from_fn;
use std::ops::Range;
use std::sync::OnceLock;

use super::threads::each;

/// Lines of fewer characters say nothing of a width; longer ones no program broke.
const NARROWEST: usize = 40;
const WIDEST: usize = 100;
/// Lines that may stand before a list in one group with it.
const LONGEST_INTRODUCTION: usize = 12;
const BULLETS: &str = "-*•–·▪";
/// Bytes of text that are worth a thread.
const LEAST: usize = 1 << 16;
/// What a keyboard writes for a bullet; a dash is a marker of its own.
const STARS: &str = "*·▪";

/// An item of a list: its marker, a blank, and its text, one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// All of it, as bytes of [`PlainText::text`].
    pub whole: Range<usize>,
    /// Where its own text begins.
    pub start: usize,
}

/// What a text is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, as bytes of [`PlainText::text`].
    Paragraph(Range<usize>),
    /// Some of [`PlainText::items`].
    List(Range<usize>),
    /// The beginning of the print page with this number.
    PageMark(usize),
}

/// The blocks of a text.
#[derive(Debug, Default)]
pub struct PlainText {
    /// The text of all blocks; a line feed is a line break that must stay.
    pub text: String,
    /// The items of all lists.
    pub items: Vec<Item>,
    /// Each block with the number of its line, from 1.
    pub blocks: Vec<(Block, usize)>,
}

/// A line without blanks at its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
}

impl PlainText {
    /// Read a text whose lines end with line feeds and whose pages with form feeds.
    ///
    /// `None` for one with characters of which Python knows better what they are.
    pub fn read(text: &str) -> Option<Self> {
        Self::read_part(text, 1, &Width::of(text))
    }

    /// The same of the bytes of a file in UTF-8, by up to so many threads; blanks, pages and signs of
    /// the end of a file at its end are no part of it.
    ///
    /// `None` also for other encodings, for characters that are no text and other ends of lines.
    pub fn read_file(bytes: &[u8], threads: usize) -> Option<Self> {
        let is_end = |byte: &u8| !b"\x1a\n\x0c ".contains(byte);
        let bytes = &bytes[..bytes.iter().rposition(is_end).map_or(0, |last| last + 1)];
        let text = str::from_utf8(bytes).ok()?;
        if bytes.contains(&b'\0') || bytes.contains(&b'\r') {
            return None;
        }
        let width = Width::of(text);
        let parts = parts_of(text, threads);
        let done = each(parts, |(part, number)| Self::read_part(part, number, &width));
        let mut done = done.into_iter();
        let mut read = done.next()??;
        for part in done {
            read.append(part?);
        }
        Some(read)
    }

    /// Read a text whose first line has a number.
    fn read_part(text: &str, mut number: usize, width: &Width) -> Option<Self> {
        if !beyond_ascii(text).all(is_known) {
            return None;
        }
        let mut read = Self { text: String::with_capacity(text.len()), ..Self::default() };
        let mut lines = Vec::new();
        for (page, page_text) in text.split('\u{c}').enumerate() {
            let before = read.blocks.len();
            let mut place = 0;
            for line in page_text.split('\n').map(Line::of) {
                if line.text.is_empty() {
                    read.add_group(&lines, number + place - lines.len(), width);
                    lines.clear();
                } else {
                    lines.push(line);
                }
                place += 1;
            }
            read.add_group(&lines, number + place - lines.len(), width);
            lines.clear();
            if page > 0 && read.blocks.len() > before {
                read.blocks.insert(before, (Block::PageMark(page + 1), number));
            }
            number += place - 1;
        }
        Some(read)
    }

    /// Put what stands behind this text at its end.
    fn append(&mut self, other: Self) {
        let (bytes, items) = (self.text.len(), self.items.len());
        let moved = |own: Range<usize>, by: usize| own.start + by..own.end + by;
        self.text.push_str(&other.text);
        self.items.extend(
            other
                .items
                .into_iter()
                .map(|one| Item { whole: moved(one.whole, bytes), start: one.start + bytes }),
        );
        self.blocks.extend(other.blocks.into_iter().map(|(block, line)| {
            let block = match block {
                Block::Paragraph(own) => Block::Paragraph(moved(own, bytes)),
                Block::List(own) => Block::List(moved(own, items)),
                Block::PageMark(page) => Block::PageMark(page),
            };
            (block, line)
        }));
    }

    /// Lines between blank lines: an introduction and the list below it, where it has both.
    fn add_group(&mut self, lines: &[Line], number: usize, width: &Width) {
        let Some(first) = lines.first() else { return };
        let begins =
            |place: &usize| marker(lines[*place].text).is_some() && is_list(&lines[*place..]);
        let most = lines.len().min(LONGEST_INTRODUCTION + 2);
        let is_introduced = marker(first.text).is_none();
        let place = if is_introduced { (1..most).find(begins) } else { None };
        let (introduction, list) = lines.split_at(place.unwrap_or(lines.len()));
        self.add_part(introduction, number, width);
        if !list.is_empty() {
            self.add_part(list, number + introduction.len(), width);
        }
    }

    fn add_part(&mut self, lines: &[Line], number: usize, width: &Width) {
        let block = if marker(lines[0].text).is_some() && is_list(lines) {
            self.add_list(lines, width)
        } else {
            Block::Paragraph(self.add_joined(lines, width))
        };
        self.blocks.push((block, number));
    }

    fn add_list(&mut self, lines: &[Line], width: &Width) -> Block {
        let is_bulleted = bullet(lines[0].text).is_some();
        let begins = if is_bulleted { bullet } else { enumerator };
        let before = self.items.len();
        let mut part: Vec<Line> = Vec::new();
        let mut open: Option<&str> = None;
        for line in lines {
            let Some((sign, rest)) = begins(line.text) else {
                part.push(*line);
                continue;
            };
            if let Some(sign) = open.replace(sign) {
                self.add_item(sign, &part, width);
                part.clear();
            }
            part.push(Line::of(rest));
        }
        if let Some(sign) = open {
            self.add_item(sign, &part, width);
        }
        Block::List(before..self.items.len())
    }

    fn add_item(&mut self, sign: &str, lines: &[Line], width: &Width) {
        let first = self.text.len();
        self.text.push_str(if STARS.contains(sign) { "•" } else { sign });
        self.text.push(' ');
        let own = self.add_joined(lines, width);
        self.items.push(Item { whole: first..own.end, start: own.start });
    }

    /// Lines of a paragraph as one text; a break that someone meant is a line feed.
    fn add_joined(&mut self, lines: &[Line], width: &Width) -> Range<usize> {
        let start = self.text.len();
        if let [line] = lines {
            push_joined(line.text, &mut self.text);
            return start..self.text.len();
        }
        let mut own = fill_width(lines.iter().copied());
        if lines.len() < 3 || own < NARROWEST {
            own = own.max(width.get());
        }
        let mut above: Option<&Line> = None;
        for line in lines {
            if let Some(above) = above {
                self.text.push(if above.is_full(line, own) { ' ' } else { '\n' });
            }
            push_joined(line.text, &mut self.text);
            above = Some(line);
        }
        start..self.text.len()
    }
}

/// The width that a whole text is broken at, found out when it is asked for.
struct Width<'a> {
    text: &'a str,
    found: OnceLock<usize>,
}

impl<'a> Width<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, found: OnceLock::new() }
    }

    fn get(&self) -> usize {
        *self.found.get_or_init(|| width_of_text(self.text))
    }
}

/// Parts of a text that blank lines divide, each with the number of its first line; one part where
/// print pages are counted.
fn parts_of(text: &str, threads: usize) -> Vec<(&str, usize)> {
    let count = if text.contains('\u{c}') { 1 } else { threads.min(text.len() / LEAST).max(1) };
    let mut parts = Vec::with_capacity(count);
    let (mut rest, mut number) = (text, 1);
    for left in (2..=count).rev() {
        let from = rest.len() / left;
        let bytes = &rest.as_bytes()[from..];
        let Some(end) = bytes.windows(2).position(|two| two == b"\n\n") else { break };
        let (part, behind) = rest.split_at(from + end);
        parts.push((part, number));
        number += part.bytes().filter(|&byte| byte == b'\n').count() + 2;
        rest = &behind[2..];
    }
    parts.push((rest, number));
    parts
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Self {
        Self { text: text.trim_end_matches(is_blank) }
    }

    /// Whether it is no longer than what a program fills.
    fn may_be_full(&self) -> bool {
        self.text.len() <= 4 * WIDEST && self.text.chars().count() <= WIDEST
    }

    /// Whether a program, not a person, ended the line where it ends.
    fn is_full(&self, below: &Line, width: usize) -> bool {
        if width < NARROWEST || !self.may_be_full() {
            return false;
        }
        let (own, next) = (self.text.trim_matches(is_blank), below.text.trim_matches(is_blank));
        if next.is_empty() || has_columns(own) || has_columns(next) || has_label(next) {
            return false;
        }
        let word = next.split(is_blank).next().unwrap_or_default();
        joined_length(self.text) + 1 + word.chars().count() > width
    }
}

/// What Python's `str.isspace` says of a known character.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Whether what is asked of a character is the same here and in Python, whatever their Unicode.
///
/// Letters of Latin scripts, the signs of ASCII and Latin-1, punctuation, and a few more.
pub fn is_known(character: char) -> bool {
    matches!(character, '\0'..='\u{2bb}' | '\u{2010}'..='\u{205e}' | '€' | '▪')
}

/// `\w` of Python's `re`, for known characters.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The characters that are not of ASCII.
fn beyond_ascii(text: &str) -> impl Iterator<Item = char> {
    let bytes = text.as_bytes();
    let mut place = 0;
    from_fn(move || {
        while bytes.get(place..place + 32).is_some_and(<[u8]>::is_ascii) {
            place += 32;
        }
        place += bytes[place..].iter().position(|one| !one.is_ascii())?;
        let character = text[place..].chars().next()?;
        place += character.len_utf8();
        Some(character)
    })
}

/// Whether a line has one blank, a space, between its words and none before them.
fn is_joined(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    // All of the line is looked at, sixteen bytes at once.
    let is_spaced = |any, (&one, &next): (&u8, &u8)| any | ((one == b' ') & (next == b' '));
    let is_odd = bytes.iter().fold(false, |any, &one| any | (one < b' '));
    let is_wide = bytes.iter().zip(behind).fold(false, is_spaced);
    !is_odd && !is_wide && !text.starts_with(' ') && !beyond_ascii(text).any(is_blank)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_blank).filter(|word| !word.is_empty())
}

fn joined_length(text: &str) -> usize {
    words(text).map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

fn push_joined(text: &str, to: &mut String) {
    if is_joined(text) {
        to.push_str(text);
        return;
    }
    let mut is_first = true;
    for word in words(text) {
        if !std::mem::take(&mut is_first) {
            to.push(' ');
        }
        to.push_str(word);
    }
}

/// The longest line that another one follows, of those that a program may have broken.
fn fill_width<'a>(mut lines: impl Iterator<Item = Line<'a>>) -> usize {
    let Some(mut above) = lines.next() else { return 0 };
    let mut most = 0;
    for line in lines {
        if !line.text.is_empty() && above.may_be_full() {
            most = most.max(joined_length(above.text));
        }
        above = line;
    }
    most
}

/// The same of a whole text, whose lines still have their blanks.
fn width_of_text(text: &str) -> usize {
    let mut most = 0;
    let mut above: Option<&str> = None;
    for line in text.split(['\n', '\u{c}']) {
        let is_shown = || line.chars().any(|one| !is_blank(one));
        if let Some(above) = above
            && !above.is_empty()
            && above.len() <= 4 * WIDEST
            && above.chars().count() <= WIDEST
            && is_shown()
        {
            most = most.max(joined_length(above));
        }
        above = Some(line);
    }
    most
}

fn is_list(lines: &[Line]) -> bool {
    bullet(lines[0].text).is_some()
        || lines.iter().filter(|line| enumerator(line.text).is_some()).nth(1).is_some()
}

fn marker(line: &str) -> Option<(&str, &str)> {
    bullet(line).or_else(|| enumerator(line))
}

/// A bullet and what stands behind it.
fn bullet(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start_matches(is_blank);
    let sign = text.chars().next().filter(|&one| BULLETS.contains(one))?;
    behind(text, sign.len_utf8())
}

/// The number or letter of an item and what stands behind it.
fn enumerator(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start_matches(is_blank);
    let ends = |rest: &str| rest.starts_with(['.', ')']);
    let first = text.chars().next()?;
    if first == '(' {
        let inner = &text[1..];
        let word = inner.find(|one| !is_word(one))?;
        let count = inner[..word].chars().count();
        let is_marker = (1..=3).contains(&count) && inner[word..].starts_with(')');
        return if is_marker { behind(text, word + 2) } else { None };
    }
    if first.is_ascii_alphabetic() {
        return if ends(&text[1..]) { behind(text, 2) } else { None };
    }
    let digits = text.find(|one: char| !one.is_ascii_digit())?;
    if (1..=3).contains(&digits) && ends(&text[digits..]) { behind(text, digits + 1) } else { None }
}

/// A sign of so many bytes and the text behind it, with blanks between them.
fn behind(text: &str, size: usize) -> Option<(&str, &str)> {
    let (sign, rest) = text.split_at(size);
    let own = rest.trim_start_matches([' ', '\t']);
    let is_apart = own.len() < rest.len() && !own.is_empty() && !own.starts_with(is_blank);
    is_apart.then_some((sign, own))
}

/// Whether a line without outer blanks has columns: several spaces, a tab, leader dots.
fn has_columns(line: &str) -> bool {
    if !line.contains("   ") && !line.contains('\t') && !line.contains("....") {
        return line.contains(" . . .");
    }
    line.contains("....") || line.contains(" . . .") || has_gap(line)
}

/// Whether three spaces or more, or one tab, stand between two characters that are no blanks.
fn has_gap(line: &str) -> bool {
    let mut rest = line;
    while let Some(place) = rest.find([' ', '\t']) {
        let gap = &rest[place..];
        let behind_tab = gap.strip_prefix('\t');
        let behind = behind_tab.unwrap_or_else(|| gap.trim_start_matches(' '));
        let is_wide = behind_tab.is_some() || gap.len() - behind.len() >= 3;
        let is_between = rest[..place].chars().next_back().is_some_and(|one| !is_blank(one))
            && behind.chars().next().is_some_and(|one| !is_blank(one));
        if is_wide && is_between {
            return true;
        }
        // A blank before the next gap is seen as one again.
        rest = &rest[place + 1..];
        if !rest.is_empty() && rest.starts_with([' ', '\t']) {
            rest = rest.trim_start_matches([' ', '\t']);
        }
    }
    false
}

/// Whether a line begins with a label, "Prezzo: ".
fn has_label(line: &str) -> bool {
    let mut characters = line.chars();
    let is_first = |one: char| {
        is_word(one) && one != '_' && !one.is_ascii_digit() && !one.is_ascii_lowercase()
    };
    if !characters.next().is_some_and(is_first) {
        return false;
    }
    let rest = characters.as_str();
    let Some(place) = rest.find([':', '.', ',', ';']) else { return false };
    rest[..place].chars().count() <= 30
        && rest[place..].starts_with(':')
        && rest[place + 1..].starts_with(is_blank)
}

//! Plain text to paragraphs and simple lists: see `ingest/plain.py`.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memchr2;

use super::text_lines::{
    Line, NARROWEST, bullet, enumerator, fill_width, is_known, is_list, marker, push_joined, signs,
    split, width_of_text,
};

/// Lines that may stand before a list in one group with it.
const LONGEST_INTRODUCTION: usize = 12;
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

impl PlainText {
    /// Read a text whose lines end with line feeds and whose pages with form feeds.
    ///
    /// `None` for one with characters of which Python knows better what they are.
    pub fn read(text: &str) -> Option<Self> {
        if !signs(text).all(is_known) {
            return None;
        }
        let width = Width::of(text);
        let mut read = Self { text: String::with_capacity(text.len()), ..Self::default() };
        let mut number = 1;
        let mut lines = Vec::new();
        for (page, page_text) in split(text, b'\x0c').enumerate() {
            let before = read.blocks.len();
            let mut place = 0;
            for line in split(page_text, b'\n').map(Line::of) {
                if line.text.is_empty() {
                    read.add_group(&lines, number + place - lines.len(), &width);
                    lines.clear();
                } else {
                    lines.push(line);
                }
                place += 1;
            }
            read.add_group(&lines, number + place - lines.len(), &width);
            lines.clear();
            if page > 0 && read.blocks.len() > before {
                read.blocks.insert(before, (Block::PageMark(page + 1), number));
            }
            number += place - 1;
        }
        Some(read)
    }

    /// The same of the bytes of a file in UTF-8; blanks, pages and signs of the end of a file at its
    /// end are no part of it.
    ///
    /// `None` also for other encodings, for characters that are no text and other ends of lines.
    pub fn read_file(bytes: &[u8]) -> Option<Self> {
        let is_end = |byte: &u8| !b"\x1a\n\x0c ".contains(byte);
        let bytes = &bytes[..bytes.iter().rposition(is_end).map_or(0, |last| last + 1)];
        let text = str::from_utf8(bytes).ok()?;
        if memchr2(b'\0', b'\r', bytes).is_some() {
            return None;
        }
        Self::read(text)
    }

    /// Lines between blank lines: an introduction and the list below it, where it has both.
    fn add_group(&mut self, lines: &[Line], number: usize, width: &Width) {
        if lines.len() < 2 {
            return lines.iter().for_each(|line| self.add_part(&[*line], number, width));
        }
        let begins =
            |place: &usize| marker(lines[*place].text).is_some() && is_list(&lines[*place..]);
        let most = lines.len().min(LONGEST_INTRODUCTION + 2);
        let is_introduced = marker(lines[0].text).is_none();
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

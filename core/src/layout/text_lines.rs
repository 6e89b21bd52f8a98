//! Lines of plain text: what they are and how they are joined. See `ingest/plain.py`.

use std::iter::{from_fn, once};

use memchr::memchr_iter;

/// Lines of fewer characters say nothing of a width; longer ones no program broke.
pub(super) const NARROWEST: usize = 40;
const WIDEST: usize = 100;

/// A line without blanks at its end.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let is_ended = text.as_bytes().last().is_some_and(u8::is_ascii_graphic);
        Self { text: if is_ended { text } else { text.trim_end_matches(is_blank) } }
    }

    /// Whether it is no longer than what a program fills.
    pub(super) fn may_be_full(&self) -> bool {
        self.text.len() <= 4 * WIDEST && self.text.chars().count() <= WIDEST
    }

    /// Whether a program, not a person, ended the line where it ends.
    pub(super) fn is_full(&self, below: &Line, width: usize) -> bool {
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

/// A text without the bytes at which it is divided, which are signs of ASCII.
pub(super) fn split(text: &str, sign: u8) -> impl Iterator<Item = &str> {
    let mut start = 0;
    memchr_iter(sign, text.as_bytes()).chain(once(text.len())).map(move |end| {
        let own = &text[start..end];
        start = end + 1;
        own
    })
}

/// What Python's `str.isspace` says of a known character.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Whether what is asked of a character is the same here and in Python, whatever their Unicode.
///
/// Letters of Latin scripts, the signs of ASCII and Latin-1, punctuation, and a few more.
pub fn is_known(character: char) -> bool {
    matches!(character, '\0'..='\u{2bb}' | '\u{2010}'..='\u{205e}' | '€' | '▪')
}

/// `\w` of Python's `re`, for known characters.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The characters beyond ASCII that may be something else than letters of U+00C0 to U+027F, `×` or
/// `÷`, which are all known and no blanks.
pub(super) fn signs(text: &str) -> impl Iterator<Item = char> {
    let is_sign = |&byte: &u8| (byte == 0xC2) | (byte > 0xC9);
    let bytes = text.as_bytes();
    let mut place = 0;
    from_fn(move || {
        // All of them are looked at, sixteen bytes at once.
        let has_none = |some: &[u8]| !some.iter().fold(false, |any, byte| any | is_sign(byte));
        while bytes.get(place..place + 64).is_some_and(has_none) {
            place += 64;
        }
        place += bytes[place..].iter().position(is_sign)?;
        let character = text[place..].chars().next()?;
        place += character.len_utf8();
        Some(character)
    })
}

/// Whether a line has one blank, a space, between its words and none around them.
pub(super) fn is_joined(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    let is_apart = |one: u8, next: u8| (one < b' ') | ((one == b' ') & (next == b' '));
    // Known blanks beyond ASCII begin with one of these.
    let may_be_blank = |one: u8| (one == 0xC2) | (one == 0xE2);
    // All of the line is looked at, sixteen bytes at once.
    let (is_odd, has_signs) =
        bytes.iter().zip(behind).fold((false, false), |(is_odd, has_signs), (&one, &next)| {
            (is_odd | is_apart(one, next), has_signs | may_be_blank(one))
        });
    let is_blank_at_end = bytes.last().is_some_and(|&last| last <= b' ') || text.starts_with(' ');
    !is_odd && !is_blank_at_end && (!has_signs || !signs(text).any(is_blank))
}

pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_blank).filter(|word| !word.is_empty())
}

pub(super) fn joined_length(text: &str) -> usize {
    if is_joined(text) {
        return text.chars().count();
    }
    words(text).map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

pub(super) fn push_joined(text: &str, to: &mut String) {
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
pub(super) fn fill_width<'a>(mut lines: impl Iterator<Item = Line<'a>>) -> usize {
    let Some(mut above) = lines.next() else { return 0 };
    let mut most = 0;
    for line in lines {
        // A line of fewer bytes is not asked for its characters.
        if !line.text.is_empty() && above.text.len() > most && above.may_be_full() {
            most = most.max(joined_length(above.text));
        }
        above = line;
    }
    most
}

/// The same of a whole text, whose lines still have their blanks.
pub(super) fn width_of_text(text: &str) -> usize {
    let mut most = 0;
    let mut above: Option<&str> = None;
    for line in split(text, b'\n').flat_map(|line| split(line, b'\x0c')) {
        let is_shown = || line.chars().any(|one| !is_blank(one));
        if let Some(above) = above
            && above.len() > most
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

pub(super) fn is_list(lines: &[Line]) -> bool {
    bullet(lines[0].text).is_some()
        || lines.iter().filter(|line| enumerator(line.text).is_some()).nth(1).is_some()
}

pub(super) fn marker(line: &str) -> Option<(&str, &str)> {
    bullet(line).or_else(|| enumerator(line))
}

/// A line from its first character on that is no blank.
fn shown(line: &str) -> &str {
    let begins = line.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    if begins { line } else { line.trim_start_matches(is_blank) }
}

/// A bullet and what stands behind it.
pub(super) fn bullet(line: &str) -> Option<(&str, &str)> {
    let text = shown(line);
    let is_bullet = |&one: &char| matches!(one, '-' | '*' | '•' | '–' | '·' | '▪');
    let sign = text.chars().next().filter(is_bullet)?;
    behind(text, sign.len_utf8())
}

/// The number or letter of an item and what stands behind it.
pub(super) fn enumerator(line: &str) -> Option<(&str, &str)> {
    let text = shown(line);
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
pub(super) fn behind(text: &str, size: usize) -> Option<(&str, &str)> {
    let (sign, rest) = text.split_at(size);
    let own = rest.trim_start_matches([' ', '\t']);
    let is_apart = own.len() < rest.len() && !own.is_empty() && !own.starts_with(is_blank);
    is_apart.then_some((sign, own))
}

/// Whether a line without outer blanks has columns: several spaces, a tab, leader dots.
pub(super) fn has_columns(line: &str) -> bool {
    let is_wide = |(&one, &next): (&u8, &u8)| {
        (one == b'\t') | ((next == b' ') | (next == b'.')) & ((one == b' ') | (one == next))
    };
    let pairs = line.as_bytes().iter().zip(line.as_bytes().get(1..).unwrap_or_default());
    if !pairs.fold(false, |any, two| any | is_wide(two)) {
        return false; // no tab, and no space or dot behind a space or its like, as in most lines
    }
    if !line.contains("   ") && !line.contains('\t') && !line.contains("....") {
        return line.contains(" . . .");
    }
    line.contains("....") || line.contains(" . . .") || has_gap(line)
}

/// Whether three spaces or more, or one tab, stand between two characters that are no blanks.
pub(super) fn has_gap(line: &str) -> bool {
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
pub(super) fn has_label(line: &str) -> bool {
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

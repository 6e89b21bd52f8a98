//! Tables and texts from the fuzzer's bytes: few characters and many rules, so that rules meet.
#![forbid(unsafe_code)]

pub mod many_texts;
pub mod reading;

use arbitrary::{Result, Unstructured};
use brailledesk_core::{
    Beside, Context, Correct, Definition, Emphasis, Indicator, MidNum, Output, Pattern, Rules,
    StringRule, Test,
};

/// What a table defines: blanks, a control, letters, digits, marks, and characters of two to four
/// bytes, of which the last two stand for what only corrections write.
pub(crate) const ALPHABET: [char; 24] = [
    ' ', '\n', '\u{1}', 'a', 'b', 'c', 'd', 'e', 'A', 'B', '1', '2', '0', '.', ',', '\'', '(', 'è',
    'ß', '€', '’', '𝄞', '\u{E000}', '\u{E001}',
];
/// Characters that no table defines.
const STRANGE: [char; 4] = ['\0', 'ÿ', '日', '\u{10FFFF}'];

/// Rules that mostly compile.
///
/// With `is_sound` all numbers of sets and swaps exist, and patterns have the form that a parser
/// would insist on; without it anything goes that the types allow.
pub fn rules(u: &mut Unstructured, is_sound: bool) -> Result<Rules> {
    let mut drawn = Drawn { sets: 0, swaps: 0, is_sound };
    let mut sets = vec![Some("abcde".into()), Some(" \n".into()), Some("12".into()), None];
    sets.extend(many(u, 4, |u| Ok(u.ratio(9, 10)?.then_some(string(u, 0, 5)?)))?);
    let swaps = many(u, 3, |u| Ok((string(u, 0, 5)?, string(u, 0, 5)?)))?;
    (drawn.sets, drawn.swaps) = (sets.len(), swaps.len());
    let is_quiet = u.ratio(1, 3)?;
    Ok(Rules {
        definitions: definitions(u, is_quiet)?,
        strings: many(u, 10, |u| drawn.string_rule(u))?,
        midnums: many(u, 2, |u| {
            Ok(MidNum { character: character(u)?, cells: cells(u)?, rule: u.arbitrary()? })
        })?,
        contexts: many(u, 8, |u| {
            Ok(Context { pattern: drawn.pattern(u)?, cells: cells(u)?, rule: u.arbitrary()? })
        })?,
        corrects: many(u, 6, |u| drawn.correct(u))?,
        numsign: u.ratio(2, 3)?.then(|| indicator(u)).transpose()?,
        emphasis: many(u, 3, |u| {
            Ok(Emphasis {
                bit: 1 << u.int_in_range(0..=3)?,
                begin: indicator(u)?,
                end: indicator(u)?,
            })
        })?,
        sets,
        swaps,
        ..Rules::default()
    })
}

/// A text of the table's characters; with `has_strangers` a few others too.
pub fn text(u: &mut Unstructured, most: usize, has_strangers: bool) -> Result<String> {
    let mut text = String::new();
    let pieces = u.int_in_range(0..=most)?;
    for _ in 0..pieces {
        match u.int_in_range(0..=23)? {
            0 if has_strangers => text.push(*u.choose(&STRANGE)?),
            0..=5 => text.push(' '),
            6 => {
                let (one, times) = (character(u)?, u.int_in_range(1..=40)?);
                text.extend(std::iter::repeat_n(one, times));
            }
            7 => text.push_str(&string(u, 1, 6)?.repeat(u.int_in_range(1..=6)?)),
            _ => text.push(character(u)?),
        }
    }
    Ok(text)
}

/// Whether no character of a text has to be prepared.
pub fn is_plain(rules: &Rules, text: &str) -> bool {
    let definition = |c| rules.definitions.iter().rfind(|one| one.character == c);
    text.chars().all(|c| definition(c).is_some_and(|one| one.is_plain))
}

/// Panics where a result contradicts itself: maps must never fall, and stay within each other.
pub fn check(output: &Output, length: usize) {
    let Output { cells, cell_to_char, char_to_cell, steps, .. } = output;
    assert_eq!((cell_to_char.len(), char_to_cell.len()), (cells.len(), length));
    assert!(cell_to_char.is_sorted() && char_to_cell.is_sorted());
    assert!(cell_to_char.last().is_none_or(|&place| (place as usize) < length));
    assert!(char_to_cell.last().is_none_or(|&place| (place as usize) < cells.len().max(1)));
    let mut cell = 0;
    for step in steps.iter().flatten().filter(|step| step.cell_end > 0) {
        assert!(step.start <= step.end && step.end as usize <= length);
        assert_eq!(step.cell_start, cell);
        cell = step.cell_end;
    }
    assert!(steps.is_none() || cell as usize == cells.len());
}

pub(crate) fn character(u: &mut Unstructured) -> Result<char> {
    u.choose(&ALPHABET).copied()
}

/// Characters of the table, at least and at most so many.
pub fn string(u: &mut Unstructured, least: usize, most: usize) -> Result<String> {
    (0..u.int_in_range(least..=most)?).map(|_| character(u)).collect()
}

pub(crate) fn cells(u: &mut Unstructured) -> Result<Vec<u8>> {
    let most = if u.ratio(1, 30)? { 40 } else { 3 };
    (0..u.int_in_range(0..=most)?).map(|_| u.arbitrary()).collect()
}

fn indicator(u: &mut Unstructured) -> Result<Indicator> {
    Ok(Indicator { cells: cells(u)?, rule: u.arbitrary()? })
}

pub(crate) fn many<T>(
    u: &mut Unstructured,
    most: usize,
    mut one: impl FnMut(&mut Unstructured) -> Result<T>,
) -> Result<Vec<T>> {
    (0..u.int_in_range(0..=most)?).map(|_| one(u)).collect()
}

/// Most characters have one cell; where `is_quiet` all small letters of ASCII are defined, so that
/// the table has quiet text.
fn definitions(u: &mut Unstructured, is_quiet: bool) -> Result<Vec<Definition>> {
    let mut all = Vec::new();
    for character in ALPHABET {
        if u.ratio(1, 20)? {
            continue;
        }
        all.push(Definition {
            character,
            is_digit: character.is_ascii_digit() != u.ratio(1, 20)?,
            is_plain: !u.ratio(1, 20)?,
            cells: if u.ratio(4, 5)? { vec![u.arbitrary()?] } else { cells(u)? },
            rule: u.arbitrary()?,
        });
    }
    if is_quiet {
        all.extend(('f'..='z').map(|character| Definition {
            character,
            is_digit: false,
            is_plain: true,
            cells: vec![character as u8],
            rule: character as u32,
        }));
    }
    Ok(all)
}

/// What rules may refer to.
pub(crate) struct Drawn {
    pub sets: usize,
    pub swaps: usize,
    pub is_sound: bool,
}

impl Drawn {
    fn set(&self, u: &mut Unstructured) -> Result<usize> {
        if self.is_sound { u.choose_index(self.sets) } else { u.int_in_range(0..=self.sets) }
    }

    fn beside(&self, u: &mut Unstructured) -> Result<Option<Beside>> {
        let beside = Beside { set: self.set(u)?, is_edge: u.arbitrary()? };
        Ok(u.ratio(1, 3)?.then_some(beside))
    }

    fn string_rule(&self, u: &mut Unstructured) -> Result<StringRule> {
        Ok(StringRule {
            text: string(u, usize::from(self.is_sound), 4)?,
            cells: cells(u)?,
            before: self.beside(u)?,
            after: self.beside(u)?,
            is_always: u.arbitrary()?,
            rule: u.arbitrary()?,
        })
    }

    fn test(&self, u: &mut Unstructured, is_fixed: bool) -> Result<Test> {
        if u.ratio(1, 3)? {
            return Ok(Test::Text(string(u, usize::from(self.is_sound), 3)?));
        }
        let set = self.set(u)?;
        let (least, most) = match u.int_in_range(0..=9)? {
            0..=4 => (1, 1),
            5 => (1, 1_000_000_000),
            6 => (0, u32::MAX),
            7 => (2, 2),
            8 if self.is_sound => (1, u.int_in_range(1..=40)?),
            _ if self.is_sound => (0, 3),
            _ => (u.int_in_range(0..=40)?, u.arbitrary()?),
        };
        let most = if is_fixed && self.is_sound { least } else { most };
        Ok(Test::OneOf(set, least, most))
    }

    pub fn pattern(&self, u: &mut Unstructured) -> Result<Pattern> {
        let mut pattern = Pattern {
            behind: many(u, 2, |u| self.test(u, true))?,
            focus: many(u, 2, |u| self.test(u, false))?,
            ahead: many(u, 2, |u| self.test(u, false))?,
            is_at_start: u.ratio(1, 12)?,
        };
        if self.is_sound && pattern.focus.is_empty() && pattern.ahead.is_empty() {
            pattern.focus.push(self.test(u, false)?);
        }
        Ok(pattern)
    }

    fn correct(&self, u: &mut Unstructured) -> Result<Correct> {
        let swap = if self.is_sound {
            (self.swaps > 0 && u.ratio(1, 2)?).then(|| u.choose_index(self.swaps)).transpose()?
        } else {
            u.ratio(1, 2)?.then(|| u.int_in_range(0..=self.swaps)).transpose()?
        };
        Ok(Correct {
            pattern: self.pattern(u)?,
            text: string(u, 0, 3)?,
            swap,
            rule: u.arbitrary()?,
        })
    }
}

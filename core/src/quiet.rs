//! Text in which nothing happens: characters that are written by their own one cell.
//!
//! Behind most letters no rule begins at another letter. The compiler asks that of all pairs of
//! characters and joins those that answer alike to classes, so that going over such text takes one
//! look at a class and one bit for each character, and both maps are straight lines.

use crate::characters::{EDGE, Id};
use crate::known::Side;
use crate::table::{Roles, Table};

/// Classes of quiet characters, at most.
const MOST_CLASSES: usize = 64;
/// Code points that are looked up at once: ASCII and Latin-1, two bytes in UTF-8 at most.
const CODES: usize = 0x100;
const ASCII: usize = 0x80;

/// By character: whether it may stand behind, and before, another.
type Signature = (Vec<bool>, Vec<bool>);

/// The quiet pairs of a table. Classes are bits.
#[derive(Debug)]
pub(crate) struct Quiet {
    /// By code point: its class; 0 if it is never quiet.
    own: [u64; CODES],
    /// By byte: the class of an ASCII character.
    ascii: [u64; CODES],
    /// By code point: the classes that may follow.
    behind: [u64; CODES],
    cells: [u8; CODES],
    /// The classes that may follow the edge of the text, a blank, a line feed.
    sides: [u64; 3],
}

/// How far quiet text went.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Went {
    pub bytes: usize,
    pub chars: usize,
}

/// A character: its one class, 0 if it is never quiet, those that may follow it, and its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looked {
    pub class: u64,
    pub row: u64,
    pub length: usize,
}

impl Quiet {
    /// The quiet pairs of `table`, where they are worth looking for.
    pub fn of(table: &Table) -> Option<Self> {
        let ids: Vec<(usize, Id)> = (0..CODES)
            .filter_map(|code| Some((code, table.characters.id(char::from_u32(code as u32)?))))
            .filter(|&(_, id)| is_eligible(table, id))
            .collect();
        let all: Vec<Id> = std::iter::once(EDGE).chain(ids.iter().map(|&(_, id)| id)).collect();
        let is_quiet = |before: Id, id: Id| {
            id != EDGE
                && !table.trie.begins_with(before, id)
                && !table.context_patterns.begins_behind(before, id)
                && !table.correct_patterns.begins_behind(before, id)
        };
        let plain: Vec<(usize, Id)> = (0..CODES)
            .filter_map(|code| Some((code, table.characters.id(char::from_u32(code as u32)?))))
            .filter(|&(_, id)| table.roles(id).has(Roles::PLAIN))
            .collect();
        // What stands before may be any character of a text, quiet or not.
        let signature = |id: Id| -> Signature {
            let befores = std::iter::once(EDGE).chain(plain.iter().map(|&(_, before)| before));
            let behind = befores.map(|before| is_quiet(before, id)).collect();
            (behind, all.iter().map(|&other| is_quiet(id, other)).collect())
        };
        let mut kinds: Vec<(Signature, Id)> = Vec::new();
        let mut class_of = |id: Id| {
            let own = signature(id);
            let class = kinds.iter().position(|(kind, _)| *kind == own).unwrap_or(kinds.len());
            if class == kinds.len() {
                kinds.push((own, id));
            }
            class
        };
        let edge = class_of(EDGE);
        let classes: Vec<usize> = ids.iter().map(|&(_, id)| class_of(id)).collect();
        if kinds.len() > MOST_CLASSES {
            return None;
        }
        let row = |id: Id| {
            let followers = kinds.iter().enumerate().filter(|(_, (_, other))| is_quiet(id, *other));
            followers.fold(0, |row, (class, _)| row | 1_u64 << class)
        };
        let rows: Vec<u64> = kinds.iter().map(|&(_, id)| row(id)).collect();
        let mut quiet = Self {
            own: [0; CODES],
            ascii: [0; CODES],
            behind: [0; CODES],
            cells: [0; CODES],
            sides: [rows[edge], 0, 0],
        };
        for (&(code, id), class) in ids.iter().zip(classes) {
            let definition = table.each[usize::from(id)].definition.as_ref()?;
            quiet.own[code] = 1 << class;
            quiet.cells[code] = definition.cells[0];
        }
        plain.iter().for_each(|&(code, id)| quiet.behind[code] = row(id));
        quiet.ascii[..ASCII].copy_from_slice(&quiet.own[..ASCII]);
        quiet.sides[Side::Space as usize] = quiet.behind[usize::from(b' ')];
        quiet.sides[Side::Newline as usize] = quiet.behind[usize::from(b'\n')];
        quiet.is_worth_while().then_some(quiet)
    }

    /// Whether most small letters may follow one another.
    fn is_worth_while(&self) -> bool {
        let letters = || usize::from(b'a')..=usize::from(b'z');
        let count = letters()
            .flat_map(|one| letters().map(move |two| (one, two)))
            .filter(|&(one, two)| self.behind[one] & self.own[two] != 0)
            .count();
        count > 26 * 26 / 2
    }

    /// Classes that may follow a side.
    pub fn row_behind(&self, side: Side) -> u64 {
        self.sides[side as usize]
    }

    /// The one class of a character, as a row; 0 if it is never quiet.
    pub fn row_of(&self, character: char) -> u64 {
        self.own.get(character as usize).copied().unwrap_or(0)
    }

    /// Whether the second character may follow the first one, as far as these two tell.
    pub fn follows(&self, first: char, second: char) -> bool {
        let row = self.behind.get(first as usize).copied().unwrap_or(0);
        row & self.row_of(second) != 0
    }

    /// What stands at a place of the text.
    #[inline]
    pub fn look_at(&self, text: &[u8], place: usize) -> Looked {
        let (code, length) = match text[place] {
            lead @ ..0x80 => (usize::from(lead), 1),
            lead @ 0xC2..=0xC3 => (latin(lead, text[place + 1]), 2),
            lead => return Looked { class: 0, row: 0, length: lead.leading_ones() as usize },
        };
        Looked { class: self.own[code], row: self.behind[code], length }
    }

    /// Write quiet text to `cells`, which has room for a cell for each byte.
    ///
    /// `row` has the classes that may stand first.
    #[inline(never)] // amid the loop around it, this one would have too few registers
    pub fn write(&self, bytes: &[u8], mut row: u64, cells: &mut [u8]) -> Went {
        let mut place = 0;
        // Bytes that are no character of their own.
        let mut more = 0;
        loop {
            let rest = cells[place - more..].iter_mut();
            let noisy = bytes[place..].iter().zip(rest).position(|(&byte, cell)| {
                let code = usize::from(byte);
                if row & self.ascii[code] == 0 {
                    return true;
                }
                *cell = self.cells[code];
                row = self.behind[code];
                false
            });
            let Some(noisy) = noisy else {
                return Went { bytes: bytes.len(), chars: bytes.len() - more };
            };
            place += noisy;
            let went = Went { bytes: place, chars: place - more };
            let [lead, second, ..] = bytes[place..] else { return went };
            let code = latin(lead, second);
            if lead & 0xFE != 0xC2 || row & self.own[code] == 0 {
                return went;
            }
            cells[place - more] = self.cells[code];
            row = self.behind[code];
            place += 2;
            more += 1;
        }
    }
}

/// The code point of U+0080 to U+00FF, of which these are the leads that end in 2 and 3.
#[inline]
fn latin(lead: u8, second: u8) -> usize {
    (usize::from(lead & 3) << 6 | usize::from(second & 0x3F)) & 0xFF
}

fn is_eligible(table: &Table, id: Id) -> bool {
    let character = &table.each[usize::from(id)];
    let is_blank = table.characters.character(id).is_none_or(|c| c <= ' ');
    table.roles(id).has(Roles::PLAIN)
        && !character.is_digit
        && character.definition.as_ref().is_some_and(|sign| sign.cells.len() == 1)
        && !table.trie.has_alone(id)
        && (!is_blank || table.roles(id).has(Roles::DIVIDER))
}

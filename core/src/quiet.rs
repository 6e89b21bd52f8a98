//! Text in which nothing happens: characters that are written by their own one cell.
//!
//! Behind most letters no rule begins at another letter. The compiler asks that of all pairs of
//! characters and joins those that answer alike to classes, so that going over such text takes one
//! look at a class and one bit for each character, and both maps are straight lines.

use crate::characters::{EDGE, Id};
use crate::table::Table;
use crate::words::Side;

/// Classes of quiet characters; the last number is for all that are not.
const LOUD: u8 = 63;
/// Code points that are looked up at once: ASCII and Latin-1, two bytes in UTF-8 at most.
const CODES: usize = 0x100;

#[derive(Clone, Copy, Debug)]
struct Sign {
    class: u8,
    cell: u8,
}

/// By character: whether it may stand before, and behind, another.
type Signature = (Vec<bool>, Vec<bool>);

/// The quiet pairs of a table.
#[derive(Debug)]
pub(crate) struct Quiet {
    /// By class: the classes that may follow.
    rows: [u64; 64],
    /// By code point.
    signs: [Sign; CODES],
    /// The class of the edge of the text, of a blank, of a line feed.
    sides: [u8; 3],
}

/// How far quiet text went: whole units only.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Went {
    pub bytes: usize,
    pub chars: usize,
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
        let signature = |id: Id| -> Signature {
            all.iter().map(|&other| (is_quiet(other, id), is_quiet(id, other))).unzip()
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
        let mut signs = [Sign { class: LOUD, cell: 0 }; CODES];
        let edge = class_of(EDGE);
        for &(code, id) in &ids {
            let class = class_of(id);
            let definition = table.each[usize::from(id)].definition.as_ref()?;
            signs[code] = Sign { class: u8::try_from(class).ok()?, cell: definition.cells[0] };
        }
        if kinds.len() > usize::from(LOUD) {
            return None;
        }
        let mut rows = [0; 64];
        for (class, &(_, id)) in kinds.iter().enumerate() {
            for (other, &(_, behind)) in kinds.iter().enumerate() {
                rows[class] |= u64::from(is_quiet(id, behind)) << other;
            }
        }
        let blank = |character: char| signs[character as usize].class;
        let quiet = Self { rows, signs, sides: [edge as u8, blank(' '), blank('\n')] };
        quiet.is_worth_while().then_some(quiet)
    }

    /// Whether most small letters may follow one another.
    fn is_worth_while(&self) -> bool {
        let class = |byte: u8| self.signs[usize::from(byte)].class;
        let count = (b'a'..=b'z')
            .flat_map(|one| (b'a'..=b'z').map(move |two| (one, two)))
            .filter(|&(one, two)| self.rows[usize::from(class(one))] >> class(two) & 1 != 0)
            .count();
        count > 26 * 26 / 2
    }

    /// Classes that may follow a side.
    pub fn row_behind(&self, side: Side) -> u64 {
        self.rows[usize::from(self.sides[side as usize]) & 63]
    }

    /// The one class of a character, as a row; 0 if it is never quiet.
    pub fn row_of(&self, character: char) -> u64 {
        let sign = self.signs.get(character as usize).filter(|sign| sign.class != LOUD);
        sign.map_or(0, |sign| 1 << sign.class)
    }

    /// Write quiet units to `cells`, which has room for a cell for each byte.
    ///
    /// `row` has the classes that may stand first.
    #[inline]
    pub fn write(&self, bytes: &[u8], mut row: u64, cells: &mut [u8]) -> Went {
        let mut went = Went::default();
        let (mut place, mut chars) = (0, 0);
        let cells = &mut cells[..bytes.len()];
        while place < bytes.len() {
            let byte = bytes[place];
            let mut code = usize::from(byte);
            let mut length = 1;
            if byte >= 0x80 {
                // The leads of U+0080 to U+00FF.
                if byte & 0xFE != 0xC2 {
                    return went;
                }
                code = (code & 3) << 6 | usize::from(bytes[place + 1] & 0x3F);
                length = 2;
            }
            let sign = self.signs[code & 0xFF];
            if row >> (sign.class & 63) & 1 == 0 {
                return went;
            }
            cells[chars] = sign.cell;
            row = self.rows[usize::from(sign.class) & 63];
            place += length;
            chars += 1;
            if byte <= b' ' {
                went = Went { bytes: place, chars };
            }
        }
        Went { bytes: place, chars }
    }
}

fn is_eligible(table: &Table, id: Id) -> bool {
    let character = &table.each[usize::from(id)];
    let is_blank = table.characters.character(id).is_none_or(|c| c <= ' ');
    character.is_plain
        && !character.is_digit
        && character.definition.as_ref().is_some_and(|sign| sign.cells.len() == 1)
        && !table.trie.has_alone(id)
        && (!is_blank || character.is_divider)
}

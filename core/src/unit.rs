//! One unit, a word with the blank behind it, worked out by itself.
//!
//! The law that makes remembering sound is not assumed of a table but observed: the two passes go
//! over the unit in a [`View`] that shows it, the blank before it and the blank behind it, and no
//! more. Where no rule looked beyond, and both passes come to a step exactly at the blank, the same
//! happens wherever this unit stands between such blanks. The blanks are dividers: the compiler made
//! sure that no rule begins at them.

use std::ops::Range;

use crate::known::Side;
use crate::output::map_characters;
use crate::table::{Roles, Table};
use crate::view::View;
use crate::words::{Words, Work, Worked};

/// What came of a unit.
pub(crate) enum Verdict {
    /// It is in `worked`, and holds anywhere.
    Known,
    /// It depends on what is further away.
    Depends,
    /// It holds a character that has to be prepared first.
    NotPlain,
    /// It ends with a blank that is no divider.
    NoDivider,
}

impl Table {
    /// Work out a unit; `unit` ends with a blank unless the text ends with it.
    pub(crate) fn work_out(
        &self,
        unit: &str,
        side: Side,
        is_last: bool,
        words: &mut Words,
    ) -> Verdict {
        let work = &mut words.work;
        let ids = &mut work.ids;
        ids.clear();
        ids.extend(side.character().map(|blank| self.characters.id(blank)));
        let start = ids.len();
        for character in unit.chars() {
            let id = self.characters.id(character);
            if !self.roles(id).has(Roles::PLAIN) {
                return Verdict::NotPlain;
            }
            ids.push(id);
        }
        let blank = (!is_last).then(|| ids[ids.len() - 1]);
        if blank.is_some_and(|id| !self.roles(id).has(Roles::DIVIDER)) {
            return Verdict::NoDivider;
        }
        let stop = ids.len() - usize::from(blank.is_some());

        if !self.go_over(start..stop, (start > 0, blank.is_some()), work) {
            return Verdict::Depends;
        }
        let Work { ids, worked, .. } = work;
        if let Some(id) = blank {
            let definition = self.each[usize::from(id)].definition.as_ref();
            worked.cells.extend_from_slice(&definition.expect("a divider has one").cells);
            worked.wide.0.resize(worked.cells.len(), (stop - start) as u32);
        }
        if worked.map(ids.len() - start) { Verdict::Known } else { Verdict::Depends }
    }

    /// Both passes over some of the characters that `work` has, as if text went on at the open sides;
    /// `false` where that does not show what happens to them. Their cells are in `worked`.
    pub(crate) fn go_over(
        &self,
        span: Range<usize>,
        (is_left_open, is_right_open): (bool, bool),
        work: &mut Work,
    ) -> bool {
        let Work { ids, search, corrected, writer, worked, .. } = work;
        let Range { start, end: stop } = span;
        let view = View::part(ids, is_left_open, is_right_open);
        corrected.clear();
        search.clear();
        corrected.ids.extend_from_slice(&ids[..start]);
        corrected.origins.extend(0..start as u32);
        let mut place = start;
        while place < stop {
            place = self.correct_step(&view, search, place, corrected);
        }
        if place != stop || view.has_crossed() {
            return false;
        }
        let corrected_stop = corrected.ids.len();
        corrected.ids.extend_from_slice(&ids[stop..]);

        let view = View::part(&corrected.ids, is_left_open, is_right_open);
        writer.clear();
        search.clear();
        let end = self.write(&view, search, start, None, writer, |place| place >= corrected_stop);
        if end != Ok(corrected_stop) || view.has_crossed() {
            return false;
        }
        let own = |&place: &u32| corrected.origins[place as usize] - start as u32;
        worked.wide.0.clear();
        worked.wide.0.extend(writer.anchors.iter().map(own));
        worked.cells.clear();
        worked.cells.extend_from_slice(&writer.cells);
        true
    }
}

impl Worked {
    /// Make both maps, of so many characters, from that of cells; `false` where there is none that
    /// holds anywhere.
    pub(crate) fn map(&mut self, chars: usize) -> bool {
        let (cell_to_char, char_to_cell) = &mut self.wide;
        map_characters(cell_to_char, chars, char_to_cell);
        // A first character without a cell would take that of the character before.
        if cell_to_char.first() != Some(&0) || self.cells.len() > 255 {
            return false;
        }
        self.cell_to_char.clear();
        self.cell_to_char.extend(cell_to_char.iter().map(|&place| place as u8));
        self.char_to_cell.clear();
        self.char_to_cell.extend(char_to_cell.iter().map(|&place| place as u8));
        true
    }
}

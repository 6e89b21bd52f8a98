//! Both passes over a unit with some text around it, which is all that is shown to the rules.

use std::ops::Range;

use crate::characters::Id;
use crate::filled::Filled;
use crate::known::Side;
use crate::position::Position;
use crate::repeated::Repeated;
use crate::table::{Fault, Roles, Table};
use crate::view::View;
use crate::words::Work;

/// The piece of text around a unit that is shown to the rules.
pub(crate) struct Window {
    pub start: usize,
    pub end: usize,
}

/// Where a unit is among the characters that are shown to the rules.
pub(crate) struct Shown {
    /// The place of the first character of the window: 1 where a blank stands before it, else 0.
    first: usize,
    /// The place of the unit's first character.
    pub start: usize,
    /// The place behind its last one.
    stop: usize,
    is_left_open: bool,
    is_right_open: bool,
}

/// Characters that are written before they go on; few where short texts are to show what happens.
const BLOCK: usize = if cfg!(fuzzing) { 64 } else { 4096 };

/// A unit in the text that the first pass made.
pub(crate) struct Begun {
    /// The place of its beginning.
    start: usize,
    /// Whether that text ends as the caller's does.
    is_end_shown: bool,
}

impl Begun {
    /// The text that the first pass made, as the second one is shown it.
    fn view<'a>(&self, shown: &Shown, ids: &'a [Id]) -> View<'a> {
        View::part(ids, shown.is_left_open, !self.is_end_shown)
    }
}

impl Table {
    /// Make `ids` the characters of a window around a unit; `None` where one is not plain.
    pub(crate) fn show(
        &self,
        text: &str,
        unit: Range<usize>,
        window: &Window,
        ids: &mut Vec<Id>,
    ) -> Option<Shown> {
        ids.clear();
        ids.reserve(window.end - window.start + 1);
        if window.start > 0 {
            let blank = Side::behind(text.as_bytes()[window.start - 1]).character();
            ids.extend(blank.map(|blank| self.characters.id(blank)));
        }
        let first = ids.len();
        for character in text[window.start..window.end].chars() {
            let id = self.characters.id(character);
            if !self.roles(id).has(Roles::PLAIN) {
                return None;
            }
            ids.push(id);
        }
        let start = first + text[window.start..unit.start].chars().count();
        Some(Shown {
            first,
            start,
            stop: start + text[unit].chars().count(),
            is_left_open: window.start > 0,
            is_right_open: window.end < text.len(),
        })
    }

    /// The first pass, as far as it is certain: `None` where not even the unit's beginning is.
    pub(crate) fn correct_shown(&self, shown: &Shown, work: &mut Work) -> Option<Begun> {
        let Work { ids, search, corrected, boundaries, .. } = work;
        let view = View::part(ids, shown.is_left_open, shown.is_right_open);
        corrected.clear();
        corrected.reserve(ids.len());
        search.clear();
        boundaries.clear();
        corrected.ids.extend_from_slice(&ids[..shown.first]);
        corrected.origins.extend(0..shown.first as u32);
        let mut place = shown.first;
        let mut start = None;
        let mut repeated = Repeated::of(ids);
        while place < ids.len() {
            let so_far = corrected.ids.len();
            if place == shown.start {
                start = Some(so_far);
            }
            if self.roles(ids[place]).has(Roles::DIVIDER) {
                if place + 1 >= shown.stop {
                    boundaries.push((so_far as u32, place as u32));
                }
            } else {
                let limit = if place < shown.start { shown.start } else { ids.len() };
                let next = self.correct_quickly(&mut repeated, place, limit, corrected);
                if next > place {
                    place = next;
                    continue;
                }
            }
            place = self.correct_step(&view, search, place, corrected);
            if view.has_crossed() {
                corrected.ids.truncate(so_far);
                corrected.origins.truncate(so_far);
                break;
            }
        }
        let is_end_shown = !view.has_crossed() && !shown.is_right_open;
        if is_end_shown {
            boundaries.push((corrected.ids.len() as u32, ids.len() as u32));
        }
        Some(Begun { start: start?, is_end_shown })
    }

    /// The second pass over what is before the unit; whether it comes to a step at its beginning.
    pub(crate) fn reach_unit(
        &self,
        shown: &Shown,
        begun: &Begun,
        work: &mut Work,
    ) -> Result<bool, Fault> {
        let Work { search, corrected, writer, .. } = work;
        let view = begun.view(shown, &corrected.ids);
        writer.clear();
        search.clear();
        let until = (begun.start, |place| place >= begun.start);
        match self.write_repeated(&view, search, shown.first, writer, until) {
            // What went wrong where a rule had looked beyond the window need not go wrong in the text.
            _ if view.has_crossed() => Ok(false),
            reached => Ok(reached? == begun.start),
        }
    }

    /// The second pass over the unit, whose first character is the `char`th of the caller's text, to
    /// the first blank that both passes step on: its place, `None` where it is not certain.
    ///
    /// What it writes goes on to `to` in blocks, which stay in the processor's cache.
    pub(crate) fn write_shown<P: Position>(
        &self,
        shown: &Shown,
        begun: &Begun,
        char: u32,
        work: &mut Work,
        to: &mut Filled<P>,
    ) -> Result<Option<usize>, Fault> {
        let Work { search, corrected, writer, boundaries, .. } = work;
        let view = begun.view(shown, &corrected.ids);
        let own = |&place: &u32| corrected.origins[place as usize] - shown.start as u32 + char;
        let boundary_at = |place: usize| {
            boundaries.binary_search_by_key(&(place as u32), |boundary| boundary.0).ok()
        };
        // Most places are before the first one.
        let first = boundaries.first().map_or(usize::MAX, |boundary| boundary.0 as usize);
        let mut place = begun.start;
        loop {
            let block = first.min(place + BLOCK);
            let is_done = |place: usize| {
                place >= block
                    && (place >= first && boundary_at(place).is_some()
                        || place < first && self.is_apart(&view, place))
            };
            writer.clear();
            let next = self.write_repeated(&view, search, place, writer, (block, is_done));
            if view.has_crossed() {
                return Ok(None);
            }
            place = next?;
            to.append(&writer.cells, writer.anchors.iter().map(own));
            if place >= first || place >= view.len() {
                return Ok(boundary_at(place).map(|boundary| boundaries[boundary].1 as usize));
            }
            to.map_to(own(&(place as u32)));
        }
    }

    /// Whether nothing at `place` asks how the character before it was written: a number that goes on
    /// behind a sign asks whether that stood between digits.
    fn is_apart(&self, view: &View, place: usize) -> bool {
        !self.roles(view.at(place)).has(Roles::NUMBER)
            || !self.roles(view.before(place, 1)).has(Roles::MIDNUM)
    }
}

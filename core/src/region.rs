//! A unit that depends on its neighbours, worked out with as many of them as it asks for.

use std::ops::Range;

use crate::characters::Id;
use crate::filled::Filled;
use crate::known::Side;
use crate::plain::Place;
use crate::position::Position;
use crate::reach::{Reach, Region};
use crate::repeated::Repeated;
use crate::table::{Fault, Roles, Table};
use crate::view::View;
use crate::words::{Words, Work};

/// What came of a region.
pub(crate) enum Reached {
    /// It is written, up to this place.
    Written(Place),
    /// It holds a character that has to be prepared first.
    NotPlain,
    /// It is better to go over the whole text place by place.
    Whole,
}

/// How far the way through a text has come.
pub(crate) struct Journey<'a> {
    pub text: &'a str,
    /// Before it no unit's beginning is known to be a step of both passes.
    pub floor: usize,
    /// Bounds the work on all regions.
    budget: usize,
    /// The regions that were written.
    pub reach: Reach,
}

impl<'a> Journey<'a> {
    /// A way through `text`.
    pub fn new(text: &'a str, floor: usize) -> Self {
        Self { text, floor, budget: 8 * text.len() + 4096, reach: Reach::default() }
    }

    /// Note that the unit at `start` is to be written by itself, though it depends on text from `seen` on.
    pub fn note_unit(&mut self, start: usize, seen: usize) {
        debug_assert!(
            start == 0 || self.text.as_bytes()[start - 1] <= b' ',
            "no unit begins there"
        );
        let end = units_ahead(self.text, start, 1);
        self.note(start, end, end, &Window { start: seen, end });
    }

    /// Forget what was noted of units from `start` on.
    pub fn forget_from(&mut self, start: usize) {
        let regions = &mut self.reach.regions;
        let kept = regions.partition_point(|region| (region.start as usize) < start);
        regions.truncate(kept);
    }

    /// Note that a region was written, of which the rules were shown a window.
    fn note(&mut self, start: usize, end: usize, unit_end: usize, window: &Window) {
        // Where the window ends with the text, the rules saw that it does.
        let seen_end = window.end + usize::from(window.end == self.text.len());
        self.reach.regions.push(Region {
            start: start as u32,
            end: end as u32,
            seen_start: window.start as u32,
            seen_end: seen_end as u32,
            is_joined: end != unit_end,
        });
    }
}

/// The piece of text around a unit that is shown to the rules.
struct Window {
    start: usize,
    end: usize,
}

/// Where a unit is among the characters that are shown to the rules.
struct Shown {
    /// The place of the first character of the window: 1 where a blank stands before it, else 0.
    first: usize,
    /// The place of the unit's first character.
    start: usize,
    /// The place behind its last one.
    stop: usize,
    is_left_open: bool,
    is_right_open: bool,
}

/// Characters that are written before they go on; few where short texts are to show what happens.
const BLOCK: usize = if cfg!(fuzzing) { 64 } else { 4096 };

/// A unit in the text that the first pass made.
struct Begun {
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
    /// Write the unit from `from` to `unit_end`, and those behind it that its rules reach into.
    pub(crate) fn write_region<P: Position>(
        &self,
        journey: &mut Journey,
        from: Place,
        unit_end: usize,
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> Result<Reached, Fault> {
        let &mut Journey { text, floor, .. } = journey;
        let mut neighbours = 1;
        loop {
            let window = Window {
                start: units_back(text, from.byte, floor, neighbours),
                end: units_ahead(text, unit_end, neighbours),
            };
            let size = window.end - window.start;
            if journey.budget < size {
                return Ok(Reached::Whole);
            }
            journey.budget -= size;
            match self.try_window(text, (from, unit_end), &window, words, to)? {
                Some(Reached::Written(place)) => {
                    journey.note(from.byte, place.byte, unit_end, &window);
                    return Ok(Reached::Written(place));
                }
                Some(reached) => return Ok(reached),
                None if window.start == floor && window.end == text.len() => {
                    return Ok(Reached::Whole);
                }
                None => neighbours *= 2,
            }
        }
    }

    /// `None` where a rule looked beyond the window.
    fn try_window<P: Position>(
        &self,
        text: &str,
        (from, unit_end): (Place, usize),
        window: &Window,
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> Result<Option<Reached>, Fault> {
        let work = &mut words.work;
        let Some(shown) = self.show(text, from.byte..unit_end, window, &mut work.ids) else {
            return Ok(Some(Reached::NotPlain));
        };
        let Some(begun) = self.correct_shown(&shown, work) else { return Ok(None) };
        if !self.reach_unit(&shown, &begun, work)? {
            return Ok(None);
        }
        let begin = to.before(0);
        let written = self.write_shown(&shown, &begun, from.char, work, to);
        let Ok(Some(stop)) = written else {
            to.go_back(begin);
            return written.map(|_| None);
        };
        let mut chars = (stop - shown.start) as u32;
        if let Some(&blank) = work.ids.get(stop) {
            let definition =
                self.each[usize::from(blank)].definition.as_ref().expect("a divider has one");
            to.append(&definition.cells, definition.cells.iter().map(|_| from.char + chars));
            chars += 1;
        }
        to.map_to(from.char + chars);
        let mut rest = text[from.byte..].chars();
        if let Some(last) = chars.checked_sub(1) {
            rest.nth(last as usize);
        }
        let byte = text.len() - rest.as_str().len();
        Ok(Some(Reached::Written(Place { byte, char: from.char + chars })))
    }

    /// Make `ids` the characters of a window around a unit; `None` where one is not plain.
    fn show(
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
    fn correct_shown(&self, shown: &Shown, work: &mut Work) -> Option<Begun> {
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
    fn reach_unit(&self, shown: &Shown, begun: &Begun, work: &mut Work) -> Result<bool, Fault> {
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
    fn write_shown<P: Position>(
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

/// The beginning of the unit that is `count` units before `from`, not before `floor`.
fn units_back(text: &str, from: usize, floor: usize, count: usize) -> usize {
    let before = &text.as_bytes()[floor..from];
    let mut left = count + 1;
    let found = before.iter().rposition(|&byte| {
        left -= usize::from(byte <= b' ');
        left == 0
    });
    found.map_or(floor, |place| floor + place + 1)
}

/// The end of the unit that is `count` units behind `from`.
fn units_ahead(text: &str, from: usize, count: usize) -> usize {
    let mut left = count;
    let found = text.as_bytes()[from..].iter().position(|&byte| {
        left -= usize::from(byte <= b' ');
        left == 0
    });
    found.map_or(text.len(), |place| from + place + 1)
}

//! A unit that depends on its neighbours, worked out with as many of them as it asks for.

use crate::filled::Filled;
use crate::known::Side;
use crate::plain::Place;
use crate::position::Position;
use crate::reach::{Reach, Region};
use crate::repeated::Repeated;
use crate::table::{Fault, Table};
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
        let Work { ids, search, corrected, writer, boundaries, .. } = &mut words.work;
        let is_left_open = window.start > 0;
        let is_right_open = window.end < text.len();
        ids.clear();
        if is_left_open {
            let blank = Side::behind(text.as_bytes()[window.start - 1]).character();
            ids.extend(blank.map(|blank| self.characters.id(blank)));
        }
        let first = ids.len();
        for character in text[window.start..window.end].chars() {
            let id = self.characters.id(character);
            if !self.each[usize::from(id)].is_plain {
                return Ok(Some(Reached::NotPlain));
            }
            ids.push(id);
        }
        let unit_start = first + text[window.start..from.byte].chars().count();
        let unit_stop = unit_start + text[from.byte..unit_end].chars().count();
        let is_divider = |id: u16| self.each[usize::from(id)].is_divider;

        // The first pass, as far as it is certain.
        let view = View::part(ids, is_left_open, is_right_open);
        corrected.clear();
        search.clear();
        boundaries.clear();
        corrected.ids.extend_from_slice(&ids[..first]);
        corrected.origins.extend(0..first as u32);
        let mut place = first;
        let mut corrected_start = None;
        let mut repeated = Repeated::of(ids);
        while place < ids.len() {
            let so_far = corrected.ids.len();
            if place == unit_start {
                corrected_start = Some(so_far);
            }
            if is_divider(ids[place]) {
                if place + 1 >= unit_stop {
                    boundaries.push((so_far as u32, place as u32));
                }
            } else {
                let limit = if place < unit_start { unit_start } else { ids.len() };
                let next = self.correct_repeated(&mut repeated, place, limit, corrected);
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
        let is_end_shown = !view.has_crossed() && !is_right_open;
        let Some(corrected_start) = corrected_start else { return Ok(None) };
        if is_end_shown {
            boundaries.push((corrected.ids.len() as u32, ids.len() as u32));
        }

        // The second pass: up to the unit, then to the first blank that both passes step on.
        let view = View::part(&corrected.ids, is_left_open, !is_end_shown);
        writer.clear();
        search.clear();
        // What went wrong where a rule had looked beyond the window need not go wrong in the text.
        let is_done = |place| place >= corrected_start;
        let until = (corrected_start, is_done);
        let before = match self.write_repeated(&view, search, first, writer, until) {
            Err(_) if view.has_crossed() => return Ok(None),
            before => before?,
        };
        if before != corrected_start {
            return Ok(None);
        }
        writer.clear();
        let boundary_at = |place: usize| {
            boundaries.binary_search_by_key(&(place as u32), |boundary| boundary.0).ok()
        };
        // Most places are before the first one.
        let first = boundaries.first().map_or(usize::MAX, |boundary| boundary.0 as usize);
        let is_done = |place: usize| place >= first && boundary_at(place).is_some();
        let end = self.write_repeated(&view, search, before, writer, (first, is_done));
        if view.has_crossed() {
            return Ok(None);
        }
        let end = end?;
        let Some(boundary) = boundary_at(end) else { return Ok(None) };
        let stop = boundaries[boundary].1 as usize;

        let own = |place: u32| corrected.origins[place as usize] - unit_start as u32 + from.char;
        to.append(&writer.cells, writer.anchors.iter().map(|&place| own(place)));
        let mut chars = (stop - unit_start) as u32;
        if let Some(&blank) = ids.get(stop) {
            let definition =
                self.each[usize::from(blank)].definition.as_ref().expect("a divider has one");
            to.append(&definition.cells, definition.cells.iter().map(|_| from.char + chars));
            chars += 1;
        }
        to.map_to(from.char + chars);
        let bytes =
            text[from.byte..].chars().take(chars as usize).map(char::len_utf8).sum::<usize>();
        Ok(Some(Reached::Written(Place { byte: from.byte + bytes, char: from.char + chars })))
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

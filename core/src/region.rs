//! A unit that depends on its neighbours, worked out with as many of them as it asks for.

use crate::filled::Filled;
use crate::plain::Place;
use crate::position::Position;
use crate::reach::{Reach, Region};
use crate::shown::Window;
use crate::table::{Fault, Table};
use crate::words::Words;

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

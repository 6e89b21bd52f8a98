//! A long run of one character, in which each step of a pass does what the one before did.
//!
//! As for whole units this is not assumed of a table but observed: a step is made in a [`View`] that
//! shows a few of the character on both sides, and no more. Where no rule looked beyond, the same
//! happens at every place of the run that has as many on both sides.

use crate::characters::Id;
use crate::correct::Corrected;
use crate::forward::Writer;
use crate::pattern::Search;
use crate::table::{Fault, Table};
use crate::view::View;

/// Characters that are shown on each side of a step.
const BESIDE: usize = 8;
/// Every so many places a run is looked for.
const STRIDE: usize = 16;
/// Places for which it is worth while to observe a step.
const LEAST: usize = 32;

/// Finds the runs of a text that a pass goes over once.
pub(crate) struct Repeated<'a> {
    ids: &'a [Id],
    /// Before this place nothing is looked for any more.
    next: usize,
}

impl<'a> Repeated<'a> {
    pub fn of(ids: &'a [Id]) -> Self {
        Self { ids, next: BESIDE }
    }

    /// The end of the places, up to `limit`, that stand inside a long run that `place` stands in.
    ///
    /// It is told once for each run; only some places are looked at, for most stand in none.
    #[inline]
    fn end(&mut self, place: usize, limit: usize) -> Option<usize> {
        if place < self.next {
            return None;
        }
        self.next = place + STRIDE;
        if self.ids.get(place) != self.ids.get(place + 1) {
            return None;
        }
        self.end_of_run(place, limit)
    }

    fn end_of_run(&mut self, place: usize, limit: usize) -> Option<usize> {
        let id = self.ids[place];
        let is_other = |&other: &Id| other != id;
        if self.ids[place - BESIDE..place].iter().any(is_other) {
            return None;
        }
        // No further: a run that a limit parts is not gone over again and again.
        let wall = limit.saturating_add(BESIDE).min(self.ids.len());
        let length = self.ids.get(place..wall)?.iter().position(is_other);
        let run_end = length.map_or(wall, |length| place + length);
        let end = run_end.saturating_sub(BESIDE);
        if end < place + LEAST {
            return None;
        }
        self.next = run_end;
        Some(end)
    }

    /// A place of a run with its neighbours.
    fn shown(&self, place: usize) -> View<'a> {
        View::part(&self.ids[place - BESIDE..=place + BESIDE], true, true)
    }
}

impl Table {
    /// Make the steps of the first pass at `place` for which no rule has to be looked for, up to
    /// `limit`: those inside a long run, or those that change nothing. The next place.
    ///
    /// What was done is not noted.
    #[inline]
    pub(crate) fn correct_quickly(
        &self,
        repeated: &mut Repeated,
        place: usize,
        limit: usize,
        to: &mut Corrected,
    ) -> usize {
        match repeated.end(place, limit) {
            Some(end) => self.correct_run(&repeated.shown(place), place, end, to),
            None => self.keep_unchanged(repeated.ids, place, limit.min(repeated.next), to),
        }
    }

    fn correct_run(&self, shown: &View, place: usize, end: usize, to: &mut Corrected) -> usize {
        let mut one = Corrected::default();
        let length = self.correct_step(shown, &mut Search::default(), BESIDE, &mut one) - BESIDE;
        if shown.has_crossed() {
            return place;
        }
        let starts = || (place..end).step_by(length);
        match (one.ids.as_slice(), one.origins.as_slice()) {
            // Mostly the character stays as it is.
            (&[id], &[origin]) if length == 1 => {
                let first = (place - BESIDE) as u32 + origin;
                to.ids.resize(to.ids.len() + (end - place), id);
                to.origins.extend(first..first + (end - place) as u32);
            }
            (ids, origins) => {
                to.ids.extend(starts().flat_map(|_| ids));
                let shift =
                    |start: usize| origins.iter().map(move |&one| (start - BESIDE) as u32 + one);
                to.origins.extend(starts().flat_map(shift));
            }
        }
        place + starts().len() * length
    }

    /// Go over a view as [`Table::write`] does, quickly where runs are long; the next place.
    ///
    /// Inside a run, up to `limit`, nobody asks whether it is done.
    pub(crate) fn write_repeated(
        &self,
        view: &View,
        search: &mut Search,
        from: usize,
        writer: &mut Writer,
        (limit, is_done): (usize, impl Fn(usize) -> bool),
    ) -> Result<usize, Fault> {
        let mut repeated = Repeated::of(view.ids());
        let mut place = from;
        loop {
            let mut end = None;
            // That the character before stood between digits is forgotten here. It is not asked for
            // inside a run: no digit begins a number behind the same digit.
            place = self.write(view, search, place, None, writer, |place| {
                is_done(place) || {
                    end = repeated.end(place, limit);
                    end.is_some()
                }
            })?;
            match end {
                Some(end) => place = self.write_run(&repeated.shown(place), place, end, writer),
                None => return Ok(place),
            }
        }
    }

    fn write_run(&self, shown: &View, place: usize, end: usize, writer: &mut Writer) -> usize {
        let mut one = Writer::default();
        let is_done = |next| next != BESIDE;
        let next = self.write(shown, &mut Search::default(), BESIDE, None, &mut one, is_done);
        let (Ok(next), false) = (next, shown.has_crossed()) else { return place };
        let length = next - BESIDE;
        let starts = || (place..end).step_by(length);
        match (one.cells.as_slice(), one.anchors.as_slice()) {
            (&[cell], &[anchor]) if length == 1 => {
                let first = (place - BESIDE) as u32 + anchor;
                writer.cells.resize(writer.cells.len() + (end - place), cell);
                writer.anchors.extend(first..first + (end - place) as u32);
            }
            (cells, anchors) => {
                let count = starts().len();
                writer.cells.extend_from_slice(&cells.repeat(count));
                writer.anchors.reserve(count * anchors.len());
                for start in starts() {
                    let shift = (start - BESIDE) as u32;
                    anchors.iter().for_each(|&anchor| writer.anchors.push(shift + anchor));
                }
            }
        }
        place + starts().len() * length
    }
}

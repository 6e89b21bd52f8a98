//! The first pass: `correct` rules exchange text before translation.

use crate::characters::Id;
use crate::pattern::Search;
use crate::table::{Correct, Roles, Table};
use crate::view::View;

/// Corrected text, with the way back.
#[derive(Debug, Default)]
pub struct Corrected {
    /// The text.
    pub ids: Vec<Id>,
    /// For each of its characters the place in the text before; at the end, where it stopped.
    pub origins: Vec<u32>,
    /// What was done: start, end, rule.
    pub done: Vec<(u32, u32, u32)>,
}

impl Corrected {
    /// Begin again, keeping memory.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.origins.clear();
        self.done.clear();
    }

    /// Room for so many characters.
    pub fn reserve(&mut self, count: usize) {
        self.ids.reserve(count + 8);
        self.origins.reserve(count + 8);
    }

    #[inline]
    fn keep(&mut self, id: Id, place: usize) {
        self.ids.push(id);
        self.origins.push(place as u32);
    }
}

impl Table {
    /// Make the steps of the pass that change nothing, from `place` on up to `limit`: those before a
    /// divider and before a place at which a rule may begin. The next place.
    pub(crate) fn keep_unchanged(
        &self,
        ids: &[Id],
        place: usize,
        limit: usize,
        to: &mut Corrected,
    ) -> usize {
        // At the first place a rule may look at what is not shown.
        let Some(before) = place.checked_sub(1) else { return place };
        let is_changed = |pair: &[Id]| {
            self.correct_patterns.begins_behind(pair[0], pair[1])
                || self.roles(pair[1]).has(Roles::DIVIDER)
        };
        let end = ids[before..limit].windows(2).position(is_changed);
        let end = end.map_or(limit, |count| place + count);
        to.ids.extend_from_slice(&ids[place..end]);
        to.origins.extend(place as u32..end as u32);
        end
    }

    /// One step of the pass at `place`: what it writes goes to `to`; the next place.
    #[inline]
    pub(crate) fn correct_step(
        &self,
        view: &View,
        search: &mut Search,
        place: usize,
        to: &mut Corrected,
    ) -> usize {
        let found = self.correct_patterns.find(view, &self.sets, search, place, 1);
        let Some((number, end)) = found else {
            to.keep(view.at(place), place);
            return place + 1;
        };
        self.replace(&self.corrects[number], view, place, end, to);
        end
    }

    /// Apart, so that a step at which nothing begins stays short.
    #[inline(never)]
    fn replace(&self, rule: &Correct, view: &View, start: usize, end: usize, to: &mut Corrected) {
        to.done.push((start as u32, end as u32, rule.rule));
        let Some(swap) = rule.swap else {
            for (number, &id) in rule.text.iter().enumerate() {
                to.keep(id, (start + number).min(end - 1));
            }
            return;
        };
        for &id in &rule.text {
            to.keep(id, start);
        }
        for place in start..end {
            to.keep(self.swaps[swap][usize::from(view.at(place))], place);
        }
    }

    /// The pass over a whole text, place by place: what the quick ways are checked against.
    pub(crate) fn correct(&self, ids: &[Id], search: &mut Search, to: &mut Corrected) {
        to.clear();
        search.clear();
        let view = View::whole(ids);
        let mut place = 0;
        while place < ids.len() {
            place = self.correct_step(&view, search, place, to);
        }
        to.origins.push(ids.len() as u32);
    }
}

//! Where a run of characters of one set ends, in linear time for all questions together.
//!
//! A pattern such as `[$u.]$d`, tried at each letter of a long word, would walk to the end of the
//! word each time. A run that is longer than [`SHORT`] is remembered, so that no character is
//! walked over twice for one set, whatever the order of questions.

use std::collections::BTreeMap;

use crate::characters::Id;
use crate::classes::{SetId, Sets};
use crate::view::View;

const SHORT: usize = 16;

/// The runs of one text.
#[derive(Debug, Default)]
pub struct Runs {
    sets: Vec<(SetId, Long)>,
    /// The last answer: set, start, most, end. The next question is often the same.
    last: Option<(SetId, usize, usize, usize)>,
}

#[derive(Debug, Default)]
struct Long {
    last: (usize, usize),
    /// Start and end of stretches that are known to be of the set; they do not touch.
    stretches: BTreeMap<usize, usize>,
}

impl Runs {
    /// Forget everything: another text comes.
    pub fn clear(&mut self) {
        self.sets.clear();
        self.last = None;
    }

    /// The end of the characters of `set` from `start` on, at most `most` of them.
    pub fn end(
        &mut self,
        view: &View,
        sets: &Sets,
        set: SetId,
        start: usize,
        most: usize,
    ) -> usize {
        let ids = view.ids();
        let end = match self.last {
            Some((one, from, limit, end)) if (one, from, limit) == (set, start, most) => end,
            _ => self.find_end(ids, sets, set, start, most),
        };
        self.last = Some((set, start, most, end));
        if end == ids.len() && end - start < most {
            view.touch_right();
        }
        end
    }

    fn find_end(
        &mut self,
        ids: &[Id],
        sets: &Sets,
        set: SetId,
        start: usize,
        most: usize,
    ) -> usize {
        let limit = start.saturating_add(most);
        let near = limit.min(start.saturating_add(SHORT)).min(ids.len());
        let end = start + sets.count(set, &ids[start..near]);
        if end < near || end == limit || end == ids.len() {
            return end;
        }
        self.long(set)
            .end(end, ids.len(), |place, wall| sets.count(set, &ids[place..wall]))
            .min(limit)
    }

    fn long(&mut self, set: SetId) -> &mut Long {
        if let Some(found) = self.sets.iter().position(|(one, _)| *one == set) {
            return &mut self.sets[found].1;
        }
        self.sets.push((set, Long::default()));
        &mut self.sets.last_mut().expect("one was pushed").1
    }
}

impl Long {
    /// The end of the stretch at `start`, of a text of `len` characters; `count` tells how many of the
    /// set stand from a place on, up to another.
    fn end(&mut self, start: usize, len: usize, count: impl Fn(usize, usize) -> usize) -> usize {
        if self.last.0 <= start && start < self.last.1 {
            return self.last.1;
        }
        if let Some((&first, &end)) = self.stretches.range(..=start).next_back()
            && start < end
        {
            self.last = (first, end);
            return end;
        }
        let next = self.stretches.range(start..).next().map(|(&first, &end)| (first, end));
        let wall = next.map_or(len, |(first, _)| first);
        let mut end = start + count(start, wall);
        if let Some((first, far)) = next
            && end == first
        {
            self.stretches.remove(&first);
            end = far;
        }
        if start < end {
            self.stretches.insert(start, end);
            self.last = (start, end);
        }
        end
    }
}

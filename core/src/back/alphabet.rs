//! Characters that no rule of a table can tell apart, so that one of them speaks for all.
//!
//! See `translate/back/classes.py`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc as Shared;

use super::chain::{Chain, Set, Test};
use crate::characters::{EDGE, Id};

/// By character: the one that speaks for its class; the edge where there is none.
pub(super) type Speakers = Box<[Id]>;

/// All that is asked of a character: sets that may hold it, texts that may name it.
#[derive(Debug, Default)]
pub(super) struct Questions {
    sets: Vec<Shared<Set>>,
    listed: HashSet<*const Set>,
    named: HashSet<Id>,
}

impl Questions {
    pub fn add_tests<'t>(&mut self, tests: impl IntoIterator<Item = &'t Test>) {
        for test in tests {
            match test {
                Test::Is(id) => self.add_name(*id),
                Test::In { set, .. } => self.add_set(set),
            }
        }
    }

    pub fn add_set(&mut self, set: &Shared<Set>) {
        if self.listed.insert(Shared::as_ptr(set)) {
            self.sets.push(set.clone());
        }
    }

    pub fn add_name(&mut self, id: Id) {
        self.named.insert(id);
    }

    /// The first of each class of `characters` speaks for it. `parts` are further answers.
    pub fn speakers(
        &self,
        characters: impl IntoIterator<Item = Id>,
        parts: &[Box<[Id]>],
        count: usize,
    ) -> Speakers {
        let mut speakers = vec![EDGE; count];
        let mut first = HashMap::new();
        for id in characters {
            speakers[usize::from(id)] = *first.entry(self.answers(id, parts)).or_insert(id);
        }
        speakers.into()
    }

    fn answers(&self, id: Id, parts: &[Box<[Id]>]) -> Vec<Id> {
        let named = if self.named.contains(&id) { id } else { EDGE };
        let sets = self.sets.chunks(16).map(|sets| {
            sets.iter().enumerate().map(|(bit, set)| Id::from(set.holds(id)) << bit).sum()
        });
        let parts = parts.iter().map(|part| part[usize::from(id)]);
        [named].into_iter().chain(sets).chain(parts).collect()
    }
}

/// The text before a place, told as roughly as the rules of one pass look back at it.
///
/// By the distance less one: what speaks for a character there. What is told of a character never
/// grows finer as it moves back.
#[derive(Debug)]
pub(super) struct Backdrop {
    speakers: Box<[Speakers]>,
}

impl Backdrop {
    pub fn of<'c>(chains: impl Iterator<Item = &'c Chain> + Clone, speakers: &Speakers) -> Self {
        let mut characters: Vec<Id> = speakers.iter().copied().filter(|&id| id != EDGE).collect();
        characters.sort_unstable();
        characters.dedup();
        // At least one character, so that the beginning of the text is known.
        let depth = chains.clone().map(|chain| chain.behind_length).max().unwrap_or(0).max(1);
        let mut questions = Questions::default();
        let mut all: Vec<Speakers> = Vec::new();
        for distance in (1..=depth).rev() {
            questions.add_tests(chains.clone().filter_map(|chain| chain.at(distance)));
            all.push(questions.speakers(characters.iter().copied(), &[], speakers.len()));
        }
        all.reverse();
        Self { speakers: all.into() }
    }

    /// The text before the next place; at least one character of it is kept.
    pub fn add(&self, behind: &[Id], id: Id) -> Vec<Id> {
        let kept = behind.len().min(self.speakers.len() - 1);
        let known = behind[behind.len() - kept..].iter().chain(std::iter::once(&id));
        known
            .enumerate()
            .map(|(place, &one)| self.speakers[kept - place][usize::from(one)])
            .collect()
    }
}

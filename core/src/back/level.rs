//! Where one pass of rules stands in the text: what is behind, and what is asked of what follows.
//!
//! See `translate/back/levels.py`. The text behind and what is pending are numbers here.

use std::sync::Arc as Shared;

use super::alphabet::{Backdrop, Speakers};
use super::chain::{Chain, Residual};
use super::interner::{Interner, Map};
use crate::characters::{EDGE, Id};

/// A residual that must hold (`true`) or must not (`false`).
pub(super) type Asked = (Residual, bool);

/// What is still asked of the text, by number.
pub(super) type Pending = u32;

/// Nothing is asked.
pub(super) const NOTHING: Pending = 0;

/// Where one pass of rules stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Level {
    /// The text before, as far as rules look back, by number; 0 is the beginning of the text.
    pub behind: u32,
    /// The rule whose focus the text is in, if that may still go on.
    pub focus: Option<Residual>,
    pub pending: Pending,
}

/// A rule that may begin at a place: its number, what is left of it, and the test that began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// In its list.
    pub number: u32,
    pub rest: Residual,
    pub taker: Option<u32>,
}

/// The rules of a list that may begin with a character, by character, in their order.
#[derive(Debug, Default)]
pub(super) struct Starts(Box<[Box<[Start]>]>);

impl Starts {
    /// Of the chains from number `first` on, for those characters that speak for a class.
    pub fn of(chains: &[Chain], first: usize, speakers: &Speakers) -> Self {
        let starting = |id: Id| {
            let begun = chains.iter().enumerate().filter_map(|(number, chain)| {
                let (rest, taker) = Residual::of(first + number).advance(chain, id)?;
                Some(Start { number: number as u32, rest, taker })
            });
            begun.collect()
        };
        let is_speaker = |id: usize| id != usize::from(EDGE) && usize::from(speakers[id]) == id;
        let ids = 0..speakers.len();
        Self(ids.map(|id| if is_speaker(id) { starting(id as Id) } else { [].into() }).collect())
    }

    /// Those that may begin with `id` whatever is behind.
    #[inline]
    pub fn with(&self, id: Id) -> &[Start] {
        &self.0[usize::from(id)]
    }
}

/// The rules of one pass.
#[derive(Debug)]
pub(super) struct Pass {
    pub chains: Box<[Chain]>,
    pub backdrop: Backdrop,
}

impl Pass {
    pub fn of(chains: Vec<Chain>, speakers: &Speakers) -> Self {
        Self { backdrop: Backdrop::of(chains.iter(), speakers), chains: chains.into() }
    }

    #[inline]
    pub fn chain(&self, residual: Residual) -> &Chain {
        &self.chains[residual.chain as usize]
    }

    /// A rule that was chosen: its focus, if that may go on, else what it still asks for.
    pub fn split(&self, rest: Residual) -> (Option<Residual>, Option<Asked>) {
        if rest.in_focus(self.chain(rest)) { (Some(rest), None) } else { (None, self.still(rest)) }
    }

    fn still(&self, rest: Residual) -> Option<Asked> {
        (!rest.is_certain(self.chain(rest))).then_some((rest, true))
    }

    fn holds_behind(&self, behind: &[Id]) -> Box<[u64]> {
        let mut bits = vec![0; self.chains.len().div_ceil(64)];
        for (number, chain) in self.chains.iter().enumerate() {
            bits[number / 64] |= u64::from(chain.holds_behind(behind)) << (number % 64);
        }
        bits.into()
    }
}

/// The text before a place, and which chains it allows, as bits.
#[derive(Debug)]
struct Behind {
    allows: Box<[u64]>,
    /// The last character is told of exactly enough to know a digit.
    last: Id,
}

/// What is known of the levels of one pass.
#[derive(Debug)]
pub(super) struct Levels {
    texts: Interner<Shared<[Id]>>,
    behinds: Vec<Behind>,
    further: Map<(u32, Id), u32>,
    pendings: Interner<Shared<[Asked]>>,
}

impl Levels {
    pub fn of(pass: &Pass) -> Self {
        let mut levels = Self {
            texts: Interner::default(),
            behinds: Vec::new(),
            further: Map::default(),
            pendings: Interner::default(),
        };
        levels.behind(&[], pass);
        levels.pendings.number::<[Asked]>(&[]);
        levels
    }

    fn behind(&mut self, text: &[Id], pass: &Pass) -> u32 {
        let number = self.texts.number(text);
        if number as usize == self.behinds.len() {
            let last = text.last().copied().unwrap_or(EDGE);
            self.behinds.push(Behind { allows: pass.holds_behind(text), last });
        }
        number
    }

    /// Whether `chain` may hold behind a text.
    #[inline]
    pub fn allows(&self, behind: u32, chain: u32) -> bool {
        let allows = &self.behinds[behind as usize].allows;
        allows[chain as usize / 64] >> (chain % 64) & 1 != 0
    }

    /// The last character of a text; the edge at its beginning.
    #[inline]
    pub fn last(&self, behind: u32) -> Id {
        self.behinds[behind as usize].last
    }

    fn further(&mut self, behind: u32, id: Id, pass: &Pass) -> u32 {
        if let Some(&known) = self.further.get(&(behind, id)) {
            return known;
        }
        let text = pass.backdrop.add(self.texts.get(behind), id);
        let found = self.behind(&text, pass);
        self.further.insert((behind, id), found);
        found
    }

    /// The level after a character, and whether that was in the focus of a rule begun before.
    ///
    /// `None` where the character is not what was asked for.
    pub fn go_on(&mut self, level: Level, id: Id, pass: &Pass) -> Option<(Level, bool)> {
        let pending = self.answer(level.pending, id, pass)?;
        let behind = self.further(level.behind, id, pass);
        let Some(focus) = level.focus else {
            return Some((Level { behind, focus: None, pending }, false));
        };
        let chain = pass.chain(focus);
        let (rest, taker) = focus.advance(chain, id)?;
        if taker.is_some_and(|taker| taker < chain.focus) {
            let (focus, added) = pass.split(rest);
            return Some((Level { behind, focus, pending: self.with(pending, added) }, true));
        }
        let pending = self.with(pending, pass.still(rest));
        Some((Level { behind, focus: None, pending }, false))
    }

    /// Both together.
    pub fn with(&mut self, pending: Pending, added: Option<Asked>) -> Pending {
        let Some(added) = added else { return pending };
        let known = self.pendings.get(pending);
        match known.binary_search(&added) {
            Ok(_) => pending,
            Err(place) => {
                let mut all = known.to_vec();
                all.insert(place, added);
                self.pendings.number(&*all)
            }
        }
    }

    /// Both together; `None` where the same is asked for and forbidden.
    pub fn joined(&mut self, pending: Pending, added: Option<Asked>) -> Option<Pending> {
        let contradicts = |(residual, must_hold): Asked| {
            self.pendings.get(pending).binary_search(&(residual, !must_hold)).is_ok()
        };
        if added.is_some_and(contradicts) {
            return None;
        }
        Some(self.with(pending, added))
    }

    /// What is asked where a rule that might have begun does not hold; `None` if it must hold.
    pub fn refused(&mut self, pending: Pending, rest: Residual, pass: &Pass) -> Option<Pending> {
        if rest.is_certain(pass.chain(rest)) {
            return None;
        }
        self.joined(pending, Some((rest, false)))
    }

    /// What is still asked after `id`; `None` if it is not what was asked.
    fn answer(&mut self, pending: Pending, id: Id, pass: &Pass) -> Option<Pending> {
        if pending == NOTHING {
            return Some(NOTHING);
        }
        let mut rest: Vec<Asked> = Vec::new();
        for &(residual, must_hold) in self.pendings.get(pending).iter() {
            let chain = pass.chain(residual);
            match residual.advance(chain, id) {
                Some((going, _)) if !going.is_certain(chain) => rest.push((going, must_hold)),
                going if going.is_some() != must_hold => return None,
                _ => {}
            }
        }
        rest.sort_unstable();
        rest.dedup();
        // The same is asked for and forbidden.
        if rest.windows(2).any(|two| two[0].0 == two[1].0) {
            return None;
        }
        Some(self.pendings.number(&*rest))
    }

    /// What of the pending is `kept`.
    pub fn filtered(&mut self, pending: Pending, kept: impl Fn(Residual) -> bool) -> Pending {
        if pending == NOTHING {
            return NOTHING;
        }
        let all = self.pendings.get(pending).iter();
        let left: Vec<Asked> = all.filter(|(residual, _)| kept(*residual)).copied().collect();
        self.pendings.number(&*left)
    }

    /// Whether the end of the text is a good answer to all that is asked.
    pub fn may_end(&self, level: Level, pass: &Pass) -> bool {
        let holds = |residual: Residual| residual.holds_at_end(pass.chain(residual));
        level.focus.is_none_or(holds)
            && self.pendings.get(level.pending).iter().all(|&(one, must)| holds(one) == must)
    }

    /// The level that is `level` in `other`, which is of the same pass.
    pub fn adopt(&mut self, other: &Self, level: Level, pass: &Pass) -> Level {
        Level {
            behind: self.behind(other.texts.get(level.behind), pass),
            focus: level.focus,
            pending: self.pendings.number(&**other.pendings.get(level.pending)),
        }
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let behinds = self.behinds.first().map_or(0, |one| one.allows.len() * 8 + 64);
        let pending = size_of::<Asked>() * 4;
        self.texts.size()
            + self.behinds.len() * behinds
            + self.further.capacity() * 16
            + self.pendings.size()
            + self.pendings.count() * pending
    }
}

impl Level {
    /// The level with nothing asked of what follows.
    pub fn forgiven(self) -> Self {
        Self { focus: None, pending: NOTHING, ..self }
    }
}

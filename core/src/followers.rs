//! A first look at three characters: whether any string may stand where they do.
//!
//! Most letters of a word begin no string, though strings begin with them: what stands behind the
//! letter tells so, or what stands before it. What is told is a condition that every string needs,
//! never one that is enough.

use std::collections::HashMap;

use crate::characters::{Characters, Id};
use crate::classes::{SetId, Sets};
use crate::rules::StringRule;

/// Sets of characters before a string that are told apart; whatever asks for others is let pass.
const MOST_SETS: usize = 3;

/// Characters by the last seven bits of their numbers: letters and signs of one language are told
/// apart, what is far from them is taken for one of them.
#[derive(Clone, Copy, Debug, Default)]
struct Mask([u64; 2]);

impl Mask {
    const ALL: Self = Self([u64::MAX; 2]);

    fn of(id: Id) -> Self {
        let mut mask = Self::default();
        mask.0[usize::from(id / 64 % 2)] = 1 << (id % 64);
        mask
    }

    fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    #[inline]
    fn has(&self, id: Id) -> bool {
        self.0[usize::from(id / 64 % 2)] >> (id % 64) & 1 != 0
    }
}

/// For each character, by what stands before it: what may be behind it where a string begins.
#[derive(Debug)]
pub struct Followers {
    /// By character: the sets before a string that hold it, as bits.
    befores: Vec<u8>,
    /// By those bits, and then by character.
    masks: Vec<Mask>,
    count: usize,
}

impl Followers {
    /// The followers that `strings` ask for; whoever compiles them checks that their sets exist.
    pub fn of(strings: &[StringRule], characters: &Characters, sets: &Sets) -> Self {
        let count = characters.count();
        let ids = || (0..count).map(|id| id as Id);
        let told = told_sets(strings, sets);
        let bits_of = |id: Id| -> u8 {
            told.iter().enumerate().map(|(bit, &set)| u8::from(sets.holds(set, id)) << bit).sum()
        };
        let mut masks = vec![Mask::default(); count << told.len()];
        let mut after: HashMap<SetId, Mask> = HashMap::new();
        for rule in strings {
            let mut text = rule.text.chars().map(|character| characters.id(character));
            let Some(first) = text.next() else { continue };
            let mask = match (text.next(), rule.after.and_then(|after| sets.beside(after))) {
                (Some(second), _) => Mask::of(second),
                (None, Some(set)) => *after.entry(set).or_insert_with(|| {
                    ids()
                        .filter(|&id| sets.holds(set, id))
                        .map(Mask::of)
                        .fold(Mask::default(), Mask::or)
                }),
                (None, None) => Mask::ALL,
            };
            let before = rule.before.and_then(|before| sets.beside(before));
            let needed = before.and_then(|set| told.iter().position(|&one| one == set));
            for bits in
                (0..1 << told.len()).filter(|bits| needed.is_none_or(|bit| bits >> bit & 1 == 1))
            {
                let one = &mut masks[bits * count + usize::from(first)];
                *one = one.or(mask);
            }
        }
        Self { befores: ids().map(bits_of).collect(), masks, count }
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.befores) + size_of_val(&*self.masks)
    }

    /// Whether a string may begin at `here`, with these beside it.
    #[inline]
    pub fn allow(&self, before: Id, here: Id, next: Id) -> bool {
        let bits = usize::from(self.befores[usize::from(before)]);
        self.masks[bits * self.count + usize::from(here)].has(next)
    }
}

/// The sets that most strings ask for before them.
fn told_sets(strings: &[StringRule], sets: &Sets) -> Vec<SetId> {
    let mut counts: HashMap<SetId, usize> = HashMap::new();
    for set in strings.iter().filter_map(|rule| sets.beside(rule.before?)) {
        *counts.entry(set).or_default() += 1;
    }
    let mut counts: Vec<(SetId, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(set, count)| (std::cmp::Reverse(count), set));
    counts.iter().map(|&(set, _)| set).take(MOST_SETS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Beside, Rules};

    /// 160 characters: more than the bits of a mask.
    const FIRST: u32 = 'a' as u32;
    const COUNT: usize = 160;

    fn letter(number: usize) -> char {
        char::from_u32(FIRST + number as u32).expect("a character")
    }

    fn rules(mut below: impl FnMut(usize) -> usize) -> Rules {
        let set = |below: &mut dyn FnMut(usize) -> usize| {
            Some((0..COUNT).filter(|_| below(3) == 0).map(letter).collect())
        };
        let sets = (0..6).map(|_| set(&mut below)).chain([None]).collect::<Vec<_>>();
        let strings = (0..12).map(|_| {
            let mut beside =
                || (below(3) > 0).then(|| Beside { set: below(7), is_edge: below(2) == 0 });
            let (before, after) = (beside(), beside());
            let text =
                (0..1 + below(3)).map(|_| letter(below(COUNT) / (1 + 9 * below(2)))).collect();
            StringRule { text, cells: vec![1], before, after, is_always: false, rule: 0 }
        });
        Rules { strings: strings.collect(), sets, ..Rules::default() }
    }

    /// Whether a rule lets these three stand where it begins, by what it says.
    fn may_begin(
        rule: &StringRule,
        sets: &[Option<String>],
        [before, here, next]: [char; 3],
    ) -> bool {
        let holds = |beside: Option<Beside>, character: char| {
            beside
                .is_none_or(|one| sets[one.set].as_ref().is_none_or(|set| set.contains(character)))
        };
        let mut text = rule.text.chars();
        text.next() == Some(here)
            && holds(rule.before, before)
            && text.next().map_or_else(|| holds(rule.after, next), |second| second == next)
    }

    #[test]
    fn no_string_is_passed_over() {
        let mut state = 3_u64;
        let mut below = |end: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        let (mut begun, mut told, mut wrong) = (0, 0, 0);
        for _ in 0..40 {
            let rules = rules(&mut below);
            let characters = Characters::of(&rules).unwrap();
            let sets = Sets::of(&rules, &characters);
            let followers = Followers::of(&rules.strings, &characters, &sets);
            for _ in 0..4000 {
                let here = rules.strings[below(12)].text.chars().next().unwrap();
                let three = [letter(below(COUNT)), here, letter(below(COUNT))];
                let [before, here, next] = three.map(|one| characters.id(one));
                let may = rules.strings.iter().any(|rule| may_begin(rule, &rules.sets, three));
                let is_allowed = followers.allow(before, here, next);
                assert!(is_allowed || !may, "{three:?}");
                begun += usize::from(may);
                told += usize::from(!may && !is_allowed);
                wrong += usize::from(!may && is_allowed);
            }
        }
        assert!(begun > 10_000, "{begun}");
        // It is there to say no, and mostly does where none may begin.
        assert!(told > 4 * wrong, "{told} {wrong}");
    }
}

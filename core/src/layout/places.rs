//! Which characters may stand beside each other in matches of a pattern.
//!
//! The places of a pattern are the sets of characters in its text, and to each belong those that may
//! follow. Of tests only those at both ends are looked at, and how often something may come only as
//! far as a few characters: there may be more here than any match has, and never less.

use std::array;

use super::alphabet::Alphabet;
use super::expression::Set;
use super::syntax::{Node, common_ahead, common_behind};

/// So many characters before something, and behind it, are told.
pub(crate) const REACH: usize = 3;

/// So many repeats are places of their own: what is further away is not told.
const MOST_COPIES: usize = REACH + 1;

/// What may stand before something, or behind it, the nearest first; whether nothing may, at an end
/// of the text. `None` for anything or nothing.
pub(crate) type Side = [Option<(Set, bool)>; REACH];

/// The places of a pattern.
#[derive(Default)]
struct Places<'a> {
    sets: Vec<&'a Set>,
    /// By place: those that may follow, and those that may go before.
    next: Vec<Vec<usize>>,
    previous: Vec<Vec<usize>>,
}

/// The outer places of what a node matches.
struct Ends {
    first: Vec<usize>,
    last: Vec<usize>,
    /// Whether it also matches nothing.
    may_be_empty: bool,
}

/// What a pattern's tree tells of its matches.
pub(crate) struct Shape {
    /// What they may begin with.
    pub first: Set,
    /// For each place that may be a blank: what stands before it, and what behind. A side is told
    /// several times, by how far the match reaches there.
    pub around_blanks: Vec<[Vec<Side>; 2]>,
}

impl Shape {
    /// `None` for a node that may match nothing.
    pub fn of(node: &Node, blanks: &Set, alphabet: &Alphabet) -> Option<Self> {
        let mut places = Places::default();
        let Ends { first, last, may_be_empty } = places.ends(node);
        let Places { sets, next, previous } = &places;
        let [before, behind] = [common_behind(node), common_ahead(node)]
            .map(|never| never.map(|never| (Set::of(alphabet, |id| !never.has(id)), true)));
        let around = |place: usize| {
            [
                places.sides(place, previous, &first, before.as_ref()),
                places.sides(place, next, &last, behind.as_ref()),
            ]
        };
        let is_blank = |place: &usize| sets[*place].meets(blanks);
        (!may_be_empty).then(|| Self {
            first: places.any(&first),
            around_blanks: (0..sets.len()).filter(is_blank).map(around).collect(),
        })
    }
}

impl<'a> Places<'a> {
    fn any(&self, places: &[usize]) -> Set {
        let mut any = Set::default();
        places.iter().for_each(|&place| any.add(self.sets[place]));
        any
    }

    /// What may stand on one side of a place, `beside` which others may stand. The `outer` ones may
    /// be the last of a match, and what is `beyond` next to them.
    fn sides(
        &self,
        place: usize,
        beside: &[Vec<usize>],
        outer: &[usize],
        beyond: Option<&(Set, bool)>,
    ) -> Vec<Side> {
        let mut sides = Vec::new();
        let mut inside: Vec<Set> = Vec::new();
        let mut front = vec![place];
        for depth in 0..=REACH {
            let mut ends = front.clone();
            ends.retain(|place| depth == REACH || outer.contains(place));
            if !ends.is_empty() {
                sides.push(array::from_fn(|distance| match distance {
                    _ if distance + 1 == depth => Some((self.any(&ends), false)),
                    _ if distance < depth => Some((inside[distance].clone(), false)),
                    _ if distance == depth => beyond.cloned(),
                    _ => None,
                }));
            }
            front = front.iter().flat_map(|&place| &beside[place]).copied().collect();
            front.sort_unstable();
            front.dedup();
            inside.push(self.any(&front));
        }
        sides
    }

    /// Take the places of a node in.
    fn ends(&mut self, node: &'a Node) -> Ends {
        match node {
            Node::Repeat { set, least, most, .. } => {
                let start = self.sets.len();
                let own: Vec<usize> = (start..start + (*most).min(MOST_COPIES)).collect();
                for &place in &own {
                    self.sets.push(set);
                    self.next.push(Vec::new());
                    self.previous.push(Vec::new());
                    if place > start {
                        self.join(&[place - 1], &[place]);
                    }
                }
                let count = own.len();
                if *most > count {
                    self.join(&own[count - 1..], &own[count - 1..]);
                }
                let last = own[least.saturating_sub(1).min(count.saturating_sub(1))..].to_vec();
                let first = own.into_iter().take(1).collect();
                Ends { first, last, may_be_empty: *least == 0 }
            }
            Node::Sequence(all) => {
                let mut whole = Ends::none();
                for one in all {
                    let own = self.ends(one);
                    self.join(&whole.last, &own.first);
                    if whole.may_be_empty {
                        whole.first.extend(own.first);
                    }
                    if !own.may_be_empty {
                        whole.last.clear();
                    }
                    whole.last.extend(own.last);
                    whole.may_be_empty &= own.may_be_empty;
                }
                whole
            }
            Node::Alternatives(all) => {
                let mut any = Ends { may_be_empty: false, ..Ends::none() };
                for one in all {
                    let own = self.ends(one);
                    any.first.extend(own.first);
                    any.last.extend(own.last);
                    any.may_be_empty |= own.may_be_empty;
                }
                any
            }
            Node::Group { inner, least, most } => {
                let own = self.ends(inner);
                if *most > 1 {
                    self.join(&own.last, &own.first);
                }
                Ends { may_be_empty: own.may_be_empty || *least == 0, ..own }
            }
            Node::NotBehind(_) | Node::Ahead { .. } => Ends::none(),
        }
    }

    /// Each of `last` may go before each of `first`.
    fn join(&mut self, last: &[usize], first: &[usize]) {
        for &one in last {
            self.next[one].extend(first);
        }
        for &one in first {
            self.previous[one].extend(last);
        }
    }
}

impl Ends {
    fn none() -> Self {
        Self { first: Vec::new(), last: Vec::new(), may_be_empty: true }
    }
}

/// What a match of a node begins with; `None` if it could be empty.
pub(crate) fn first_of(node: &Node) -> Option<Set> {
    let mut places = Places::default();
    let Ends { first, may_be_empty, .. } = places.ends(node);
    (!may_be_empty).then(|| places.any(&first))
}

#[cfg(test)]
mod tests {
    use super::super::alphabet::Kind;
    use super::super::syntax::read;
    use super::*;

    const CHARACTERS: &str = "01 ailm-"; // the order in which they are told, too

    fn alphabet() -> Option<Alphabet> {
        let kind = |one: char| match one {
            '0' | '1' => (Kind::WORD | Kind::DECIMAL) as u8,
            ' ' => Kind::SPACE as u8,
            '-' => 0,
            _ => (Kind::WORD | Kind::ALPHA) as u8,
        };
        let kinds: Vec<u8> = CHARACTERS.chars().map(kind).collect();
        Alphabet::new(CHARACTERS, &kinds, CHARACTERS)
    }

    /// What stands around each blank, by distance; `.` for none, `*` for anything or nothing.
    fn around_blanks(pattern: &str) -> Option<Vec<[Vec<String>; 2]>> {
        let alphabet = alphabet()?;
        let blanks = Set::only(&alphabet, [' ']);
        let told = |one: &Option<(Set, bool)>| match one {
            Some((set, or_none)) => {
                let is_there = |&one: &char| alphabet.id(one).is_some_and(|id| set.has(id));
                let own = CHARACTERS.chars().filter(is_there);
                own.chain(or_none.then_some('.')).collect()
            }
            None => "*".to_string(),
        };
        let side = |side: &Side| side.iter().map(told).collect::<Vec<String>>().join("/");
        let shape = Shape::of(&read(pattern, &alphabet)?, &blanks, &alphabet)?;
        let sides = |own: &[Vec<Side>; 2]| [0, 1].map(|way| own[way].iter().map(side).collect());
        Some(shape.around_blanks.iter().map(sides).collect())
    }

    fn alike(pattern: &str, wanted: &[[&[&str]; 2]]) {
        let wanted = wanted.iter().map(|own| own.map(|side| side.iter().map(|&one| one.into())));
        let wanted = wanted.map(|own| own.map(Iterator::collect)).collect();
        assert_eq!(around_blanks(pattern), Some(wanted), "{pattern}");
    }

    #[test]
    fn what_stands_around_a_blank_is_told_by_how_far_the_match_reaches() {
        alike(r"1 \d", &[[&["1/*/*"], &["01/*/*"]]]);
        alike(
            r"(?<!\w)\d{1,2} (?:mila|m)(?!\d)",
            &[[&["01/ -./*", "01/01/ -."], &["m/ ailm-./*", "m/i/l"]]],
        );
        // What comes again stands beside itself, and so does a group.
        alike(r"\d+(?:-a){1,2} 1", &[[&["a/-/01a"], &["1/*/*"]]]);
        // A match may end in a blank, and what may come may be missing: each distance for itself.
        alike(r"a1?l* ", &[[&["a/*/*", "1al/a/*", "1al/1al/1al"], &["*/*/*"]]]);
    }
}

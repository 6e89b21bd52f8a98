//! Which characters may stand beside each other in matches of a pattern.
//!
//! The places of a pattern are the sets of characters in its text, and to each belong those that may
//! follow. Tests of what is behind or ahead are left aside, and so is how often something may come:
//! there may be more here than any match has, and never less.

use std::array;

use super::expression::Set;
use super::syntax::Node;

/// So many characters before something, and behind it, are told.
pub(crate) const REACH: usize = 3;

/// Before or behind something, the nearest first: what may stand there; `None` for anything or
/// nothing, where a match could have ended.
pub(crate) type Side = [Option<Set>; REACH];

/// The places of a pattern.
#[derive(Default)]
pub(crate) struct Places {
    sets: Vec<Set>,
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
    /// For each place that may be a blank: what stands before it, and what behind.
    pub around_blanks: Vec<(Side, Side)>,
}

impl Shape {
    /// `None` for a node that may match nothing.
    pub fn of(node: &Node, blanks: &Set) -> Option<Self> {
        let mut places = Places::default();
        let Ends { first, last, may_be_empty } = places.ends(node);
        let Places { sets, next, previous } = &places;
        let around =
            |place: usize| (places.side(place, previous, &first), places.side(place, next, &last));
        let is_blank = |place: &usize| sets[*place].meets(blanks);
        (!may_be_empty).then(|| Self {
            first: places.any(&first),
            around_blanks: (0..sets.len()).filter(is_blank).map(around).collect(),
        })
    }
}

impl Places {
    fn any(&self, places: &[usize]) -> Set {
        let mut any = Set::default();
        places.iter().for_each(|&place| any.add(&self.sets[place]));
        any
    }

    /// What may stand on one side of a place; beyond the `outer` ones is no match any more.
    fn side(&self, place: usize, beside: &[Vec<usize>], outer: &[usize]) -> Side {
        let mut front = vec![place];
        let mut is_over = false;
        array::from_fn(|_| {
            is_over |= front.iter().any(|place| outer.contains(place));
            front = front.iter().flat_map(|&place| &beside[place]).copied().collect();
            front.sort_unstable();
            front.dedup();
            (!is_over).then(|| self.any(&front))
        })
    }

    /// Take the places of a node in.
    fn ends(&mut self, node: &Node) -> Ends {
        match node {
            Node::Repeat { set, least, most, .. } => {
                let own = vec![self.sets.len()];
                self.sets.push(set.clone());
                self.next.push(Vec::new());
                self.previous.push(Vec::new());
                if *most > 1 {
                    self.join(&own, &own);
                }
                Ends { first: own.clone(), last: own, may_be_empty: *least == 0 }
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
    Shape::of(node, &Set::default()).map(|shape| shape.first)
}

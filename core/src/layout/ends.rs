//! What matches of a pattern may begin and end with, and hold beside a blank.
//!
//! All of it is told from the tree alone, tests of what is behind or ahead left aside: so there may
//! be more in these sets than any match has, and never less.

use super::expression::Set;
use super::syntax::Node;

/// The outer characters of what a node matches.
pub(crate) struct Ends {
    pub first: Set,
    pub last: Set,
    /// Whether it also matches nothing.
    pub may_be_empty: bool,
}

/// What may stand beside characters of a set, inside of a match.
pub(crate) struct Beside {
    of: Set,
    pub before: Set,
    pub behind: Set,
}

impl Ends {
    fn none() -> Self {
        Self { first: Set::default(), last: Set::default(), may_be_empty: true }
    }
}

impl Beside {
    pub fn new(of: Set) -> Self {
        Self { of, before: Set::default(), behind: Set::default() }
    }

    /// The ends of a node; what may stand beside the characters in its matches is noted.
    pub fn ends(&mut self, node: &Node) -> Ends {
        match node {
            Node::Repeat { set, least, most, .. } => {
                if *most > 1 {
                    self.meet(set, set);
                }
                Ends { first: set.clone(), last: set.clone(), may_be_empty: *least == 0 }
            }
            Node::Sequence(all) => {
                let mut whole = Ends::none();
                for one in all {
                    let own = self.ends(one);
                    self.meet(&whole.last, &own.first);
                    if whole.may_be_empty {
                        whole.first.add(&own.first);
                    }
                    if !own.may_be_empty {
                        whole.last = Set::default();
                    }
                    whole.last.add(&own.last);
                    whole.may_be_empty &= own.may_be_empty;
                }
                whole
            }
            Node::Alternatives(all) => {
                let mut any = Ends { may_be_empty: false, ..Ends::none() };
                for one in all {
                    let own = self.ends(one);
                    any.first.add(&own.first);
                    any.last.add(&own.last);
                    any.may_be_empty |= own.may_be_empty;
                }
                any
            }
            Node::Group { inner, least, most } => {
                let own = self.ends(inner);
                if *most > 1 {
                    self.meet(&own.last, &own.first);
                }
                Ends { may_be_empty: own.may_be_empty || *least == 0, ..own }
            }
            Node::NotBehind(_) | Node::Ahead { .. } => Ends::none(),
        }
    }

    /// One of `last` may stand before one of `first`.
    fn meet(&mut self, last: &Set, first: &Set) {
        if first.meets(&self.of) {
            self.before.add(last);
        }
        if last.meets(&self.of) {
            self.behind.add(first);
        }
    }
}

/// What a match of a node begins with; `None` if it could be empty.
pub(crate) fn first_of(node: &Node) -> Option<Set> {
    let ends = Beside::new(Set::default()).ends(node);
    (!ends.may_be_empty).then_some(ends.first)
}

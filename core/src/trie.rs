//! Strings by their shared beginnings.

use std::collections::BTreeMap;

use crate::characters::{Characters, Id};
use crate::classes::{SetId, Sets};
use crate::followers::Followers;
use crate::rules::{Beside, StringRule};
use crate::table::Fault;
use crate::view::View;

/// A string rule at the end of its way through the trie.
#[derive(Debug)]
pub struct Written {
    /// What may be before it.
    before: Option<SetId>,
    /// What may be after it.
    after: Option<SetId>,
    /// One byte a cell.
    pub cells: Box<[u8]>,
    /// The caller's number.
    pub rule: u32,
}

/// The trie, flat: the branches of all nodes one after another, and so their rules.
#[derive(Debug)]
pub struct Trie {
    followers: Followers,
    /// By character: the node of the string of that character alone, 0 where there is none.
    roots: Vec<u32>,
    nodes: Vec<Node>,
    branch_ids: Vec<Id>,
    branch_nodes: Vec<u32>,
    rules: Vec<Written>,
}

#[derive(Debug, Default)]
struct Node {
    /// By the last six bits of a character: whether there may be a branch.
    branch_mask: u64,
    branches: (u32, u32),
    /// Rules whose string ends here, in the order in which they are tried.
    rules: (u32, u32),
    /// The node of the longest shorter string that has rules; 0 is none.
    shorter: u32,
    /// Characters of the string.
    length: u32,
}

/// A node while the trie is built.
#[derive(Default)]
struct Growing {
    branches: BTreeMap<Id, usize>,
    rules: Vec<Written>,
}

impl Trie {
    /// The trie of `strings`, which are in the order of the file.
    pub fn of(strings: &[StringRule], characters: &Characters, sets: &Sets) -> Result<Self, Fault> {
        let mut growing = vec![Growing::default()];
        let mut ordered: Vec<&StringRule> = strings.iter().collect();
        // Among equal strings those that ask for neighbours come before `always`, as in liblouis;
        // single characters keep the order of the file. The longest is found by the walk itself.
        ordered.sort_by_key(|rule| rule.is_always && rule.text.chars().nth(1).is_some());
        for rule in ordered {
            if rule.text.is_empty() {
                return Err(Fault::EmptyString);
            }
            let mut node = 0;
            for &id in &characters.ids(&rule.text) {
                let next = growing.len();
                node = *growing[node].branches.entry(id).or_insert(next);
                if node == next {
                    growing.push(Growing::default());
                }
            }
            growing[node].rules.push(Written::compile(rule, sets)?);
        }
        let followers = Followers::of(strings, characters, sets);
        Ok(Self::flatten(growing, followers, characters.count()))
    }

    fn flatten(growing: Vec<Growing>, followers: Followers, count: usize) -> Self {
        let mut trie = Self {
            followers,
            roots: vec![0; count],
            nodes: Vec::new(),
            branch_ids: Vec::new(),
            branch_nodes: Vec::new(),
            rules: Vec::new(),
        };
        trie.nodes.resize_with(growing.len(), Node::default);
        // Nodes come after those that lead to them.
        for (number, node) in growing.into_iter().enumerate() {
            let first_rule = trie.rules.len() as u32;
            trie.rules.extend(node.rules);
            trie.nodes[number].rules = (first_rule, trie.rules.len() as u32);
            let has_rules = number > 0 && first_rule < trie.rules.len() as u32;
            let shorter = if has_rules { number as u32 } else { trie.nodes[number].shorter };
            let length = trie.nodes[number].length + 1;
            let first = trie.branch_ids.len() as u32;
            for (id, next) in node.branches {
                trie.nodes[next].shorter = shorter;
                trie.nodes[next].length = length;
                if number == 0 {
                    trie.roots[usize::from(id)] = next as u32;
                } else {
                    trie.nodes[number].branch_mask |= bit_of(id);
                    trie.branch_ids.push(id);
                    trie.branch_nodes.push(next as u32);
                }
            }
            trie.nodes[number].branches = (first, trie.branch_ids.len() as u32);
        }
        trie
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        let cells: usize = self.rules.iter().map(|rule| rule.cells.len()).sum();
        self.followers.size()
            + size_of_val(&*self.roots)
            + size_of_val(&*self.nodes)
            + size_of_val(&*self.branch_ids)
            + size_of_val(&*self.branch_nodes)
            + size_of_val(&*self.rules)
            + cells
    }

    /// Whether a string begins with `id`.
    #[inline]
    pub fn begins(&self, id: Id) -> bool {
        self.roots[usize::from(id)] != 0
    }

    /// Whether `id` alone is a string.
    pub fn has_alone(&self, id: Id) -> bool {
        let (first, last) = self.nodes[self.roots[usize::from(id)] as usize].rules;
        self.begins(id) && first != last
    }

    /// Whether a string begins with these two.
    pub fn begins_with(&self, first: Id, second: Id) -> bool {
        let (start, end) = self.nodes[self.roots[usize::from(first)] as usize].branches;
        self.begins(first) && self.branch_ids[start as usize..end as usize].contains(&second)
    }

    /// The longest string that may stand at `place`, and its end. `is_allowed` is asked for the end.
    #[inline]
    pub fn find(
        &self,
        view: &View,
        sets: &Sets,
        place: usize,
        is_allowed: impl Fn(usize) -> bool,
    ) -> Option<(&Written, usize)> {
        // Nothing is asked of what is not shown: not every string would ask for it.
        let ids = view.ids();
        if let Some(&[before, here, next]) =
            place.checked_sub(1).and_then(|before| ids.get(before..before + 3))
            && !self.followers.allow(before, here, next)
        {
            debug_assert!(self.find_longest(view, sets, place, is_allowed).is_none());
            return None;
        }
        self.find_longest(view, sets, place, is_allowed)
    }

    /// Apart, for at most places no string begins.
    #[inline(never)]
    fn find_longest(
        &self,
        view: &View,
        sets: &Sets,
        place: usize,
        is_allowed: impl Fn(usize) -> bool,
    ) -> Option<(&Written, usize)> {
        let mut node = self.walk(view, place)?;
        loop {
            let Node { rules: (first, last), shorter, length, .. } = self.nodes[node];
            let end = place + length as usize;
            let rules = &self.rules[first as usize..last as usize];
            if let Some(rule) = rules.iter().find(|rule| rule.stands(view, sets, place, end))
                && is_allowed(end)
            {
                return Some((rule, end));
            }
            if shorter == 0 {
                return None;
            }
            node = shorter as usize;
        }
    }

    /// The node of the longest way through the trie from `place` on.
    fn walk(&self, view: &View, place: usize) -> Option<usize> {
        let mut node = self.roots[usize::from(view.at(place))] as usize;
        if node == 0 {
            return None;
        }
        let mut end = place + 1;
        loop {
            let Node { branch_mask, branches: (first, last), .. } = self.nodes[node];
            if branch_mask == 0 {
                return Some(node);
            }
            let id = view.at(end);
            // Most ways end here: it is not worth while to look through all branches.
            if branch_mask & bit_of(id) == 0 {
                return Some(node);
            }
            let ids = &self.branch_ids[first as usize..last as usize];
            let Some(found) = ids.iter().position(|&branch| branch == id) else {
                return Some(node);
            };
            node = self.branch_nodes[first as usize + found] as usize;
            end += 1;
        }
    }
}

#[inline]
fn bit_of(id: Id) -> u64 {
    1 << (id % 64)
}

impl Written {
    fn compile(rule: &StringRule, sets: &Sets) -> Result<Self, Fault> {
        let beside = |one: Option<Beside>| {
            one.map(|one| sets.beside(one).ok_or(Fault::NoSuchSet)).transpose()
        };
        Ok(Self {
            before: beside(rule.before)?,
            after: beside(rule.after)?,
            cells: rule.cells.as_slice().into(),
            rule: rule.rule,
        })
    }

    fn stands(&self, view: &View, sets: &Sets, place: usize, end: usize) -> bool {
        self.before.is_none_or(|set| sets.holds(set, view.before(place, 1)))
            && self.after.is_none_or(|set| sets.holds(set, view.at(end)))
    }
}

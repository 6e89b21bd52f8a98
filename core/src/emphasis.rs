//! Where the signs of emphasis stand.

use crate::characters::Id;
use crate::table::{Sign, Table};

/// A sign before a place, with the character it belongs to.
pub(crate) struct Announced<'a> {
    pub place: usize,
    pub anchor: usize,
    pub sign: &'a Sign,
}

impl Table {
    /// All signs in the order of the text: at one place what ends comes before what begins.
    ///
    /// What reaches further opens first and closes last, so that signs nest. An emphasis never begins
    /// or ends with a blank: the signs stand at the words.
    pub(crate) fn announced(&self, ids: &[Id], forms: &[u16]) -> Vec<Announced<'_>> {
        let mut found = Vec::new();
        for (rank, emphasis) in (0_i64..).zip(&self.emphasis) {
            for (start, stop) in self.words_of(ids, forms, emphasis.bit) {
                let order =
                    |is_opening: bool, far: usize, rank: i64| (is_opening, -(far as i64), rank);
                found.push((stop, order(false, start, -rank), stop - 1, &emphasis.end));
                found.push((start, order(true, stop, rank), start, &emphasis.begin));
            }
        }
        found.sort_by_key(|&(place, order, ..)| (place, order));
        found
            .into_iter()
            .map(|(place, _, anchor, sign)| Announced { place, anchor, sign })
            .collect()
    }

    /// The spans with the bit, without blanks at their ends; blanks between two do not part them.
    fn words_of(&self, ids: &[Id], forms: &[u16], bit: u16) -> Vec<(usize, usize)> {
        let is_white = |id: &Id| self.each[usize::from(*id)].is_white;
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut place = 0;
        while place < ids.len() {
            let end = place + forms[place..].iter().take_while(|&&form| form & bit != 0).count();
            let words = &ids[place..end];
            let first = words.iter().position(|id| !is_white(id));
            let last = words.iter().rposition(|id| !is_white(id));
            if let (Some(first), Some(last)) = (first, last) {
                let (mut start, stop) = (place + first, place + last + 1);
                if let Some(&(before, its_stop)) = spans.last()
                    && ids[its_stop..start].iter().all(is_white)
                {
                    spans.pop();
                    start = before;
                }
                spans.push((start, stop));
            }
            place = end + 1;
        }
        spans
    }
}

//! Which emphasis is on, and which signs of it may come next.
//!
//! See `translate/back/emphasis.py`. Classes are bits.

/// The state between two characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Emphasis {
    /// The classes that are on, those that began at one place together.
    groups: Vec<Vec<u16>>,
    /// The last group began at this place.
    pub has_begun: bool,
    /// The number of the group and the class that ended last at this place.
    closed: Option<(usize, u16)>,
    /// The classes behind which only blanks stand.
    ended: u16,
    /// No word is before.
    is_after_blank: bool,
}

impl Default for Emphasis {
    fn default() -> Self {
        Self { groups: Vec::new(), has_begun: false, closed: None, ended: 0, is_after_blank: true }
    }
}

impl Emphasis {
    /// The classes that are on.
    pub fn on(&self) -> u16 {
        self.groups.iter().flatten().fold(0, |on, bit| on | bit)
    }

    /// The state after the sign that begins a class; `None` where no such sign can stand.
    pub fn begin(&self, bit: u16) -> Option<Self> {
        if (self.on() | self.ended) & bit != 0 {
            return None;
        }
        let mut groups = self.groups.clone();
        match groups.last_mut() {
            Some(group) if self.has_begun => group.push(bit),
            _ => groups.push(vec![bit]),
        }
        Some(Self { groups, has_begun: true, closed: None, ..*self })
    }

    /// The state after the sign that ends a class; `None` where no such sign can stand.
    ///
    /// `order` is that in which the classes of one span begin.
    pub fn end(&self, bit: u16, order: &[u16]) -> Option<Self> {
        if self.is_after_blank || self.has_begun {
            return None;
        }
        let number = self.groups.iter().position(|group| group.contains(&bit))?;
        if self.groups[number].last() != Some(&bit) {
            return None; // of what began together the last ends first
        }
        if let Some((last, other)) = self.closed {
            let rank = |bit| order.iter().position(|&one| one == bit);
            if number > last || (number == last && rank(bit) > rank(other)) {
                return None;
            }
        }
        let mut groups = self.groups.clone();
        groups[number].pop(); // an empty group keeps its number until the next character
        Some(Self { groups, closed: Some((number, bit)), ended: self.ended | bit, ..*self })
    }

    /// The state after a character; `None` for a blank directly behind a sign that begins.
    pub fn after(&self, is_blank: bool) -> Option<Self> {
        if is_blank && self.has_begun {
            return None;
        }
        Some(Self {
            groups: self.groups.iter().filter(|group| !group.is_empty()).cloned().collect(),
            has_begun: false,
            closed: None,
            ended: if is_blank { self.ended } else { 0 },
            is_after_blank: is_blank,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Emphasis;

    const ORDER: [u16; 3] = [4, 2, 1];

    #[test]
    fn of_what_began_together_the_last_ends_first() {
        let both = Emphasis::default().begin(4).and_then(|one| one.begin(1)).unwrap();
        assert!(both.begin(4).is_none() && both.end(1, &ORDER).is_none());
        assert!(both.after(true).is_none(), "a blank directly behind a sign that begins");
        let inside = both.after(false).unwrap();
        assert!(inside.end(4, &ORDER).is_none());
        let one = inside.end(1, &ORDER).unwrap();
        assert_eq!(one.on(), 4);
        assert_eq!(one.end(4, &ORDER).unwrap().on(), 0);
    }

    #[test]
    fn what_ended_begins_again_only_behind_a_word() {
        let inside = Emphasis::default().begin(2).unwrap().after(false).unwrap();
        let ended = inside.end(2, &ORDER).unwrap();
        assert!(ended.after(true).unwrap().begin(2).is_none());
        assert!(ended.after(false).unwrap().begin(2).is_some());
        assert!(inside.after(true).unwrap().end(2, &ORDER).is_none());
    }

    #[test]
    fn at_one_place_the_later_begun_ends_first() {
        let outer = Emphasis::default().begin(4).unwrap().after(false).unwrap();
        let inside = outer.begin(2).unwrap().after(false).unwrap();
        assert!(inside.end(4, &ORDER).unwrap().end(2, &ORDER).is_none());
        assert!(inside.end(2, &ORDER).unwrap().end(4, &ORDER).is_some());
    }
}

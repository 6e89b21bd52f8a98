//! What is looked up often, in lines of a processor's cache: found by one look at memory.
//!
//! A value has two groups that it may be in, of two slots each. Where both are full something
//! is crowded out. A caller that knows what it will ask for next says so ([`Slots::expect`]), so that
//! memory answers meanwhile.

use prefetch_index::prefetch_index;

const FIRST_GROUPS: usize = 1 << 8;
/// Slots of a group.
const WAYS: usize = 2;
/// Slots that are moved to make room for one, at most.
const MOST_MOVED: usize = 8;

/// What may stand in a slot.
pub(crate) trait Slot: Copy {
    /// A slot of nothing.
    const EMPTY: Self;

    fn is_empty(&self) -> bool;

    /// The hash that it is looked up by.
    fn hash(&self) -> u64;

    fn has_key_of(&self, other: &Self) -> bool;
}

#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Group<S>([S; WAYS]);

/// A group and a way.
type Place = (usize, usize);

/// A bounded number of slots.
#[derive(Debug)]
pub(crate) struct Slots<S> {
    groups: Vec<Group<S>>,
    used: usize,
    most_groups: usize,
    /// The way that is given up next.
    next: usize,
}

impl<S: Slot> Slots<S> {
    /// No slots yet, `most` later, a power of two.
    pub fn new(most: usize) -> Self {
        Self { groups: Vec::new(), used: 0, most_groups: most / WAYS, next: 0 }
    }

    /// The two groups of a hash.
    #[inline]
    fn places(&self, hash: u64) -> (usize, usize) {
        let mask = self.groups.len().wrapping_sub(1);
        ((hash >> 32) as usize & mask, hash as usize & mask)
    }

    /// Say that this hash will be looked up soon.
    #[inline]
    pub fn expect(&self, hash: u64) {
        let (one, two) = self.places(hash);
        prefetch_index(&self.groups, one);
        prefetch_index(&self.groups, two);
    }

    /// The slot of which `is_it` is true, among those of this hash.
    #[inline]
    pub fn find(&self, hash: u64, is_it: impl Fn(&S) -> bool) -> Option<&S> {
        let (one, two) = self.places(hash);
        self.find_in(one, &is_it).or_else(|| self.find_in(two, &is_it))
    }

    #[inline]
    fn find_in(&self, place: usize, is_it: impl Fn(&S) -> bool) -> Option<&S> {
        let ways = &self.groups.get(place)?.0;
        // Which of the two it is cannot be foreseen, so that no jump depends on it.
        let found = &ways[usize::from(!is_it(&ways[0]))];
        is_it(found).then_some(found)
    }

    /// Remember `slot`, in the place of one with its key, an empty one, or some other.
    pub fn put(&mut self, slot: S) {
        if self.used * 4 >= self.groups.len() * WAYS * 3 && self.groups.len() < self.most_groups {
            let size = (self.groups.len() * 4).clamp(FIRST_GROUPS, self.most_groups);
            let old = std::mem::replace(&mut self.groups, vec![Group([S::EMPTY; WAYS]); size]);
            self.used = 0;
            for slot in old.iter().flat_map(|group| group.0).filter(|slot| !slot.is_empty()) {
                self.place(slot);
            }
        }
        self.place(slot);
    }

    fn place(&mut self, slot: S) {
        let both = self.ways(slot.hash());
        let at = |&&place: &&Place| self.at(place);
        let same = both.iter().find(|place| at(place).has_key_of(&slot));
        let free = same.or_else(|| both.iter().find(|place| at(place).is_empty()));
        self.used += usize::from(same.is_none() && free.is_some());
        let place = free.copied().or_else(|| self.make_room(both)).unwrap_or_else(|| {
            self.next = (self.next + 1) % both.len();
            both[self.next]
        });
        self.groups[place.0].0[place.1] = slot;
    }

    /// Make one of these places free: its slot goes to its other group, where another one has to
    /// move too if that is full, and so on. `None` where that comes to no end soon.
    fn make_room(&mut self, full: [Place; 2 * WAYS]) -> Option<Place> {
        self.next = (self.next + 1) % full.len();
        let mut way = [full[self.next]; MOST_MOVED];
        for step in 0..MOST_MOVED {
            let place = way[step];
            let others = self.other_ways(place);
            if let Some(&free) = others.iter().find(|&&one| self.at(one).is_empty()) {
                self.move_along(&way[..=step], free);
                self.used += 1;
                return Some(way[0]);
            }
            let next = others.into_iter().find(|one| !way[..=step].contains(one))?;
            *way.get_mut(step + 1)? = next;
        }
        None
    }

    /// Move the slot at the last of these places to `free`, that before it to its place, and so on.
    fn move_along(&mut self, way: &[Place], mut free: Place) {
        for &place in way.iter().rev() {
            self.groups[free.0].0[free.1] = *self.at(place);
            free = place;
        }
    }

    /// The ways of the other group of the slot at `place`.
    fn other_ways(&self, place: Place) -> [Place; WAYS] {
        let (one, two) = self.places(self.at(place).hash());
        let other = if place.0 == one { two } else { one };
        [(other, 0), (other, 1)]
    }

    fn ways(&self, hash: u64) -> [Place; 2 * WAYS] {
        let (one, two) = self.places(hash);
        [(one, 0), (one, 1), (two, 0), (two, 1)]
    }

    fn at(&self, (group, way): Place) -> &S {
        &self.groups[group].0[way]
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.groups)
    }
}

/// A product of which every bit depends on every bit of both.
#[inline]
pub(crate) fn fold(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[derive(Clone, Copy, Debug)]
    struct Number {
        key: u64,
        value: u64,
    }

    impl Slot for Number {
        const EMPTY: Self = Self { key: 0, value: 0 };

        fn is_empty(&self) -> bool {
            self.key == 0
        }

        fn hash(&self) -> u64 {
            fold(self.key ^ 0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F)
        }

        fn has_key_of(&self, other: &Self) -> bool {
            self.key == other.key
        }
    }

    fn value(slots: &Slots<Number>, key: u64) -> Option<u64> {
        let hash = Number { key, value: 0 }.hash();
        slots.expect(hash);
        slots.find(hash, |slot| slot.key == key).map(|slot| slot.value)
    }

    #[test]
    fn what_is_found_is_what_was_put_last() {
        let mut slots = Slots::new(1 << 10);
        let mut put = HashMap::new();
        assert_eq!(value(&slots, 1), None);
        for step in 0..20_000_u64 {
            let number = Number { key: step * 7919 % 1500 + 1, value: step };
            slots.put(number);
            put.insert(number.key, step);
            assert_eq!(value(&slots, number.key), Some(step));
            let other = step * 31 % 1600 + 1;
            assert!(value(&slots, other).is_none_or(|found| Some(&found) == put.get(&other)));
        }
        let kept = put.keys().filter(|&&key| value(&slots, key).is_some()).count();
        assert!(kept > 900, "{kept} of 1024 slots are in use");
    }

    #[test]
    fn with_three_slots_in_four_in_use_few_are_crowded_out() {
        let mut slots = Slots::new(1 << 12);
        (1..=3072).for_each(|key| slots.put(Number { key, value: key }));
        let kept = (1..=3072).filter(|&key| value(&slots, key) == Some(key)).count();
        assert!(kept * 1000 > 3072 * 985, "{kept} of 3072");
    }

    #[test]
    fn two_of_one_hash_do_not_hide_one_another() {
        #[derive(Clone, Copy)]
        struct Same(u64);
        impl Slot for Same {
            const EMPTY: Self = Self(0);

            fn is_empty(&self) -> bool {
                self.0 == 0
            }

            fn hash(&self) -> u64 {
                5
            }

            fn has_key_of(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }
        let mut slots = Slots::new(1 << 9);
        (1..=100).for_each(|key| slots.put(Same(key)));
        let found = (1..=100).filter(|&key| slots.find(5, |slot| slot.0 == key).is_some()).count();
        assert!((2..=4).contains(&found), "{found}");
        assert!(slots.find(5, |slot| slot.0 == 100).is_some());
    }
}

//! Values as small numbers: equal values have one number.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// A map of small keys that are made of numbers given out here: no stranger chooses them.
pub(super) type Map<K, V> = FxHashMap<K, V>;

/// Values in the order in which they came.
#[derive(Debug)]
pub(super) struct Interner<T> {
    numbers: Map<T, u32>,
    all: Vec<T>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { numbers: Map::default(), all: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Interner<T> {
    /// The number of `one`; a new one where it is new.
    pub fn number<Q>(&mut self, one: &Q) -> u32
    where
        T: Borrow<Q> + for<'q> From<&'q Q>,
        Q: Eq + Hash + ?Sized,
    {
        match self.numbers.get(one) {
            Some(&number) => number,
            None => self.add(one.into()),
        }
    }

    /// The same for a value that is its own key.
    pub fn number_of(&mut self, one: T) -> u32 {
        match self.numbers.get(&one) {
            Some(&number) => number,
            None => self.add(one),
        }
    }

    fn add(&mut self, one: T) -> u32 {
        let number = self.all.len() as u32;
        self.all.push(one.clone());
        self.numbers.insert(one, number);
        number
    }

    /// The value with a number.
    #[inline]
    pub fn get(&self, number: u32) -> &T {
        &self.all[number as usize]
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Bytes, without what values point to.
    pub fn size(&self) -> usize {
        self.all.capacity() * size_of::<T>() + self.numbers.capacity() * (size_of::<T>() + 8)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Interner;

    #[test]
    fn equal_values_have_one_number() {
        let mut words = Interner::<Arc<[u16]>>::default();
        assert_eq!(words.number::<[u16]>(&[]), 0);
        assert_eq!(words.number::<[u16]>(&[1, 2]), 1);
        assert_eq!(words.number::<[u16]>(&[2, 1]), 2);
        assert_eq!(words.number::<[u16]>(&[1, 2]), 1);
        assert_eq!(**words.get(2), [2, 1]);
        assert_eq!(words.count(), 3);
    }
}

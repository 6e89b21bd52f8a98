//! Values as small numbers: equal values have one number.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A map of small keys that are made of numbers given out here: no stranger chooses them.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<NumberHasher>>;

/// Quick for few small numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NumberHasher(u64);

impl NumberHasher {
    #[inline]
    fn add(&mut self, number: u64) {
        // The golden ratio: an odd number, so that no key of one number meets another.
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut number = [0; 8];
            number[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(number));
        }
    }

    #[inline]
    fn write_u8(&mut self, number: u8) {
        self.add(number.into());
    }

    #[inline]
    fn write_u16(&mut self, number: u16) {
        self.add(number.into());
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.add(number.into());
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

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

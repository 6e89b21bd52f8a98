//! A piece of text as the rules see it, which notices when they look beyond it.

use std::cell::Cell;

use crate::characters::{EDGE, Id};

/// Numbers of characters, and at each end either the edge of the text or text that is not shown.
///
/// A rule that looks at text that is not shown makes the result uncertain: [`View::has_crossed`].
/// This is how it is proved, word by word, that a translation depends on nothing further away.
pub struct View<'a> {
    ids: &'a [Id],
    is_left_open: bool,
    is_right_open: bool,
    crossed: Cell<bool>,
}

impl<'a> View<'a> {
    /// A whole text.
    pub fn whole(ids: &'a [Id]) -> Self {
        Self::part(ids, false, false)
    }

    /// A piece; an open end is no edge of the text.
    pub fn part(ids: &'a [Id], is_left_open: bool, is_right_open: bool) -> Self {
        Self { ids, is_left_open, is_right_open, crossed: Cell::new(false) }
    }

    /// How many characters are shown.
    #[inline]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The character at `place`.
    #[inline]
    pub fn at(&self, place: usize) -> Id {
        match self.ids.get(place) {
            Some(&id) => id,
            None => {
                self.touch_right();
                EDGE
            }
        }
    }

    /// The character `steps` before `place`.
    #[inline]
    pub fn before(&self, place: usize, steps: usize) -> Id {
        match place.checked_sub(steps) {
            Some(place) => self.at(place),
            None => {
                self.touch_left();
                EDGE
            }
        }
    }

    /// Whether the text begins at `place`.
    #[inline]
    pub fn is_start(&self, place: usize) -> bool {
        if place == 0 {
            self.touch_left();
        }
        place == 0
    }

    /// The characters themselves, for loops that call [`View::touch_right`] when they reach the end.
    #[inline]
    pub fn ids(&self) -> &'a [Id] {
        self.ids
    }

    /// Note that the right end was looked at.
    #[inline]
    pub fn touch_right(&self) {
        if self.is_right_open {
            self.crossed.set(true);
        }
    }

    #[inline]
    fn touch_left(&self) {
        if self.is_left_open {
            self.crossed.set(true);
        }
    }

    /// Whether a rule looked beyond what is shown.
    #[inline]
    pub fn has_crossed(&self) -> bool {
        self.crossed.get()
    }
}

//! The numbers that position maps are made of.

use crate::output::Output;
use crate::words::Words;

/// A place counted from the beginning of a text: a byte, which does for a line, or 32 bits.
///
/// Places are worked out in 32 bits and written in as many as there are, so that those of a text
/// which has too many of them mean nothing: see [`Position::fits`].
pub trait Position: Copy + Default + std::fmt::Debug + Eq + Into<u32> + Buffered {
    /// The lower bits of `place`.
    fn low(place: u32) -> Self;

    /// Whether each place before `end` is written whole.
    fn fits(end: usize) -> bool;
}

impl Position for u8 {
    #[inline]
    fn low(place: u32) -> Self {
        place as Self
    }

    #[inline]
    fn fits(end: usize) -> bool {
        end <= 1 << Self::BITS
    }
}

impl Position for u32 {
    #[inline]
    fn low(place: u32) -> Self {
        place
    }

    fn fits(end: usize) -> bool {
        u32::try_from(end).is_ok()
    }
}

/// What has a buffer in memory; nothing else is a position.
pub trait Buffered: Sized {
    /// Where the buffer is that memory lends.
    #[doc(hidden)]
    fn buffer(words: &mut Words) -> &mut Option<Box<Output<Self>>>;
}

impl Buffered for u8 {
    #[inline]
    fn buffer(words: &mut Words) -> &mut Option<Box<Output<Self>>> {
        &mut words.narrow
    }
}

impl Buffered for u32 {
    #[inline]
    fn buffer(words: &mut Words) -> &mut Option<Box<Output<Self>>> {
        &mut words.output
    }
}

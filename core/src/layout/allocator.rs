//! Memory that stays with the process from one text to the next.

use std::hint::black_box;
use std::sync::Once;

/// Bytes of the block: what the allocator keeps at most of what is freed is twice as much.
const BLOCK: usize = 1 << 23;

/// Have the allocator keep memory for the next text instead of giving it back to the system.
///
/// To be given a page anew costs a microsecond or two, and the rows of a megabyte are some thousand
/// pages. The GNU C library adapts: once a block of some size was freed, it serves blocks up to that size from
/// its heap and gives back only what is beyond twice the size (`mallopt(3)`, `M_MMAP_THRESHOLD`). So a
/// block is asked for and freed, once, and never written. Other libraries take no notice of it.
pub(crate) fn keep_memory() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(black_box(Vec::<u8>::with_capacity(BLOCK))));
}

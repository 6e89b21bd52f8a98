//! What the cells of a text depend on: what has to be known to translate only what changed in it.

/// Units that were written together, and the text that their rules were shown, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Region {
    pub start: u32,
    pub end: u32,
    /// Where the text that was shown begins, 0 also where the edge of the text was seen.
    pub seen_start: u32,
    /// Where it ends; behind the end of the text where that edge was seen.
    pub seen_end: u32,
    /// Whether it is more than one unit: no unit inside is known to begin with a step.
    pub is_joined: bool,
}

/// How far the rules looked when a text was translated.
///
/// Outside the regions the text is units, each of which depends on itself and on the blanks beside it.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// In the order of the text; they do not overlap.
    pub(crate) regions: Vec<Region>,
    /// Whether the text was translated by units at all.
    pub(crate) is_known: bool,
}

impl Reach {
    pub(crate) fn clear(&mut self) {
        self.regions.clear();
        self.is_known = false;
    }

    /// The last beginning of a unit, at or before `change`, up to which nothing looked at `change`.
    pub(crate) fn last_before(&self, text: &[u8], change: usize) -> usize {
        let blank = text[..change].iter().rposition(|&byte| byte <= b' ');
        let mut place = blank.map_or(0, |blank| blank as u32 + 1);
        for region in self.regions.iter().rev().filter(|region| region.start < change as u32) {
            if region.start < place && region.seen_end > change as u32 {
                place = region.start;
            }
        }
        place as usize
    }

    /// The first place where a unit may begin from which on nothing looked before `change`.
    pub(crate) fn first_behind(&self, change: usize) -> usize {
        let affected = self.regions.iter().filter(|region| region.seen_start <= change as u32);
        affected.map(|region| region.end as usize).fold(change + 1, usize::max)
    }

    /// The first beginning of a unit from `place` on that is a step of both passes, or the end.
    pub(crate) fn next_unit(&self, text: &[u8], place: usize) -> usize {
        let before = place.saturating_sub(1).min(text.len());
        let blank = text[before..].iter().position(|&byte| byte <= b' ');
        let found = blank.map_or(text.len(), |blank| before + blank + 1);
        let around = self.regions.iter().find(|region| found < region.end as usize);
        match around {
            Some(region) if (region.start as usize) < found => region.end as usize,
            _ => found,
        }
    }

    /// From where on every beginning of a unit up to `place` is a step of both passes.
    pub(crate) fn floor(&self, place: usize) -> usize {
        let joined = |region: &&Region| region.is_joined && region.end as usize <= place;
        self.regions.iter().rev().find(joined).map_or(0, |region| region.end as usize)
    }

    /// The reach of a text in which the bytes before `start` and from `end` on stayed as they were.
    ///
    /// `between` has the regions of what was written anew, `moved` is how far the rest moved.
    pub(crate) fn join(&self, start: usize, between: &Self, end: usize, moved: isize) -> Self {
        let shift = |place: u32| (place as isize + moved) as u32;
        let before = self.regions.iter().take_while(|region| (region.start as usize) < start);
        let behind = self.regions.iter().filter(|region| region.start as usize >= end);
        let behind = behind.map(|region| Region {
            start: shift(region.start),
            end: shift(region.end),
            seen_start: shift(region.seen_start),
            seen_end: shift(region.seen_end),
            is_joined: region.is_joined,
        });
        let regions = before.copied().chain(between.regions.iter().copied()).chain(behind);
        Self { regions: regions.collect(), is_known: true }
    }
}

//! Pagination: chunks of rows to pages. See `layout/pages.py`, of which notes are left to Python.

use std::ops::Range;

use smallvec::SmallVec;

use super::rows::BLANK;

/// Rows of a chunk that is never divided.
const WHOLE: usize = 3;
/// Rows that a divided chunk leaves on each page.
const LEAST: usize = 2;

/// The rows of a paragraph, heading or page mark, with what holds them together.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// Its rows, by number.
    pub rows: Range<usize>,
    /// Blank rows before it, not at the top of a page.
    pub blank_before: usize,
    /// Blank rows behind it.
    pub blank_after: usize,
    /// Whether it stays with the chunk behind it.
    pub is_kept_with_next: bool,
    /// Rows that go to the top of a page on which the chunk, or a part of it, comes first.
    pub repeated: Range<usize>,
    /// The number of the print page that begins here, and whether the running line shows it.
    pub print_page: Option<(u32, bool)>,
    /// The number of the heading that these are the rows of, and its level.
    pub heading: Option<(u32, i64)>,
}

/// What begins a page or a chapter, and how many rows a page has below its running line.
#[derive(Clone, Copy, Debug)]
pub struct PageRules {
    /// Rows below the running line.
    pub height: usize,
    /// Headings to this level begin a chapter.
    pub chapter_level: i64,
    /// Whether a chapter begins a page.
    pub has_chapter_pages: bool,
}

/// A page below its running line.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Its rows.
    pub rows: Numbers,
    /// The print page that its first row stands on.
    pub print_page: Option<u32>,
    /// The heading of the chapter that it begins in.
    pub chapter: Option<u32>,
}

/// Numbers of rows, of which most stand one behind another.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    spans: SmallVec<[Range<usize>; 2]>,
    count: usize,
}

impl Numbers {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Those that stand one behind another, in their order.
    pub fn spans(&self) -> &[Range<usize>] {
        &self.spans
    }

    fn push(&mut self, span: Range<usize>) {
        if span.is_empty() {
            return;
        }
        self.count += span.len();
        match self.spans.last_mut().filter(|last| last.end == span.start) {
            Some(last) => last.end = span.end,
            None => self.spans.push(span),
        }
    }
}

/// Pages while they are being filled.
#[derive(Debug)]
pub struct Pager {
    rules: PageRules,
    pages: Vec<Body>,
    page: Body,
    print_page: Option<u32>,
    chapter: Option<u32>,
    gap: usize,
    group: Vec<Chunk>,
    group_rows: usize,
}

impl Pager {
    /// A pager with nothing on its first page.
    pub fn new(rules: PageRules) -> Self {
        Self {
            rules,
            pages: Vec::new(),
            page: Body::default(),
            print_page: None,
            chapter: None,
            gap: 0,
            group: Vec::new(),
            group_rows: 0,
        }
    }

    /// Put a chunk behind what was placed before.
    pub fn place(&mut self, chunk: Chunk) {
        if chunk.rows.is_empty() && chunk.print_page.is_none() {
            return;
        }
        self.group_rows += chunk.rows.len();
        let is_kept = chunk.is_kept_with_next && self.group_rows < self.rules.height;
        self.group.push(chunk);
        if !is_kept {
            self.place_group();
        }
    }

    /// All pages; at least one, which may be empty.
    pub fn finish(mut self) -> Vec<Body> {
        if !self.group.is_empty() {
            self.place_group();
        }
        if self.page.rows.count > 0 || self.pages.is_empty() {
            self.turn();
        }
        self.pages
    }

    fn place_group(&mut self) {
        let group = std::mem::take(&mut self.group);
        self.group_rows = 0;
        let level = self.rules.chapter_level;
        let is_chapter = |chunk: &Chunk| chunk.heading.is_some_and(|(_, own)| own <= level);
        let is_page = self.rules.has_chapter_pages && group.iter().any(is_chapter);
        if self.page.rows.count > 0 && (is_page || self.needed(&group) > self.room()) {
            self.turn();
        }
        for chunk in &group {
            self.place_chunk(chunk);
        }
        self.group = group;
        self.group.clear();
    }

    fn room(&self) -> usize {
        self.rules.height.saturating_sub(self.page.rows.count)
    }

    fn turn(&mut self) {
        let next =
            Body { rows: Numbers::default(), print_page: self.print_page, chapter: self.chapter };
        self.pages.push(std::mem::replace(&mut self.page, next));
        self.gap = 0;
    }

    /// Rows that the group takes here at least, with the blank rows in front of its chunks.
    fn needed(&self, group: &[Chunk]) -> usize {
        let (mut needed, mut gap) = (0, self.gap);
        for (place, chunk) in group.iter().enumerate() {
            let count = chunk.rows.len();
            let is_cut = place + 1 == group.len() && count > WHOLE;
            needed += gap.max(chunk.blank_before) + if is_cut { LEAST } else { count };
            gap = chunk.blank_after;
        }
        needed
    }

    fn place_chunk(&mut self, chunk: &Chunk) {
        if chunk.print_page.is_some_and(|(page, is_shown)| self.begin_print_page(page, is_shown)) {
            return;
        }
        let (mut done, count) = (0, chunk.rows.len());
        while done < count {
            let is_top = self.page.rows.count == 0;
            let blanks = if is_top || done > 0 { 0 } else { self.gap.max(chunk.blank_before) };
            let repeated = if is_top { chunk.repeated.clone() } else { 0..0 };
            let room = self.room().saturating_sub(blanks + repeated.len());
            let mut take = take_of(count - done, room);
            if take == 0 && is_top {
                take = 1; // never so, as heights and repeated rows are limited
            }
            if take > 0 {
                (0..blanks).for_each(|_| self.page.rows.push(BLANK..BLANK + 1));
                self.page.rows.push(repeated);
                if let Some((heading, level)) = chunk.heading.filter(|_| done == 0) {
                    self.begin_heading(heading, level, is_top);
                }
                let start = chunk.rows.start + done;
                self.page.rows.push(start..start + take);
                done += take;
            }
            if done < count {
                self.turn();
            }
        }
        if count > 0 {
            self.gap = chunk.blank_after;
        }
    }

    /// Begin a print page; whether the running line alone shows that.
    fn begin_print_page(&mut self, page: u32, is_shown: bool) -> bool {
        self.print_page = Some(page);
        if self.page.rows.count > 0 {
            return false;
        }
        self.page.print_page = Some(page);
        is_shown
    }

    fn begin_heading(&mut self, heading: u32, level: i64, is_top: bool) {
        if level <= self.rules.chapter_level {
            self.chapter = Some(heading);
            if is_top {
                self.page.chapter = Some(heading);
            }
        }
    }
}

/// How many of the rows that are left go on a page with so much room; 0 if they begin on the next.
fn take_of(left: usize, room: usize) -> usize {
    let fitting = left.min(room);
    if fitting == left {
        return left;
    }
    let take = fitting.min(left.saturating_sub(LEAST));
    if take >= LEAST { take } else { 0 }
}

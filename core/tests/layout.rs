//! Layout by itself: reading, syllables, what stays whole, pages. That rows are those of Python is
//! tested from Python (`tests/layout/test_native.py`).

use std::sync::Arc;

use brailledesk_core::layout::{
    Alphabet, Block, Body, Chunk, Dictionary, Habits, PageRules, Pager, Patterns, PlainText, Rows,
    Traits,
};

const WORD: u8 = 1;
const DECIMAL: u8 = 2;
const SPACE: u8 = 8;
const ALPHA: u8 = 16;

fn alphabet() -> Option<Alphabet> {
    let characters: String = (' '..='~').collect();
    let kind = |one: char| match one {
        ' ' => SPACE,
        '0'..='9' => WORD | DECIMAL,
        'a'..='z' | 'A'..='Z' => WORD | ALPHA,
        '_' => WORD,
        _ => 0,
    };
    let kinds: Vec<u8> = characters.chars().map(kind).collect();
    Alphabet::new(&characters, &kinds, &characters.to_ascii_lowercase())
}

fn habits(patterns: &[(&str, &str)], dictionary: &str) -> Option<Habits> {
    let alphabet = alphabet()?;
    let own = |&(hint, pattern): &(&str, &str)| (hint.to_string(), pattern.to_string());
    let patterns: Vec<_> = patterns.iter().map(own).collect();
    let patterns = Patterns::new(&patterns, &alphabet)?;
    Some(Habits::new(alphabet, patterns, Some(Dictionary::new(dictionary)?), b"\x24"))
}

fn spans(pattern: &str, text: &str) -> Option<Vec<(u32, u32)>> {
    let found = habits(&[(r"\d", pattern)], "UTF-8\n")?.protected(text)?;
    Some(found.iter().map(|span| (span.start, span.end)).collect())
}

#[test]
fn patterns_match_as_in_python() {
    assert_eq!(spans(r"(?<!\w)\d{2,3}(?!\w)", "1 22 333 4444 55a"), Some(vec![(2, 4), (5, 8)]));
    // A possessive repeat gives nothing back, a greedy one does.
    assert_eq!(spans(r"\d++0", "100"), Some(vec![]));
    assert_eq!(spans(r"\d+0", "100"), Some(vec![(0, 3)]));
    // The first alternative that leads on is taken, not the longest one.
    assert_eq!(spans(r"1(?:2|23)", "123"), Some(vec![(0, 2)]));
    assert_eq!(spans(r"(?i:Kg)\d(?:x\d){0,2}", "kG1x2x3x4"), Some(vec![(0, 7)]));
    assert_eq!(spans(r"\d(?=[^\d]|_)", "12_3"), Some(vec![(1, 2)]));
    // Overlaps of two patterns are joined; matches of one pattern do not overlap.
    let both = habits(&[(r"\d", "a1"), (r"\d", "1b")], "UTF-8\n");
    let found = both.and_then(|habits| habits.protected("a1b a1"));
    assert_eq!(found, Some(vec![0..3, 4..6]));
}

/// All texts of some characters, up to a length.
fn texts(characters: &[char], length: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut start = 0;
    for _ in 0..length {
        let end = all.len();
        for place in start..end {
            all.extend(
                characters.iter().map(|&one| format!("{}{one}", all[place])).collect::<Vec<_>>(),
            );
        }
        start = end;
    }
    all
}

#[test]
fn a_place_is_undivided_if_a_search_of_the_whole_text_finds_it_inside() {
    let patterns = [
        (r"\d", r"(?<!\w)\d{1,2} (?:mi(?: a)?|m)(?!\w)"),
        (r"\d", r"a (?:mi )?1(?: m)?"),
        (r"\d", r"m{2} ?1"),
        (r"_", r"m_+m"),
    ];
    let Some(habits) = habits(&patterns, "UTF-8\n") else { panic!("all of it is known") };
    for text in
        texts(&['1', ' ', 'm', 'i', 'a'], 7).into_iter().chain(texts(&['1', ' ', 'm', '_'], 7))
    {
        let Some(spans) = habits.protected(&text) else { panic!("all of it is known") };
        let inside = |place: &usize| {
            spans.iter().any(|span| (span.start as usize) < *place && *place < span.end as usize)
        };
        let wanted: Vec<usize> = (0..text.len()).filter(inside).collect();
        assert_eq!(habits.undivided(&text), Some(wanted), "{text:?}");
    }
}

#[test]
fn unknown_patterns_are_refused() {
    for pattern in
        ["(a)", "a*?", "a*", r"\bab", "^a", "a$", "a.", "(?:ab)+", "[a", "a)", r"(?i:[a-z])"]
    {
        assert!(habits(&[(r"\d", pattern)], "UTF-8\n").is_none(), "{pattern}");
    }
    assert!(habits(&[("_", "a_ b")], "UTF-8\n").is_none(), "a blank, and no digit is sure");
}

#[test]
fn syllables_follow_the_levels_of_the_patterns() {
    let habits = habits(&[], "UTF-8\nLEFTHYPHENMIN 2\n1ba\n1to\n2t1to\n.ab1b\n");
    let places = |word: &str| habits.as_ref().and_then(|one| one.syllables(word));
    assert_eq!(places("gattobabba"), Some(vec![3, 5, 8]));
    assert_eq!(places("ABBATO"), Some(vec![2, 4]));
    assert_eq!(places("bat"), Some(vec![]), "too short");
    assert_eq!(places("città"), None, "not in the alphabet");
    for unknown in ["UTF-8\na1b/c=d,1,2\n", "UTF-8\n^^e11a\n", "UTF-8\na12b\n"] {
        assert!(Dictionary::new(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn a_text_is_paragraphs_lists_and_pages() {
    let text = "uno  due\ntre\n\nintroduzione:\n- a\n  b\n* c\n\n\u{c}1. x\n2. y";
    let Some(read) = PlainText::read(text) else { panic!("all its characters are known") };
    let shown: Vec<_> = read
        .blocks
        .iter()
        .map(|(block, line)| match block {
            Block::Paragraph(span) => (read.text[span.clone()].to_string(), *line),
            Block::List(items) => {
                let items =
                    read.items[items.clone()].iter().map(|one| &read.text[one.whole.clone()]);
                (items.collect::<Vec<_>>().join("|"), *line)
            }
            Block::PageMark(label) => (format!("page {label}"), *line),
        })
        .collect();
    let expected = [
        ("uno due\ntre", 1),
        ("introduzione:", 4),
        ("- a\nb|• c", 5),
        ("page 2", 9),
        ("1. x|2. y", 9),
    ];
    assert_eq!(shown, expected.map(|(text, line)| (text.to_string(), line)));
    assert!(PlainText::read("日本").is_none());
}

#[test]
fn rows_of_several_stores_are_found_by_their_numbers() {
    let Some(read) = PlainText::read("uno due\n\ntre").map(Arc::new) else { panic!("it is Latin") };
    let mut rows = Rows::default();
    assert_eq!(rows.push(b"\x01", "prima", Traits::NONE), 1);
    let mut other = Rows::default();
    other.keep(&read);
    assert_eq!(other.push_print(&read.text[4..7]), 4, "it is not copied");
    other.push(b"\x02\x02", &read.text[4..7], Traits::NONE);
    other.push(b"", "altro-", Traits::HYPHENATED);
    let moved = rows.append(other);
    assert_eq!(rows.push(b"\x03", "dopo", Traits::RUNNING), moved + 3);
    let all: Vec<_> = (0..rows.count()).map(|row| (rows.cells(row), rows.print(row))).collect();
    let expected: [(&[u8], &str); 6] = [
        (b"", ""),
        (b"\x01", "prima"),
        (b"", ""),
        (b"\x02\x02", "due"),
        (b"", "altro"),
        (b"\x03", "dopo"),
    ];
    assert_eq!(all, expected.map(|(cells, print)| (cells, print.into())));
    assert!(rows.traits(4).has(Traits::HYPHENATED) && rows.traits(5).has(Traits::RUNNING));
    for start in 0..=rows.count() {
        for end in start..=rows.count() {
            let cells: Vec<_> = rows.cells_of(start..end).collect();
            assert_eq!(cells, expected[start..end].iter().map(|one| one.0).collect::<Vec<_>>());
        }
    }
    rows.truncate(4);
    assert_eq!((rows.count(), rows.push(b"\x04", "nuova", Traits::NONE)), (4, 4));
    assert_eq!((rows.cells(3), rows.cells(4)), (&b"\x02\x02"[..], &b"\x04"[..]));
    assert_eq!((rows.print(3), rows.print(4)), ("due".into(), "nuova".into()));
}

fn pages(chunks: &[Chunk]) -> Vec<Vec<usize>> {
    let rules = PageRules { height: 9, chapter_level: 1, has_chapter_pages: false };
    let mut pager = Pager::new(rules);
    chunks.iter().cloned().for_each(|chunk| pager.place(chunk));
    let rows =
        |body: &Body| -> Vec<usize> { body.rows.spans().iter().cloned().flatten().collect() };
    let pages = pager.finish();
    assert!(pages.iter().all(|body| body.rows.count() == rows(body).len()));
    pages.iter().map(rows).collect()
}

#[test]
fn three_rows_stay_together_and_two_of_more_are_left_on_each_page() {
    let chunk = |rows| Chunk { rows, ..Chunk::default() };
    assert_eq!(pages(&[]), [Vec::<usize>::new()]);
    assert_eq!(
        pages(&[chunk(1..8), chunk(8..11)]),
        [(1..8).collect::<Vec<_>>(), (8..11).collect()]
    );
    let divided = pages(&[chunk(1..7), chunk(7..11)]);
    assert_eq!(divided, [(1..9).collect::<Vec<_>>(), (9..11).collect()]);
    let kept = Chunk { is_kept_with_next: true, blank_before: 1, ..chunk(8..9) };
    let held = pages(&[chunk(1..8), kept, chunk(9..12)]);
    assert_eq!(held, [(1..8).collect::<Vec<_>>(), (8..12).collect()]);
    let gap = Chunk { blank_before: 2, ..chunk(3..5) };
    assert_eq!(pages(&[chunk(1..3), gap]), [vec![1, 2, 0, 0, 3, 4]]);
    let repeated = Chunk { repeated: 1..3, ..chunk(3..20) };
    let both = pages(&[repeated]);
    assert_eq!((both.len(), &both[0][..3], &both[1][..3]), (3, &[1, 2, 3][..], &[1, 2, 10][..]));
}

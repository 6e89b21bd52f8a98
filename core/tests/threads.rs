//! Many threads on one translator give what one thread gives: cells and both maps.

use brailledesk_core::{
    Context, Definition, Output, Pattern, Rules, StringRule, Table, Test, Translator,
};

/// Letters, and a percent sign that looks at the number before it, so that words depend on others.
fn table() -> Table {
    let define = |character: char| Definition {
        character,
        is_digit: character.is_ascii_digit(),
        is_plain: true,
        cells: vec![character as u8],
        rule: 0,
    };
    let pattern = Pattern {
        behind: vec![Test::OneOf(0, 1, 1), Test::Text(" ".into())],
        focus: vec![Test::Text("%".into())],
        ..Pattern::default()
    };
    let rules = Rules {
        sets: vec![Some("0123456789".into())],
        definitions: (' '..='~').map(define).collect(),
        strings: vec![StringRule {
            text: "che".into(),
            cells: vec![1, 2],
            before: None,
            after: None,
            is_always: true,
            rule: 1,
        }],
        contexts: vec![Context { pattern, cells: vec![3], rule: 2 }],
        ..Rules::default()
    };
    Table::compile(&rules).expect("a good table")
}

/// Texts of words that are short and long, alike and different, and that depend on neighbours.
fn texts(count: usize) -> Vec<String> {
    let words = ["anche", "5", "%", "x", "chechechechecheche", "3", "Che,", "perch"];
    let text = |number: usize| {
        let picks = (0..12).map(|step| {
            let pick = (number * 7 + step * step * (number % 5 + 1)) % (words.len() + 1);
            words.get(pick).map_or_else(|| format!("w{number}"), |word| (*word).to_owned())
        });
        picks.collect::<Vec<_>>().join(" ")
    };
    (0..count).map(text).collect()
}

#[test]
fn threads_agree() {
    let (threads, count, rounds) = if cfg!(miri) { (3, 4, 2) } else { (8, 400, 20) };
    let texts = texts(count);
    let one = |translator: &Translator, text: &str| {
        let mut output = Output::default();
        assert_eq!(translator.translate(text, &mut output), Ok(true));
        output
    };
    let alone = Translator::new(table());
    let expected: Vec<Output> = texts.iter().map(|text| one(&alone, text)).collect();
    let whole = |text: &String| alone.table().translate_all(text, None, text.len(), None, false);
    assert!(texts.iter().map(whole).eq(expected.iter().cloned().map(Ok)));

    let shared = Translator::new(table());
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (shared, texts, expected) = (&shared, &texts, &expected);
            scope.spawn(move || {
                for step in 0..rounds * count {
                    let place = (step * (thread + 1) + thread) % count;
                    assert_eq!(one(shared, &texts[place]), expected[place], "{}", texts[place]);
                }
            });
        }
    });
    assert!(shared.size_of_words() <= threads * 10_000_000);
}

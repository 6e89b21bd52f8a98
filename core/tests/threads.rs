//! Many threads on one translator give what one thread gives: cells and both maps.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::thread::available_parallelism;

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

/// Where the memory is that a thread is given.
fn place(translator: &Translator) -> usize {
    translator.with_words(|_, words| std::ptr::from_mut(words) as usize)
}

#[test]
fn a_thread_keeps_its_memory_once_it_met_another() {
    let translator = Translator::new(table());
    let (inside, outside) = (Barrier::new(2), Barrier::new(2));
    let first = place(&translator);
    let together = || {
        let met = translator.with_words(|_, words| {
            inside.wait();
            std::ptr::from_mut(words) as usize
        });
        outside.wait();
        let alone = [(); 3].map(|()| place(&translator)); // whether the other is there or not
        assert_eq!(alone, [met; 3]);
        met
    };
    let mut places = std::thread::scope(|scope| {
        [(); 2].map(|()| scope.spawn(together)).map(|one| one.join().expect("no panic"))
    });
    places.sort_by_key(|&one| one != first);
    assert_eq!(places[0], first, "who comes first goes on with what is remembered");
    assert_ne!(places[1], first);
}

#[test]
fn more_threads_than_there_are_places_all_have_a_memory() {
    let threads = 20 + 3 * available_parallelism().map_or(1, usize::from);
    let translator = Translator::new(table());
    let inside = Barrier::new(threads);
    let work = || {
        translator.with_words(|table, words| {
            inside.wait();
            let mut output: Output = Output::default();
            let done = table.translate_plain("anche 5 %", words, &mut output);
            (std::ptr::from_mut(words) as usize, done, output)
        })
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        started.into_iter().map(|one| one.join().expect("no panic")).collect()
    });
    let places: HashSet<usize> = results.iter().map(|one| one.0).collect();
    assert_eq!(places.len(), threads, "each has its own");
    assert!(results.iter().all(|one| (&one.1, &one.2) == (&Ok(true), &results[0].2)));
    assert_eq!(results[0].2.cells, b"an\x01\x02 5 \x03");
}

#[test]
fn work_may_ask_for_another_memory_and_leaves_its_thread_where_it_is() {
    let translator = Translator::new(table());
    let own = place(&translator);
    let mut inner = HashSet::new();
    for _ in 0..100 {
        translator.with_words(|_, words| {
            assert_eq!(std::ptr::from_mut(words) as usize, own);
            inner.insert(place(&translator));
        });
    }
    assert_eq!(inner.len(), 1);
    assert!(!inner.contains(&own));
}

#[test]
fn what_is_learnt_without_a_place_is_kept() {
    let threads = 20 + 3 * available_parallelism().map_or(1, usize::from);
    let translator = Translator::new(table());
    let inside = Barrier::new(threads);
    let learn = || {
        translator.with_words(|table, words| {
            inside.wait();
            let mut output: Output = Output::default();
            assert_eq!(table.translate_plain("anche", words, &mut output), Ok(true));
        });
    };
    let sizes = [(); 2].map(|()| {
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(learn))));
        translator.size_of_words()
    });
    let alone = Translator::new(table());
    let mut output: Output = Output::default();
    assert_eq!(alone.translate("anche", &mut output), Ok(true));
    assert_eq!(sizes, [threads * alone.size_of_words(); 2]);
}

#[test]
fn what_a_panic_left_is_forgotten() {
    let translator = Translator::new(table());
    let mut output = Output::default();
    assert_eq!(translator.translate("anche", &mut output), Ok(true));
    let remembered = translator.size_of_words();
    let panics = AssertUnwindSafe(|| translator.with_words(|_, _| panic!("amid a text")));
    assert!(catch_unwind(panics).is_err());
    assert!(translator.size_of_words() < remembered);
    assert_eq!(translator.translate("anche", &mut output), Ok(true));
    assert_eq!(output.cells, b"an\x01\x02");
    assert_eq!(translator.size_of_words(), remembered);
}

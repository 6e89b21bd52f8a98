//! Rules that ask for too much are refused before anything is made of them.

use brailledesk_core::{Context, Definition, Fault, Pattern, Rules, Table, Test};

fn define(character: char) -> Definition {
    Definition { character, is_digit: false, is_plain: true, cells: vec![1], rule: 0 }
}

/// A rule for a character behind one of a set.
fn behind(set: usize) -> Context {
    let pattern = Pattern {
        behind: vec![Test::OneOf(set, 1, 1)],
        focus: vec![Test::Text("b".into())],
        ..Pattern::default()
    };
    Context { pattern, cells: vec![2], rule: 1 }
}

fn many_characters(count: usize) -> Vec<Definition> {
    ('\u{4E00}'..).take(count).map(define).collect()
}

#[test]
fn sets_do_not_share_numbers() {
    let mut rules = Rules { definitions: vec![define('a'), define('b')], ..Rules::default() };
    rules.sets = vec![Some(String::new()); 1 << 15];
    rules.sets[0] = Some("a".into());
    rules.contexts = vec![behind((1 << 15) - 1)];
    let output = Table::compile(&rules).expect("as many sets as there are numbers");
    let output = output.translate_all("ab", None, 2, None, false).expect("defined");
    assert_eq!(output.cells, [1, 1]); // The last set is empty.
    rules.sets.push(Some(String::new()));
    rules.contexts = vec![behind(1 << 15)]; // Its number would be that of the first.
    assert_eq!(Table::compile(&rules).err(), Some(Fault::TooManySets));
}

#[test]
fn characters_times_characters_are_bounded() {
    let mut rules = Rules { definitions: many_characters(20_000), ..Rules::default() };
    rules.definitions.push(define('b'));
    rules.sets = vec![None];
    assert!(Table::compile(&rules).is_ok());
    rules.definitions.extend(many_characters(60_000).drain(20_000..));
    assert_eq!(Table::compile(&rules).err(), Some(Fault::TooLarge));
    rules.definitions.extend(('\u{20000}'..).take(20_000).map(define));
    assert_eq!(Table::compile(&rules).err(), Some(Fault::TooManyCharacters));
}

#[test]
fn characters_times_rules_are_bounded() {
    let mut rules = Rules { definitions: many_characters(3_000), ..Rules::default() };
    rules.sets = vec![None];
    rules.contexts = vec![behind(0); 64];
    assert!(Table::compile(&rules).is_ok());
    rules.contexts = vec![behind(0); 64 * 300];
    assert_eq!(Table::compile(&rules).err(), Some(Fault::TooLarge));
    rules.contexts.clear();
    rules.sets = vec![None; 1 << 15];
    assert!(Table::compile(&rules).is_ok());
    rules.swaps = vec![(String::new(), String::new()); 30_000];
    assert_eq!(Table::compile(&rules).err(), Some(Fault::TooLarge));
}

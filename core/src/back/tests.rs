//! A small table by hand: "ab" has a sign of its own, "x" is deleted, "!" costs, italic has signs.

use std::sync::Arc as Shared;

use serde_json::{Value, json};

use super::BackTable;
use super::column::longer;
use super::source::{Arc, Cost, Node, Source};

const A: u8 = 1;
const B: u8 = 3;
const AB: u8 = 7;
const MARK: u8 = 22;
const OPENS: u8 = 40;
const CLOSES: u8 = 32;

fn definition(character: &str, cell: u8) -> Value {
    json!({"character": character, "is_digit": false, "is_plain": true, "cells": [cell], "rule": 0})
}

fn character(character: char, class: &str, cost: i32) -> Value {
    let is_text = character.is_ascii();
    let is_blank = character == ' ';
    json!({"character": character, "is_text": is_text, "is_blank": is_blank, "class": class, "cost": cost})
}

fn rules() -> Value {
    let braille = (0x2800..0x2900).filter_map(char::from_u32);
    let mut characters: Vec<Value> = braille.map(|one| character(one, "sign", 15_360)).collect();
    characters.extend(
        ["a", "b", "x"].iter().map(|one| character(one.chars().next().unwrap(), "letter", 0)),
    );
    characters.extend([character('!', "mark", 256), character(' ', "blank", 0)]);
    json!({
        "sets": ["x"],
        "swaps": [],
        "definitions": [
            definition("a", A), definition("b", B), definition("x", 45), definition("!", MARK),
            definition(" ", 0),
        ],
        "strings": [{
            "text": "ab", "cells": [AB], "before": null, "after": null, "is_always": true, "rule": 0,
        }],
        "midnums": [],
        "contexts": [],
        "corrects": [{
            "pattern": {"behind": [], "focus": [{"OneOf": [0, 1, 1]}], "ahead": [], "is_at_start": false},
            "text": "", "swap": null, "rule": 0,
        }],
        "numsign": null,
        "emphasis": [],
        "reading": {
            "characters": characters,
            "sets": [],
            "swaps": [],
            "choices": [],
            "indicators": [],
            "emphasis": [{"bit": 1, "begin": [OPENS], "end": [CLOSES]}],
            "likelihood": {
                "before": [["!", [["start", 512]]]],
                "behind": [],
                "pairs": [],
                "in_word": [], "in_quotes": [], "in_number": [], "long_number": 3,
                "balance": {
                    "brackets": null, "opens": [], "closes": [], "deepest": 4, "unopened": 0,
                    "nested": 0, "unclosed": 0, "unopened_quote": 0, "nested_quote": 0,
                    "unlike_quotes": 0,
                },
                "emphasis": {"begin": 1024, "end": 0, "inside": 768},
                "spelled": 3584,
            },
        },
    })
}

fn table() -> Shared<BackTable> {
    Shared::new(BackTable::from_json(&rules().to_string()).unwrap())
}

/// The arcs of one cell.
fn arcs(source: &mut Source, node: Node, cell: u8) -> Vec<Arc<'_>> {
    let branch = source.arcs(node, cell);
    source.branch(branch).arcs.map(|arc| source.arc(arc)).collect()
}

struct Only {
    target: Node,
    cost: Cost,
    cells: Box<[u8]>,
    text: Box<str>,
    emphasis: u16,
}

fn only(source: &mut Source, node: Node, cell: u8, text: &str) -> Only {
    let all = arcs(source, node, cell);
    let arc = all.into_iter().find(|arc| &*arc.text == text).unwrap();
    let (cells, text) = (arc.cells.clone(), arc.text.clone());
    Only { target: arc.target, cost: arc.cost, cells, text, emphasis: arc.emphasis }
}

#[test]
fn what_a_string_would_have_written_cannot_follow() {
    let mut source = Source::new(&table());
    let a = only(&mut source, 0, A, "a");
    assert!(arcs(&mut source, a.target, B).is_empty(), "a and b are written by one sign");
    let free = source.forgiven(a.target);
    assert_ne!(free, a.target);
    assert_eq!(&*only(&mut source, free, B, "b").cells, [B]);
    assert_eq!(source.end_cost(a.target), Some(0));
}

#[test]
fn a_string_ends_only_where_it_is_read_whole() {
    let mut source = Source::new(&table());
    let ab = only(&mut source, 0, AB, "ab");
    assert_eq!(ab.cells.len(), 1);
    assert!(arcs(&mut source, 0, AB).iter().all(|arc| arc.text.starts_with("ab")));
}

#[test]
fn text_that_writes_nothing_is_read_where_it_leads_elsewhere() {
    let mut source = Source::new(&table());
    let all = arcs(&mut source, 0, MARK);
    let shown: Vec<_> = all.iter().map(|arc| (&*arc.text, arc.cost)).collect();
    assert_eq!(shown, [("!", 768), ("!x", 768)], "a letter came last, which is remembered");
    let b = arcs(&mut source, 0, B);
    assert_eq!(b.iter().map(|arc| &*arc.text).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn places_are_the_same_whatever_the_likelihood_remembers() {
    let mut source = Source::new(&table());
    let mark = only(&mut source, 0, MARK, "!").target;
    let letter = only(&mut source, 0, B, "b").target;
    assert!(mark != letter && source.is_same_place(mark, letter));
    let a = only(&mut source, 0, A, "a").target;
    assert!(!source.is_same_place(a, letter), "no b may follow");
}

#[test]
fn emphasis_is_open_until_its_sign() {
    let mut source = Source::new(&table());
    let begun = only(&mut source, 0, OPENS, "");
    assert_eq!((begun.emphasis, begun.cost), (1, 1024));
    assert_eq!(source.end_cost(begun.target), None);
    assert_eq!(source.ended(begun.target), begun.target);
    assert!(arcs(&mut source, begun.target, 0).is_empty(), "no blank behind the sign");
    let inside = only(&mut source, begun.target, A, "a").target;
    let ended = only(&mut source, inside, CLOSES, "").target;
    assert_eq!(source.end_cost(ended), Some(0));
    let other = source.ended(inside);
    assert_eq!(source.end_cost(other), Some(0));
}

#[test]
fn no_string_reaches_across_a_sign_of_emphasis() {
    let mut source = Source::new(&table());
    let a = only(&mut source, 0, A, "a");
    let begun = only(&mut source, a.target, OPENS, "");
    assert_eq!(begun.cost, 1024 + 768, "inside a word");
    assert_eq!(&*only(&mut source, begun.target, B, "b").text, "b");
}

#[test]
fn a_foreign_cell_is_a_sign_of_unicode_braille() {
    let mut source = Source::new(&table());
    let (first, again) = (source.foreign(0, 63), source.foreign(0, 63));
    assert_eq!(first, again);
    let arc = source.arc(first);
    assert_eq!((&*arc.text, arc.cost, arc.is_fault), ("\u{283f}", 15_360, true));
    assert!(arcs(&mut source, 0, 63).is_empty());
}

#[test]
fn a_new_source_takes_over_what_the_search_holds() {
    let table = table();
    let mut old = Source::new(&table);
    let a = only(&mut old, 0, A, "a");
    let open = only(&mut old, a.target, OPENS, "");
    let there = only(&mut old, open.target, A, "a");
    let mut new = Source::new(&table);
    let node = new.adopt(&old, open.target);
    let here = only(&mut new, node, A, "a");
    assert_eq!((here.cost, &here.cells), (there.cost, &there.cells));
    assert_eq!(new.adopt(&old, there.target), here.target);
    assert!(new.size() < old.size() && !old.is_full());
}

#[test]
fn a_choice_may_have_a_mark_of_its_own() {
    let mut rules = rules();
    rules["strings"] = json!([]);
    rules["reading"]["sets"] = json!([null]);
    rules["reading"]["swaps"] = json!([["a", "a"]]);
    rules["reading"]["choices"] = json!([{
        "pattern": {"behind": [], "focus": [{"OneOf": [0, 1, 1]}], "ahead": [], "is_at_start": false},
        "is_edge": true, "text": "x", "swap": 0,
    }]);
    let table = BackTable::from_json(&rules.to_string()).unwrap();
    assert_eq!(table.reach(), 2, "the mark and the letter");
    let mut source = Source::new(&Shared::new(table));
    let first = source.arcs(0, 45);
    let both = longer(source.branch(first).longer, A).unwrap();
    let spelled = source.arc(source.branch(both).arcs.start);
    assert_eq!((&*spelled.text, spelled.is_spelled), ("a", true));
}

#[test]
fn what_cannot_be_read_is_told() {
    let fault = |change: &dyn Fn(&mut Value)| {
        let mut rules = rules();
        change(&mut rules);
        BackTable::from_json(&rules.to_string()).unwrap_err().to_string()
    };
    let no_reading = fault(&|rules| rules["reading"] = Value::Null);
    assert!(no_reading.contains("way back"));
    let undefined = fault(&|rules| rules["corrects"][0]["text"] = json!("z"));
    assert!(undefined.contains("U+007A"));
    let long = fault(&|rules| rules["corrects"][0]["text"] = json!("a".repeat(257)));
    assert!(long.contains("256"));
    let far = json!([{"OneOf": [0, 4_000_000_000_u32, 4_000_000_000_u32]}]);
    let behind = fault(&|rules| rules["corrects"][0]["pattern"]["behind"] = far.clone());
    assert!(behind.contains("1000"));
    let swap = fault(&|rules| rules["corrects"][0]["swap"] = json!(1));
    assert!(swap.contains("swap"));
    let choice = json!([{
        "pattern": rules()["corrects"][0]["pattern"], "is_edge": false, "text": "", "swap": usize::MAX,
    }]);
    let swap = fault(&|rules| {
        rules["reading"]["sets"] = json!(["x"]);
        rules["reading"]["choices"] = choice.clone();
    });
    assert!(
        swap.contains("swap"),
        "one whose number is no number any more when others are counted"
    );
    for cost in [i32::MAX, i32::MIN] {
        let dear =
            fault(&|rules| rules["reading"]["likelihood"]["before"][0][1][0][1] = json!(cost));
        assert!(dear.contains("128 bits"));
        let dear = fault(&|rules| rules["reading"]["characters"][7]["cost"] = json!(cost));
        assert!(dear.contains("128 bits"));
    }
    let deep = fault(&|rules| rules["reading"]["likelihood"]["balance"]["deepest"] = json!(255));
    assert!(deep.contains("128 bits"));
    let set =
        fault(&|rules| rules["corrects"][0]["pattern"]["focus"] = json!([{"OneOf": [7, 1, 1]}]));
    assert!(set.contains("set"));
}

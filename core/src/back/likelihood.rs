//! How likely a text is: costs, one character after another.
//!
//! See `translate/back/likelihood.py`.

use super::described::{Balance, Class, Costs, EmphasisCosts, Reading};
use super::interner::Map;
use super::source::Cost;
use crate::characters::{Characters, EDGE, Id};

const CLASSES: usize = Class::End as usize + 1;

/// What of the text before bears on the next character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Context {
    /// The character as the rules write it, if anything is known of what may follow it.
    last: Id,
    pub last_class: Class,
    /// Open brackets that are counted.
    depth: u8,
    /// The sign that opened the quotation that the text is in.
    quotes: Id,
    has_letters: bool,
    /// Digits before that are counted.
    digits: u8,
}

/// What is said of one character.
#[derive(Clone, Debug, Default)]
struct Known {
    class: Class,
    own: Cost,
    in_word: Cost,
    in_quotes: Cost,
    in_number: Cost,
    /// Behind a class.
    before: Option<Box<[Cost; CLASSES]>>,
    /// Of a class behind it.
    behind: Option<Box<[Cost; CLASSES]>>,
    has_pairs: bool,
    is_opening: bool,
    /// The opening quote of a closing one.
    closes: Id,
}

/// The costs of one language for the characters of one table.
#[derive(Debug)]
pub(super) struct Likelihood {
    known: Box<[Known]>,
    pairs: Map<(Id, Id), Cost>,
    opening_bracket: Id,
    closing_bracket: Id,
    balance: Balance,
    long_number: u8,
    pub emphasis: EmphasisCosts,
    pub spelled: Cost,
}

impl Likelihood {
    /// Compile a description. What it says of characters that the table lacks is left out.
    pub fn of(reading: &Reading, characters: &Characters) -> Self {
        let Costs { balance, .. } = &reading.likelihood;
        let bracket = |one: Option<char>| one.map_or(EDGE, |one| characters.id(one));
        let mut all = Self {
            known: vec![Known::default(); characters.count()].into(),
            pairs: Map::default(),
            opening_bracket: bracket(balance.brackets.map(|(opening, _)| opening)),
            closing_bracket: bracket(balance.brackets.map(|(_, closing)| closing)),
            balance: balance.clone(),
            long_number: reading.likelihood.long_number,
            emphasis: reading.likelihood.emphasis.clone(),
            spelled: reading.likelihood.spelled,
        };
        for one in &reading.characters {
            let known = &mut all.known[usize::from(characters.id(one.character))];
            (known.class, known.own) = (one.class, one.cost);
        }
        all.add_neighbours(&reading.likelihood, characters);
        all.add_places(&reading.likelihood, characters);
        all
    }

    fn add_neighbours(&mut self, costs: &Costs, characters: &Characters) {
        for (character, by_class) in &costs.before {
            self.known[usize::from(characters.id(*character))].before = Some(by_classes(by_class));
        }
        for (character, by_class) in &costs.behind {
            self.known[usize::from(characters.id(*character))].behind = Some(by_classes(by_class));
        }
        for &(last, next, cost) in &costs.pairs {
            let (last, next) = (characters.id(last), characters.id(next));
            self.pairs.insert((last, next), cost);
            self.known[usize::from(last)].has_pairs = true;
        }
    }

    fn add_places(&mut self, costs: &Costs, characters: &Characters) {
        let id = |character| usize::from(characters.id(character));
        for &(character, cost) in &costs.in_word {
            self.known[id(character)].in_word = cost;
        }
        for &(character, cost) in &costs.in_quotes {
            self.known[id(character)].in_quotes = cost;
        }
        for &(character, cost) in &costs.in_number {
            self.known[id(character)].in_number = cost;
        }
        for &opening in &costs.balance.opens {
            self.known[id(opening)].is_opening = true;
        }
        for &(closing, opening) in &costs.balance.closes {
            self.known[id(closing)].closes = characters.id(opening);
        }
    }

    /// The cost of `id` after `context`, and the context after it.
    ///
    /// `written` is what the first rules made of it: for a straight quote its direction.
    pub fn add(&self, context: Context, id: Id, written: Id) -> (Cost, Context) {
        let (own, shown) = (&self.known[usize::from(id)], &self.known[usize::from(written)]);
        let last = &self.known[usize::from(context.last)];
        let pair = if last.has_pairs { self.pairs.get(&(context.last, written)) } else { None };
        let mut cost = own.own;
        cost += match pair {
            Some(pair) => *pair,
            None => {
                let before = own.before.as_ref().map_or(0, |by| by[context.last_class as usize]);
                before + last.behind.as_ref().map_or(0, |by| by[shown.class as usize])
            }
        };
        if context.has_letters {
            cost += own.in_word;
        }
        if context.quotes != EDGE {
            cost += own.in_quotes;
        }
        if context.digits == self.long_number {
            cost += own.in_number;
        }
        let is_digit = shown.class == Class::Digit;
        let is_letter = matches!(shown.class, Class::Letter | Class::Capital);
        let (balance, depth, quotes) = self.balance(context, id, written);
        let after = Context {
            last: if shown.behind.is_some() { written } else { EDGE },
            last_class: shown.class,
            depth,
            quotes,
            has_letters: is_letter || (context.has_letters && shown.class != Class::Blank),
            digits: if is_digit {
                context.digits.saturating_add(1).min(self.long_number)
            } else {
                0
            },
        };
        (cost + balance, after)
    }

    /// The cost of ending here.
    pub fn end(&self, context: Context) -> Cost {
        let last = self.known[usize::from(context.last)].behind.as_ref();
        last.map_or(0, |by| by[Class::End as usize])
            + self.balance.unclosed * Cost::from(context.depth)
    }

    fn balance(&self, context: Context, id: Id, written: Id) -> (Cost, u8, Id) {
        let Context { depth, quotes, .. } = context;
        let costs = &self.balance;
        let shown = &self.known[usize::from(written)];
        if written == self.opening_bracket {
            let deeper = depth.saturating_add(1).min(costs.deepest);
            return (costs.nested * Cost::from(depth), deeper, quotes);
        }
        if written == self.closing_bracket {
            let cost = if depth == 0 { costs.unopened } else { 0 };
            return (cost, depth.saturating_sub(1), quotes);
        }
        if shown.is_opening {
            return (if quotes == EDGE { 0 } else { costs.nested_quote }, depth, id);
        }
        if shown.closes != EDGE {
            let cost = if quotes == EDGE {
                costs.unopened_quote
            } else if shown.closes == quotes || id == quotes {
                0
            } else {
                costs.unlike_quotes
            };
            return (cost, depth, EDGE);
        }
        (0, depth, quotes)
    }
}

fn by_classes(costs: &[(Class, Cost)]) -> Box<[Cost; CLASSES]> {
    let mut all = Box::new([0; CLASSES]);
    for &(class, cost) in costs {
        all[class as usize] = cost;
    }
    all
}

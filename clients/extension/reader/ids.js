// Ids of nodes that stay the same as long as what they are of.

import { attribute } from "./page.js";
import { plain } from "./plain.js";

const PLAIN_ID = /^[\p{L}\p{N}_:-][\p{L}\p{N}_:.-]{0,199}$/u;

/** Gives each element and stretch of text of a document one id for its life. */
export class Ids {
  constructor() {
    /** @type {WeakMap<Node, string>} */
    this.given = new WeakMap();
    /** Who has an id of the page's own. @type {Map<string, WeakRef<Node>>} */
    this.owners = new Map();
    this.count = 0;
  }

  // The id of an element, where it is free and plain, else a number behind an @.
  of(/** @type {Node} */ node) {
    let id = this.given.get(node);
    if (id === undefined) {
      id = this.own(node) ?? `@${(this.count += 1)}`;
      this.given.set(node, id);
    }
    return id;
  }

  /** @param {Node} node */
  own(node) {
    if (!(node instanceof Element)) return null;
    const document = plain(node).ownerDocument;
    if (plain(node).getRootNode() !== document) return null;
    const id = attribute(node, "id");
    if (!PLAIN_ID.test(id) || plain(document).getElementById(id) !== node) return null;
    const owner = this.owners.get(id)?.deref();
    if (owner !== undefined && plain(owner).isConnected) return null;
    if (owner !== undefined) this.given.delete(owner); // it gets another, should it come back
    this.owners.set(id, new WeakRef(node));
    return id;
  }
}

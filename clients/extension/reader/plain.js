// Nodes as the browser means them, whatever a page names.
//
// A field of a form hides the property of the form that is called as it is, and a picture, form or
// frame one of the document: WebIDL calls it [LegacyOverrideBuiltIns], and it is so for an extension,
// too. <input name="parentNode"> would be the parent of the form that it stands in. What stands on
// the prototypes is hidden by nothing.

/** @type {ProxyHandler<any>} */
const FROM_PROTOTYPES = {
  get(node, name) {
    const found = Reflect.get(Object.getPrototypeOf(node), name, node);
    return typeof found === "function" ? found.bind(node) : found;
  },
};

/**
 * A node to ask for one property, which is the browser's own: `plain(node).parentNode`. It is not
 * for keeping: a form or a document is another object than the node.
 * @template {Node} T @param {T} node @returns {T}
 */
export function plain(node) {
  const isHiding = node instanceof HTMLFormElement || node instanceof Document;
  return isHiding ? new Proxy(node, FROM_PROTOTYPES) : node;
}

// The sites on which the extension is on, and the scripts that this means.
//
// Until a site is switched on the extension may read no page at all. Switching on asks the browser
// for that site alone; switching off gives the permission back.

const SCRIPT = "reader";
const HOST_NAME = /^([a-z0-9_-]+\.)*[a-z0-9_-]+$|^\[[0-9a-f:.]+\]$/;

/** A site as a pattern of the browser: `https://crm.example/*`. Null for what is none.
 * @param {string} text */
export function patternOf(text) {
  const typed = text.trim();
  const withScheme = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  try {
    const url = new URL(withScheme);
    if (!["http:", "https:"].includes(url.protocol) || !HOST_NAME.test(url.hostname)) return null;
    return `${url.protocol}//${url.hostname}/*`; // patterns have no ports
  } catch {
    return null;
  }
}

/** A pattern as people read it. @param {string} pattern */
export function nameOf(pattern) {
  return pattern.replace(/\/\*$/, "");
}

/** Whether a page is of one of the sites. @param {string[]} patterns @param {string} url */
export function matchesAny(patterns, url) {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  return patterns.some((pattern) => {
    const [scheme, host] = pattern.split(/:\/\/|\//);
    const isScheme = scheme === "*" ? /^https?:$/.test(protocol) : `${scheme}:` === protocol;
    const name = host.split(":")[0];
    const isBelow = name.startsWith("*.") && `.${hostname}`.endsWith(name.slice(1));
    return isScheme && (name === "*" || name === hostname || isBelow);
  });
}

/** Sites that are granted, and switched off all the same. @returns {Promise<string[]>} */
async function sitesOff() {
  const { off } = await chrome.storage.local.get("off");
  return Array.isArray(off) ? off : [];
}

/** The sites that are on: those that were granted and not switched off. */
export async function sitesOn() {
  const off = await sitesOff();
  const granted = (await chrome.permissions.getAll()).origins ?? [];
  return granted.filter((one) => !off.includes(one)).sort();
}

/** The sites that are known, each with whether it is on. @returns {Promise<[string, boolean][]>} */
export async function sites() {
  const granted = [...((await chrome.permissions.getAll()).origins ?? [])].sort();
  const on = await sitesOn();
  return granted.map((one) => [one, on.includes(one)]);
}

/** Switch a site on. It has to be called where a person acted. @param {string} pattern */
export async function switchOn(pattern) {
  if (!(await chrome.permissions.request({ origins: [pattern] }))) return false;
  await chrome.storage.local.set({ off: (await sitesOff()).filter((one) => one !== pattern) });
  return true; // the background hears of it, and lets the browser run the reader there
}

/** Switch a site off. Where an administrator granted it, it is off all the same.
 * @param {string} pattern */
export async function switchOff(pattern) {
  const isRemoved = await chrome.permissions.remove({ origins: [pattern] }).catch(() => false);
  if (!isRemoved) await chrome.storage.local.set({ off: [...new Set([...(await sitesOff()), pattern])] });
}

/** Let the browser run the reader on the sites that are on, from the next page that is opened. */
export async function register() {
  const matches = await sitesOn();
  const known = await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
  if (matches.length === 0) {
    if (known.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT] });
    return;
  }
  /** @type {chrome.scripting.RegisteredContentScript} */
  const script = {
    id: SCRIPT,
    js: ["content.js"],
    matches,
    allFrames: true,
    matchOriginAsFallback: true, // frames without an address of their own
    runAt: "document_idle",
  };
  if (known.length > 0) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}

/** Read pages that were open before the site was on. */
export async function readOpenTabs() {
  const matches = await sitesOn();
  if (matches.length === 0) return;
  for (const tab of await chrome.tabs.query({ url: matches })) {
    if (tab.id === undefined) continue;
    const target = { tabId: tab.id, allFrames: true };
    await chrome.scripting.executeScript({ target, files: ["content.js"] }).catch(() => undefined);
  }
}

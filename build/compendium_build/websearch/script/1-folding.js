/* Folding: what counts as the same text when searching; the same as compendium/querying/folding.py. */

const DROPPED = new RegExp(
  "[\\0-\\x20\\x7f-\\xa0\\xad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u1680\\u180e\\u2000-\\u200f" +
  "\\u2028-\\u202f\\u205f-\\u2064\\u2066-\\u206f\\u3000\\ufeff\\ufff9-\\ufffb\\u{110bd}\\u{110cd}" +
  "\\u{13430}-\\u{13438}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0001}\\u{e0020}-\\u{e007f}]|[\\ud800-\\udfff]", "gu");
const SAME = { "“": '"', "”": '"', "„": '"', "‟": '"', "〝": '"', "〞": '"', "〟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'",
  "o": "〇", "○": "〇", "◯": "〇", "零": "〇" };
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACES = new RegExp("[" + SPACE + "]");
const folded = new Map();

/** What one character (code point) folds to. */
function foldCharacter(character) {
  const code = character.codePointAt(0);
  const narrow = code >= 0xff00 && code < 0xfff0 ? character.normalize("NFKC") : character;
  let out = "";
  for (const each of caseFold(narrow)) out += SAME[each] || each;
  return out.replace(DROPPED, "");
}

/** Full case folding, by way of capitals: ß is ss. Cherokee folds to capitals, and ı to itself. */
function caseFold(text) {
  const capitals = text.toLowerCase().toUpperCase();
  return /[\u13a0-\u13f5]/.test(capitals) ? capitals : text === "ı" ? text : capitals.toLowerCase();
}

/** Fold a text or a phrase. */
function fold(text) {
  let out = "";
  for (const character of text) {
    let held = folded.get(character);
    if (held === undefined) folded.set(character, (held = foldCharacter(character)));
    out += held;
  }
  return out;
}

/** Fold a text and tell, for each code unit folded, where its character stands in the original. */
function foldMap(text) {
  const offsets = [];
  let out = "", at = 0;
  for (const character of text) {
    const piece = fold(character);
    for (let i = 0; i < piece.length; i++) offsets.push(at);
    out += piece;
    at += character.length;
  }
  return { folded: out, offsets: offsets };
}

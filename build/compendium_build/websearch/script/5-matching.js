/* Whether a piece of an act answers a query, and where; the same as compendium/querying/matching.py. */

const BODY = "PAC";

/** A query with what the index says of its leaves; holds pieces against it. */
class Matcher {
  constructor(root, stands) {
    this.root = root;
    this.stands = stands;
    this.titles = new Map();
    this.actsOnly = leavesOf(root, true).every(leaf => ["title", "issuer", "number"].indexOf(leaf.field) >= 0);
  }

  /** The leaves that make a piece an answer; null when it is none. */
  evidence(version, unit) {
    const work = version.work;
    const piece = { version: version, unit: work.first + unit, part: work.parts[unit] };
    if (this.actsOnly) return piece.part === "T" ? this.holds(this.root, piece) : null;
    const found = this.holds(this.root, piece);
    return found && found.length ? found : null;
  }

  holds(node, piece) {
    if (node.op === "and") {
      let found = [];
      for (const part of node.parts) {
        const held = this.holds(part, piece);
        if (!held) return null;
        found = found.concat(held);
      }
      return found;
    }
    if (node.op === "or") return this.any(node.parts, piece);
    if (node.op === "synonyms") return this.any([node.main].concat(node.others), piece);
    if (node.op === "not") return this.holds(node.part, piece) ? null : [];
    return this.leaf(node, piece);
  }

  any(parts, piece) {
    let found = null;
    for (const part of parts) {
      const held = this.holds(part, piece);
      if (held) found = (found || []).concat(held);
    }
    return found;
  }

  leaf(leaf, piece) {
    const own = this.stands.get(leaf);
    const here = own !== undefined && own.has(piece.unit);
    switch (leaf.field) {
      case "any":
        return here ? [leaf] : this.told(leaf, piece, "title");
      case "body":
        return here && BODY.indexOf(piece.part) >= 0 ? [leaf] : null;
      case "title":
        return here && piece.part === "T" ? [leaf] : this.told(leaf, piece, "title");
      default:
        return this.told(leaf, piece, leaf.field);
    }
  }

  /** Whether a leaf stands in what is said of the act. */
  told(leaf, piece, field) {
    const version = piece.version;
    let held = this.titles.get(leaf);
    if (!held) this.titles.set(leaf, (held = new Map()));
    if (!held.has(version)) {
      const raw = { title: version.title, issuer: version.issuer, number: version.docNumber }[field];
      held.set(version, standsIn(leaf, version.folded[field], raw));
    }
    return held.get(version) ? [] : null;
  }
}

/** Whether a leaf, its field aside, stands in a text. */
function standsIn(leaf, foldedText, raw) {
  if (leaf.op === "text") return foldedText.indexOf(leaf.text) >= 0;
  if (leaf.op === "prefix") return foldedText.indexOf(leaf.text) >= 0 && leafPlaces(leaf, foldMap(raw), raw).length > 0;
  return nearPlaces(leaf, foldedText).length > 0;
}

/** Where leaves stand in a text as printed, as [start, end]; what overlaps is joined. */
function marksOf(leaves, text) {
  const map = foldMap(text);
  let found = [];
  for (const leaf of leaves) found = found.concat(leafPlaces(leaf, map, text));
  const spans = found.map(place => {
    const last = map.offsets[place[1] - 1];
    return [map.offsets[place[0]], last + (text.codePointAt(last) > 0xffff ? 2 : 1)];
  });
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const out = [];
  for (const span of spans) {
    const before = out[out.length - 1];
    if (before && span[0] < before[1]) before[1] = Math.max(before[1], span[1]);
    else out.push(span);
  }
  return out;
}

function leafPlaces(leaf, map, raw) {
  if (leaf.op === "near") return nearPlaces(leaf, map.folded);
  const found = occurrences(leaf.text, map.folded).filter(start => {
    const at = map.offsets[start];
    return leaf.op === "text" || at === 0 || !isLatin(raw[at - 1]);
  });
  return found.map(start => [start, start + leaf.text.length]);
}

function isLatin(char) {
  return /[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]/.test(char);
}

/** The places of both runs wherever they are near each other. Distances are told in characters. */
function nearPlaces(leaf, text) {
  const out = [];
  const point = pointsOf(text);
  const right = occurrences(leaf.second, text);
  for (const start of occurrences(leaf.first, text)) {
    const end = start + leaf.first.length;
    for (const at of right) {
      const until = at + leaf.second.length;
      const between = at >= end ? point(at) - point(end) : until <= start ? point(start) - point(until) : -1;
      if (between >= 0 && between <= leaf.distance) out.push([start, end], [at, until]);
    }
  }
  return out;
}

/** From code units to characters. */
function pointsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return at => at;
  return at => Array.from(text.slice(0, at)).length;
}

function occurrences(phrase, text) {
  const out = [];
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) out.push(at);
  return out;
}

const STOPS = "。；！？\n";

/** Cut about `width` characters around the first mark: {text, marks, before, after}. */
function snippet(text, marks, width) {
  const first = marks.length ? marks[0][0] : 0, last = marks.length ? marks[0][1] : 0;
  let start = snippetStart(text, first, Math.max(width - (last - first), 0));
  let end = snippetEnd(text, marks, last, Math.min(Math.max(start + width, last), text.length));
  while (start < first && /\s/.test(text[start])) start += 1;
  while (end > last && /\s/.test(text[end - 1])) end -= 1;
  const inside = marks.filter(mark => mark[0] < end && mark[1] > start);
  return {
    text: text.slice(start, end),
    marks: inside.map(mark => [Math.max(mark[0], start) - start, Math.min(mark[1], end) - start]),
    before: start > 0,
    after: end < text.length,
  };
}

function snippetStart(text, first, room) {
  let sentence = 0;
  for (let at = first - 1; at >= 0 && !sentence; at--) if (STOPS.indexOf(text[at]) >= 0) sentence = at + 1;
  return first - sentence <= (room * 2) / 3 ? sentence : first - Math.floor(room / 3);
}

function snippetEnd(text, marks, last, limit) {
  for (const mark of marks) if (mark[1] <= limit) last = Math.max(last, mark[1]);
  if (marks.some(mark => mark[0] < limit && limit < mark[1])) return limit;
  for (let at = last; at < limit; at++) if (STOPS.indexOf(text[at]) >= 0) return at + 1;
  return limit;
}

/* Asking: hits by version and piece, filters, counts, order; citations and titles understood as such. */

const EPOCH = 719163;
const FACETS = ["kind", "status", "issuer", "class", "year", "language"];
const LANGUAGES = ["中文", "English"];
const EXPANDED = ["any", "body", "title"];

/** A day written 2026-11-25 as the number that the index uses; null when it is none. */
function dayNumber(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(time).toISOString().slice(0, 10) === text ? time / 86400000 + EPOCH : null;
}

function dayText(number) {
  return new Date((number - EPOCH) * 86400000).toISOString().slice(0, 10);
}

/** The browser's own day; the edition's when the clock is behind it. */
function today(directory) {
  const now = new Date();
  return Math.max(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86400000 + EPOCH, directory.day);
}

class Engine {
  constructor(directory, files) {
    this.directory = directory;
    this.index = new Index(directory, files);
    this.parents = parentsOf(directory.classes);
  }

  /** Promise the answers to a query. `day` null asks all versions; `filters` has a value by facet. */
  find(text, day, filters, sort) {
    const root = withSynonyms(parseQuery(text), this.directory.synonyms);
    const leaves = leavesOf(root, false);
    const looked = leaves.filter(leaf => leaf.field !== "issuer" && leaf.field !== "number");
    return Promise.all(looked.map(leaf => this.index.stands(leaf))).then(found => {
      const stands = new Map();
      looked.forEach((leaf, i) => stands.set(leaf, found[i]));
      const matcher = new Matcher(root, stands);
      const answer = this.collect(matcher, day, filters || {});
      answer.root = root;
      answer.leaves = leavesOf(root, true);
      answer.stands = stands;
      // How long a text is weighs when hits are put in order.
      return this.index.measured(answer.hits.map(hit => hit.version.work)).then(() => {
        answer.groups = this.grouped(answer, sort || "relevance");
        return answer;
      });
    });
  }

  /** Hold every piece of every version against a query and the filters. */
  collect(matcher, day, filters) {
    const hits = [], counts = {};
    for (const facet of FACETS) counts[facet] = new Map();
    const statusDay = day === null ? today(this.directory) : day;
    for (const work of this.directory.works) {
      for (const version of work.versions) {
        const values = this.values(version, statusDay);
        const failed = FACETS.filter(facet => filters[facet] && values[facet].indexOf(filters[facet]) < 0);
        if (failed.length > 1) continue;
        const counted = failed.length ? failed : FACETS;
        version.units.forEach((unit, order) => {
          if (!version.holdsOn(day, order)) return;
          const evidence = matcher.evidence(version, unit);
          if (!evidence) return;
          for (const facet of counted) {
            for (const value of values[facet]) counts[facet].set(value, (counts[facet].get(value) || 0) + 1);
          }
          if (!failed.length) hits.push({ version: version, order: order, unit: unit, evidence: evidence });
        });
      }
    }
    return { hits: hits, counts: counts, day: day };
  }

  /** What a version counts as under each facet. */
  values(version, day) {
    return {
      kind: [this.directory.kinds[version.work.kind][0]],
      status: [this.directory.statuses[version.statusOn(day)]],
      issuer: version.issuer ? [version.issuer] : [],
      class: classesOf(version.classes, this.parents),
      year: version.date === NO_DAY ? [] : [version.date.slice(0, 4)],
      language: [LANGUAGES[version.language]],
    };
  }

  /** The hits by work: {work, version, hits, score}, the best first. A text found in several versions is one. */
  grouped(answer, sort) {
    const rate = rater(answer, this.directory);
    const groups = new Map();
    for (const hit of answer.hits) {
      hit.score = rate(hit);
      const work = hit.version.work;
      if (!groups.has(work)) groups.set(work, { work: work, hits: new Map() });
      const hits = groups.get(work).hits;
      const held = hits.get(hit.unit);
      // The newest version stands for the others that read the same.
      hits.set(hit.unit, Object.assign(hit, { versions: (held ? held.versions : []).concat([hit.version]) }));
    }
    const out = Array.from(groups.values(), group => {
      const hits = Array.from(group.hits.values()).sort((a, b) => b.score - a.score || a.order - b.order);
      const version = hits.reduce((newest, hit) => (hit.version.date > newest.date ? hit.version : newest), hits[0].version);
      const most = hits[0].score + Math.log(1 + hits.length);
      return { work: group.work, version: version, hits: hits, score: most };
    });
    const orders = {
      relevance: (a, b) => b.score - a.score,
      date: (a, b) => (a.version.date < b.version.date ? 1 : a.version.date > b.version.date ? -1 : 0),
      title: () => 0,
    };
    return out.sort((a, b) => orders[sort](a, b) || (a.work.slug < b.work.slug ? -1 : 1));
  }
}

/** How well a hit answers: rare words weigh more; a title more than a text; the act on the subject most. */
function rater(answer, directory) {
  const weights = new Map();
  for (const leaf of answer.leaves) {
    const found = answer.stands.get(leaf);
    weights.set(leaf, Math.log(1 + directory.units / (1 + (found ? found.size : directory.units))));
  }
  return hit => {
    const version = hit.version, work = version.work;
    let score = 0, named = 0;
    for (const leaf of answer.leaves) {
      const text = leaf.text || leaf.first;
      if (version.folded.title.indexOf(text) >= 0) named += text.length;
      if (hit.evidence.indexOf(leaf) < 0) continue;
      const found = answer.stands.get(leaf);
      const times = (found && found.get(work.first + hit.unit)) || 1;
      const length = work.lengths[hit.unit];
      score += weights.get(leaf) * (times / (times + 0.5 + length / 200));
    }
    if (work.parts[hit.unit] === "T") score += 10;
    return score + (8 * Math.min(named, version.folded.title.length)) / version.folded.title.length;
  };
}

function parentsOf(classes) {
  const parents = new Map(), above = [];
  for (const row of classes) {
    above.length = row[2];
    parents.set(row[0], above.concat([row[0]]));
    above.push(row[0]);
  }
  return parents;
}

function classesOf(ids, parents) {
  const out = new Set();
  for (const id of ids) for (const each of parents.get(id) || [id]) out.add(each);
  return Array.from(out);
}

/** A tree in which words of the table of synonyms stand for those that mean the same, too; not under a Not. */
function withSynonyms(node, table) {
  if (node.op === "and" || node.op === "or") {
    return { op: node.op, parts: node.parts.map(part => withSynonyms(part, table)) };
  }
  const meant = node.op === "text" && !node.exact && EXPANDED.indexOf(node.field) >= 0 && table.get(node.text);
  if (!meant || !meant.words.length) return node;
  const others = meant.words.map(word => ({ op: "text", field: node.field, text: fold(word), exact: false }));
  return { op: "synonyms", main: node, others: others };
}

/** The works that words of a query are short for, by the table. */
function worksMeant(leaves, directory) {
  const out = new Set();
  for (const leaf of leaves) {
    const meant = leaf.op === "text" && !leaf.exact && directory.synonyms.get(leaf.text);
    for (const title of meant ? meant.titles : []) for (const work of worksNamed(title, directory)) out.add(work);
  }
  return Array.from(out);
}

const NUMERAL = "[零〇○Ｏ一二三四五六七八九十百千两兩0-9０-９]+";
const CITATION = new RegExp(
  "^(.*?(?:第|§|[^\\d０-９〇零一二三四五六七八九十百千两第](?=" + NUMERAL + "条)))(" + NUMERAL + ")条(?:之(" + NUMERAL + "))?" +
  "(?:[、，,]?第?(" + NUMERAL + ")款)?(?:[、，,]?第?[（(]?(" + NUMERAL + ")[）)]?项)?$");

/** A query that names a provision: {title, eid, article}, or null; the same as compendium/querying/citing.py. */
function citationOf(text) {
  const match = CITATION.exec(text.replace(new RegExp(SPACES.source, "g"), ""));
  if (!match) return null;
  const title = match[1].replace(/[第§]$/, "").replace(/^《([^《》]*)》$/, "$1");
  const numbers = [match[2], match[3]].filter(Boolean).map(toInt);
  const rest = [match[4], match[5]].map(part => (part ? toInt(part) : 0));
  if (!title || numbers.concat(rest).some(isNaN)) return null;
  const article = "art_" + numbers.join("-");
  const below = (rest[0] ? "__para_" + rest[0] : "") + (rest[1] ? (rest[0] ? "" : "__para_1") + "__point_" + rest[1] : "");
  return { title: title, eid: article + below, article: article };
}

const DIGITS = { "零": 0, "〇": 0, "○": 0, "Ｏ": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6,
  "七": 7, "八": 8, "九": 9 };
const UNITS = { "十": 10, "百": 100, "千": 1000 };

/** Read a number written in Chinese or Arabic digits; NaN when it is none. */
function toInt(text) {
  const plain = text.normalize("NFKC");
  if (/^\d+$/.test(plain)) return Number(plain);
  const digits = Array.from(plain);
  if (!digits.some(digit => UNITS[digit])) return Number(digits.map(digit => DIGITS[digit]).join(""));
  let total = 0, digit = -1, last = 10000;
  for (const each of digits) {
    const unit = UNITS[each];
    if (unit === undefined) {
      if (DIGITS[each] === undefined || digit > 0) return NaN;
      digit = DIGITS[each];
    } else {
      if (unit >= last || digit === 0 || (digit < 0 && unit !== 10)) return NaN;
      total += Math.max(digit, 1) * unit;
      digit = -1;
      last = unit;
    }
  }
  return total + Math.max(digit, 0);
}

function titleKey(title) {
  return title.replace(/[\s《》〈〉（）()“”"'·,，、]+/g, "");
}

/** The works that words mean as a title: whole, its end, a part, its pinyin or the initials of that. */
function worksNamed(words, directory) {
  const key = titleKey(words);
  if (!key) return [];
  const bare = title => titleKey(title.replace(/[（(][^（）()]*[)）]$/, ""));
  const latin = /^[a-z]+$/i.test(key) && key.length > 1 ? key.toLowerCase() : "";
  const tiers = [[], [], [], []];
  for (const work of directory.works) {
    const titles = work.versions.map(version => version.title);
    if (titles.some(title => titleKey(title) === key)) tiers[0].push(work);
    else if (titles.some(title => bare(title).slice(-key.length) === key)) tiers[1].push(work);
    else if (titles.some(title => titleKey(title).indexOf(key) >= 0)) tiers[2].push(work);
    else if (latin && spelt(work.slug, latin)) tiers[3].push(work);
  }
  return tiers.filter(tier => tier.length)[0] || [];
}

/** Whether a title in pinyin has, from one of its syllables on, such letters or such initials. */
function spelt(slug, letters) {
  const syllables = slug.split("-");
  return syllables.some((_, i) => {
    const rest = syllables.slice(i);
    return rest.join("").indexOf(letters) === 0 || rest.map(syllable => syllable[0]).join("").indexOf(letters) === 0;
  });
}

/** Titles that share most pairs of characters with what was typed, the nearest first. */
function titlesLike(words, directory, most) {
  const pairs = pairsOf(fold(words));
  if (!pairs.size) return [];
  const rated = directory.works.map(work => {
    const own = pairsOf(work.versions[work.shown].folded.title);
    let shared = 0;
    pairs.forEach(pair => (shared += own.has(pair)));
    return { work: work, score: shared / pairs.size };
  });
  return rated.filter(row => row.score >= 0.34).sort((a, b) => b.score - a.score).slice(0, most).map(row => row.work);
}

function pairsOf(text) {
  const out = new Set();
  for (let i = 0; i + 1 < text.length; i++) out.add(text.slice(i, i + 2));
  return out;
}

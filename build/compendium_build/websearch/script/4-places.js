/* Where phrases stand: from the places of pairs of characters, and from the texts where that takes less. */

const WORD_START = "^";
const FEW = 6;
/** When works of more groups are wanted, the lengths of all come in one file. */
const FEW_GROUPS = 4;
/** Pairs that are nearly everywhere: a long phrase is first looked up by its others. */
const COMMON = "应当部门管理或者的，人民规定行政服务本市有关单位工作代表政府机构委员理部员会民政建设第二，应按照安全第十企业可以组织，并经营其他第三二十相关大会监督国家社会" +
  "市人区人主管门应或者上海条例法律处罚依法机关位和者其以下制定责令活动技术环境生产办法不得项目部门，";

class Index {
  constructor(directory, files) {
    this.directory = directory;
    this.files = files;
    this.entries = new Map();
    this.common = new Set();
    for (let i = 0; i + 1 < COMMON.length; i += 2) this.common.add(COMMON.slice(i, i + 2));
  }

  /** Promise what a gram has: a map from work to numbers. `sort` is "pairs" or "singles". */
  look(sort, gram) {
    const shape = this.directory[sort];
    const shard = shardOf(gram, shape.count);
    const key = sort + gram;
    if (!this.entries.has(key)) {
      const found = this.file(sort, shard).then(text => readEntry(text, gram));
      this.entries.set(key, found);
      found.catch(() => this.entries.delete(key));
    }
    return this.entries.get(key);
  }

  /** Promise a file of a sort. */
  file(sort, number) {
    return this.files.get(sort + "/" + number, this.directory[sort].stamps.slice(number * 4, number * 4 + 4));
  }

  /** Promise that the lengths of works are known. */
  measured(works) {
    const wanted = Array.from(new Set(works.filter(work => !work.lengths).map(work => work.group)));
    const learn = (group, packed) => this.directory.groups[group].forEach((work, i) => work.measure(packed[i]));
    if (wanted.length > FEW_GROUPS) {
      return this.files.get("lengths/all", this.directory.lengths.all).then(groups => groups.forEach((packed, group) => learn(group, packed)));
    }
    return Promise.all(wanted.map(group => this.file("lengths", group).then(packed => learn(group, packed))));
  }

  /** Promise the text and places of a unit, as its file has them. */
  unit(work, number) {
    return this.measured([work]).then(() => this.heldUnit(work, number));
  }

  heldUnit(work, number) {
    const chunk = work.chunkOf(number);
    let first = number;
    while (first > 0 && work.chunkOf(first - 1) === chunk) first -= 1;
    return this.files.get("texts/" + work.folder + "/" + chunk, work.chunks[1]).then(value => {
      const row = value.units[number - first];
      return { text: row[0], places: row[1], headings: value.headings };
    });
  }

  /** Promise the folded text of a unit. */
  foldedUnit(work, number) {
    return this.unit(work, number).then(unit => foldMap(unit.text));
  }

  /** Promise where a leaf stands: the number of times by unit, over all works. */
  stands(leaf) {
    if (leaf.op === "near") return this.near(leaf);
    const characters = Array.from(leaf.text);
    if (leaf.op === "text" && characters.length === 1) {
      return this.look("singles", characters[0]).then(found => this.ones(found));
    }
    const marks = leaf.op === "prefix" ? [["singles", characters[0] + WORD_START, 0]] : [];
    return this.phrase(characters, marks).then(places =>
      this.measured(this.worksOf(places)).then(() => this.counts(places)));
  }

  ones(found) {
    const counts = new Map();
    found.forEach((units, work) => {
      for (const unit of units) counts.set(this.directory.works[work].first + unit, 1);
    });
    return counts;
  }

  worksOf(places) {
    return Array.from(places.keys(), index => this.directory.works[index]);
  }

  /** The number of places by unit. */
  counts(places) {
    const counts = new Map();
    places.forEach((list, index) => {
      const work = this.directory.works[index];
      for (const place of list) {
        const unit = work.first + work.unitAt(place);
        counts.set(unit, (counts.get(unit) || 0) + 1);
      }
    });
    return counts;
  }

  /** Promise the places of a run of characters, by work. `marks` are more grams it must have. */
  phrase(characters, marks) {
    const wanted = marks.concat(this.cover(characters));
    if (wanted.length < 3) return this.together(wanted, null);
    // Two pairs nearly always leave so few places that reading the text of these costs less than more pairs.
    const rare = wanted.map((gram, i) => i).sort((a, b) => this.rank(wanted[a][1]) - this.rank(wanted[b][1]) || a - b);
    const first = rare.slice(0, 2).map(i => wanted[i]);
    return this.together(first, null).then(places => {
      let number = 0;
      places.forEach(list => (number += list.length));
      if (!number) return places;
      if (marks.length || number > FEW) return this.together(rare.slice(2).map(i => wanted[i]), places);
      return this.measured(this.worksOf(places)).then(() => this.read(places, characters.join("")));
    });
  }

  rank(gram) {
    return this.common.has(gram) ? 1 : 0;
  }

  /** The grams that cover a run: every second pair, and the last. */
  cover(characters) {
    const out = [];
    const last = characters.length - 2;
    for (let at = 0; at < last; at += 2) out.push(["pairs", characters[at] + characters[at + 1], at]);
    if (last >= 0) out.push(["pairs", characters[last] + characters[last + 1], last]);
    return out;
  }

  /** Promise the places at which all the grams stand, each as far on as it says; of `places` if there are. */
  together(grams, places) {
    return Promise.all(grams.map(gram => this.look(gram[0], gram[1]))).then(found => {
      const order = grams.map((gram, i) => i).sort((a, b) => found[a].size - found[b].size);
      return order.reduce((held, i) => meet(held, found[i], grams[i][2]), places);
    });
  }

  /** Keep the places at which the texts have a run. */
  read(places, run) {
    const jobs = [];
    places.forEach((list, index) => {
      const work = this.directory.works[index];
      for (const place of list) jobs.push({ work: work, place: place, unit: work.unitAt(place) });
    });
    return Promise.all(jobs.map(job => this.foldedUnit(job.work, job.unit))).then(texts => {
      const kept = new Map();
      jobs.forEach((job, i) => {
        const at = unitsOf(texts[i].folded, job.place - job.work.starts[job.unit]);
        if (texts[i].folded.substr(at, run.length) !== run) return;
        if (!kept.has(job.work.index)) kept.set(job.work.index, []);
        kept.get(job.work.index).push(job.place);
      });
      return kept;
    });
  }

  /** Promise the units in which two runs are near each other. */
  near(leaf) {
    const runs = [leaf.first, leaf.second].map(run => Array.from(run));
    if (runs.some(run => run.length < 2)) return this.nearByReading(leaf);
    return Promise.all(runs.map(run => this.phrase(run, []))).then(found => {
      const both = this.worksOf(found[0]).filter(work => found[1].has(work.index));
      return this.measured(both).then(() => {
        const counts = new Map();
        for (const work of both) {
          const byUnit = groupBy(found[1].get(work.index), place => work.unitAt(place));
          groupBy(found[0].get(work.index), place => work.unitAt(place)).forEach((list, unit) => {
            const others = byUnit.get(unit);
            if (!others) return;
            const number = countNear(list, others, runs[0].length, runs[1].length, leaf.distance);
            if (number) counts.set(work.first + unit, number);
          });
        }
        return counts;
      });
    });
  }

  /** A single character has no places, so the texts that have both runs are read. */
  nearByReading(leaf) {
    const each = [leaf.first, leaf.second].map(run => this.stands({ op: "text", text: run }));
    return Promise.all(each).then(found => {
      const both = Array.from(found[0].keys()).filter(unit => found[1].has(unit));
      const works = both.map(unit => this.workOf(unit));
      const read = () => Promise.all(both.map((unit, i) => this.foldedUnit(works[i], unit - works[i].first)));
      return this.measured(works).then(read).then(texts => {
        const counts = new Map();
        texts.forEach((text, i) => {
          const number = nearPlaces(leaf, text.folded).length / 2;
          if (number) counts.set(both[i], number);
        });
        return counts;
      });
    });
  }

  /** The work that a unit, numbered over all works, is of. */
  workOf(unit) {
    const works = this.directory.works;
    let low = 0, high = works.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (works[middle].first <= unit) low = middle;
      else high = middle - 1;
    }
    return works[low];
  }
}

/** Find a gram in a file: its numbers by work. */
function readEntry(text, gram) {
  const found = new Map();
  const begin = text.indexOf(" " + gram + "!");
  if (begin < 0) return found;
  const start = begin + gram.length + 2;
  const end = text.indexOf(" ", start);
  const numbers = unpack(text.slice(start, end < 0 ? text.length : end));
  let work = -1, i = 0;
  while (i < numbers.length) {
    work += (numbers[i] >> 1) + 1;
    let count = numbers[i++] & 1 ? numbers[i++] + 2 : 1;
    const list = new Array(count);
    for (let j = 0, number = 0; j < count; j++) list[j] = number += numbers[i++];
    found.set(work, list);
  }
  return found;
}

/** Of places by work, keep those with a gram `on` further; `held` null stands for all places. */
function meet(held, found, on) {
  const out = new Map();
  found.forEach((list, work) => {
    const places = held === null ? null : held.get(work);
    if (held !== null && !places) return;
    const kept = places ? intersect(places, list, on) : on ? list.map(place => place - on).filter(p => p >= 0) : list;
    if (kept.length) out.set(work, kept);
  });
  return out;
}

function intersect(places, list, on) {
  const kept = [];
  let j = 0;
  for (const place of places) {
    while (j < list.length && list[j] < place + on) j += 1;
    if (j < list.length && list[j] === place + on) kept.push(place);
  }
  return kept;
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

function countNear(left, right, leftLength, rightLength, distance) {
  let number = 0;
  for (const start of left) {
    for (const at of right) {
      if (at > start + leftLength + distance) break;
      if (at < start - distance - rightLength) continue;
      if (at >= start + leftLength || at + rightLength <= start) number += 1;
    }
  }
  return number;
}

/** How many code units so many characters at the beginning of a text take. */
function unitsOf(text, characters) {
  let at = 0;
  for (let i = 0; i < characters; i++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

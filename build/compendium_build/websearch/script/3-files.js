/* The files of the index. Each is a script that hands over one value, so that it loads from a disk, too. */

const FORMAT = 2;
const waiting = new Map();

/** Take what a file hands over: its name and its value. */
window.compendiumSearch = function (name, value) {
  const asked = waiting.get(name);
  if (asked) asked(value);
};

class Files {
  /** `root` is the folder of the index, as an address. */
  constructor(root) {
    this.root = root;
    this.held = new Map();
  }

  /** Promise the value of a file. `stamp` tells it from what it was in another edition. */
  get(name, stamp) {
    const key = name + "?" + stamp;
    if (!this.held.has(key)) {
      const promise = this.load(name, stamp);
      this.held.set(key, promise);
      promise.catch(() => this.held.delete(key));
    }
    return this.held.get(key);
  }

  /** Fetch a file; `fresh` is any word that no cache knows yet. */
  load(name, stamp, fresh) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      let value;
      waiting.set(name, given => (value = given));
      script.onload = () => {
        script.remove();
        if (value === undefined) return reject(new Error(name));
        if (stamp && value[0] !== stamp) return reject(new Stale(name));
        resolve(value[1]);
      };
      script.onerror = () => {
        script.remove();
        reject(new Error(name));
      };
      script.src = this.root + name + ".js" + (stamp || fresh ? "?" + (stamp || fresh) : "");
      document.head.appendChild(script);
    });
  }
}

/** A file that belongs to another edition than the directory: the site was brought up to date meanwhile. */
class Stale extends Error {}

const PACKED_END = 0xd7ff;

function unpackOne(code) {
  return code - 0x23 - (code > 0x5c) - (code > 0x9f ? 0x21 : 0) - (code > 0x2029 ? 2 : 0);
}

/** Read packed numbers: packing.py has their form. */
function unpack(text) {
  const out = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== PACKED_END) out.push(unpackOne(code));
    else out.push((unpackOne(text.charCodeAt(++i)) << 15) | unpackOne(text.charCodeAt(++i)));
  }
  return out;
}

/** The directory, read: works, versions, days; the units by their number and part. */
class Directory {
  constructor(raw) {
    this.day = raw.day;
    this.kinds = raw.kinds;
    this.issuers = raw.issuers;
    this.statuses = raw.statuses;
    this.classes = raw.classes;
    this.pairs = raw.pairs;
    this.singles = raw.singles;
    this.lengths = raw.lengths;
    this.synonyms = new Map(raw.synonyms.map(row => [fold(row.word), row]));
    let units = 0;
    this.works = raw.works.map((row, index) => {
      const work = new Work(row, index, raw);
      work.first = units;
      units += work.parts.length;
      return work;
    });
    this.units = units;
    this.groups = Array.from({ length: this.lengths.count }, () => []);
    for (const work of this.works) {
      work.group = shardOf(work.folder, this.lengths.count);
      this.groups[work.group].push(work);
    }
  }
}

class Work {
  constructor(row, index, raw) {
    this.index = index;
    this.folder = row[0];
    this.kind = raw.kinds.findIndex(kind => row[0].indexOf(kind[0] + "/") === 0);
    this.slug = row[0].slice(row[0].indexOf("/") + 1);
    this.parts = row[1];
    this.chunks = raw.chunks[index];
    this.shown = row[2];
    this.lengths = null;
    let title = "";
    this.versions = row[3].map((version, number) => {
      title = version[2] || title;
      return new Version(version, number, this, title, raw);
    });
  }

  /** Learn the lengths of the units: only then can the places of the pool be told. */
  measure(packed) {
    if (this.lengths) return;
    this.lengths = unpack(packed);
    this.starts = [];
    let place = 0;
    for (const length of this.lengths) {
      this.starts.push(place);
      place += length + 1;
    }
    this.size = place;
  }

  /** The unit that a place of the pool is in. */
  unitAt(place) {
    let low = 0, high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  chunkOf(unit) {
    return Math.floor((this.starts[unit] * this.chunks[0]) / this.size);
  }
}

class Version {
  constructor(row, number, work, title, raw) {
    this.number = number;
    this.work = work;
    this.date = row[0];
    this.language = row[1];
    this.title = title;
    this.issuer = raw.issuers[row[3]];
    this.docNumber = row[4];
    this.start = row[5];
    this.until = row[6] || Infinity;
    this.statusSteps = row[7];
    this.units = ranges(row[8] || [], work.parts.length);
    this.classes = row[9] || [];
    this.own = new Map();
    const own = row[10] || [];
    for (let i = 0; i < own.length; i += 2) this.own.set(own[i], own[i + 1]);
    this.folded = { title: fold(this.title), issuer: fold(this.issuer), number: fold(this.docNumber) };
  }

  /** The number of its status on a day. */
  statusOn(day) {
    const steps = this.statusSteps;
    let status = steps[0];
    for (let i = 1; i < steps.length && steps[i] <= day; i += 2) status = steps[i + 1];
    return status;
  }

  /** Whether the text at a place of the version holds on a day; always for no day. */
  holdsOn(day, order) {
    if (day === null) return true;
    const start = this.own.has(order) ? Math.max(this.start, this.own.get(order)) : this.start;
    return start <= day && day < this.until;
  }
}

function ranges(flat, count) {
  const out = [];
  if (!flat.length) for (let i = 0; i < count; i++) out.push(i);
  for (let i = 0; i < flat.length; i += 2) for (let j = 0; j < flat[i + 1]; j++) out.push(flat[i] + j);
  return out;
}

/** Which file a gram is in: postings.py reckons the same. */
function shardOf(gram, shards) {
  let value = 0x811c9dc5;
  for (const character of gram) value = Math.imul(value ^ character.codePointAt(0), 0x01000193);
  value ^= value >>> 16;
  value = Math.imul(value, 0x045d9f3b);
  return (value ^ (value >>> 16)) & (shards - 1);
}

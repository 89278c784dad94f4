/* The page: a form, the count, the filters with their numbers, the hits by regulation. */

const GROUPS = 8, HITS = 3, WIDTH = 90, OFFERED = 8;
const NO_DAY = "0001-01-01";  // names a text whose dates nobody knows

/** An element; text and elements as children, functions as listeners, what is undefined or false left out. */
function make(tag, attributes, children) {
  const element = document.createElement(tag);
  Object.keys(attributes || {}).forEach(name => {
    const value = attributes[name];
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  });
  for (const child of [].concat(children || [])) {
    if (child) element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return element;
}

function empty(element) {
  while (element.firstChild) element.removeChild(element.firstChild);
  return element;
}

/** A text with marks, as nodes. */
function marked(text, marks) {
  const out = [];
  let at = 0;
  for (const mark of marks) {
    out.push(text.slice(at, mark[0]), make("mark", {}, text.slice(mark[0], mark[1])));
    at = mark[1];
  }
  return out.concat(text.slice(at)).filter(part => part !== "");
}

class Page {
  constructor(main, engine) {
    this.engine = engine;
    this.root = main.getAttribute("data-root");
    this.index = main.getAttribute("data-index");
    this.form = main.querySelector("form");
    this.count = main.querySelector("[role=status]");
    this.answers = main.querySelector(".answers");
    this.names = JSON.parse(main.getAttribute("data-names") || "{}");
    this.form.hidden = false;
    this.form.addEventListener("submit", event => {
      event.preventDefault();
      this.go();
    });
    this.form.addEventListener("change", event => {
      if (event.target.name === "when") this.showDay();
      if (event.target.name !== "q" && this.form.elements.q.value.trim()) this.go();
    });
    this.offered = make("datalist", { id: "offered" });
    this.form.appendChild(this.offered);
    this.field("q").setAttribute("list", "offered");
    this.field("q").addEventListener("input", () => this.offer());
    this.form.addEventListener("reset", () => setTimeout(() => this.go(), 0));
    window.addEventListener("popstate", () => this.read());
    this.asked = 0;
    this.read();
  }

  field(name) {
    return this.form.elements[name];
  }

  /** Take the query from the address. */
  read() {
    const given = parametersOf(location.search);
    for (const name of ["q", "sort"].concat(FACETS)) {
      const field = this.field(name), value = given[name] || "";
      if (field.tagName === "SELECT" && value && !Array.from(field.options).some(option => option.value === value)) {
        field.appendChild(make("option", { value: value }, this.nameOf(name, value)));
      }
      field.value = value;
    }
    this.field("sort").value = given.sort || "relevance";
    this.field("on").value = given.on || "";
    this.field("when").value = given.when === "all" ? "all" : given.on ? "on" : "";
    this.showDay();
    if (given.q) this.ask();
    else if (!this.field("q").value) this.field("q").focus();
  }

  /** Offer the titles that what is typed may mean; the browser shows them, with mouse, keyboard and voice. */
  offer() {
    const typed = this.field("q").value.trim();
    empty(this.offered);
    if (typed.length < 2) return;
    for (const work of worksNamed(typed, this.engine.directory).slice(0, OFFERED)) {
      const title = work.versions[work.shown].title;
      // Browsers leave out what does not hold what is typed; a label that does keeps titles that it spells.
      const label = title.indexOf(typed) < 0 && title + " " + typed;
      if (title !== typed) this.offered.appendChild(make("option", { value: title, label: label }));
    }
  }

  showDay() {
    const on = this.field("when").value === "on";
    this.field("on").parentNode.hidden = !on;
    if (on && !this.field("on").value) this.field("on").value = dayText(today(this.engine.directory));
  }

  /** Put the query into the address, and answer it. */
  go() {
    const given = [];
    const add = (name, value) => value && given.push(name + "=" + encodeURIComponent(value));
    add("q", this.field("q").value.trim());
    const when = this.field("when").value;
    if (when === "all") add("when", "all");
    if (when === "on") add("on", this.field("on").value);
    FACETS.forEach(facet => add(facet, this.field(facet).value));
    if (this.field("sort").value !== "relevance") add("sort", this.field("sort").value);
    const address = location.pathname + (given.length ? "?" + given.join("&") : "");
    try {
      history.pushState(null, "", address);
    } catch (error) {
      location.href = address; // a browser may not let pages from a disk change their address
      return;
    }
    this.ask();
  }

  ask() {
    const asked = ++this.asked;
    const text = this.field("q").value.trim();
    const filters = {};
    FACETS.forEach(facet => (filters[facet] = this.field(facet).value));
    empty(this.answers);
    if (!text) return this.say("");
    const day = this.day();
    if (day === undefined) return this.say(say("badDay"));
    this.say(say("asking"));
    document.title = text + " - " + this.form.getAttribute("data-title");
    let found;
    try {
      found = this.engine.find(text, day, filters, this.field("sort").value);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.say(refusal(error.message));
      return;
    }
    found.then(answer => {
      if (asked === this.asked) this.show(text, answer);
    }).catch(error => {
      if (asked === this.asked) this.failed(error);
    });
  }

  /** The day asked for; null for all versions, undefined when it is no day. */
  day() {
    const when = this.field("when").value;
    if (when === "all") return null;
    if (when !== "on") return today(this.engine.directory);
    const day = dayNumber(this.field("on").value);
    return day === null ? undefined : day;
  }

  say(words) {
    this.count.textContent = words;
  }

  failed(error) {
    if (error instanceof Stale && !this.renewed) {
      this.renewed = true; // the site was brought up to date, or a cache kept the old directory
      this.say(say("renewed"));
      openIndex(this.index, String(Date.now())).then(engine => {
        this.engine = engine;
        this.ask();
      }).catch(again => this.failed(again));
    } else if (error instanceof Stale) {
      this.say(say("renewing"));
    } else {
      this.say(say("notFetched", error.message));
    }
  }

  show(text, answer) {
    this.facets(answer);
    this.say(this.countWords(answer));
    const named = citationOf(text);
    const works = named ? worksNamed(named.title, this.engine.directory) : this.named(text, answer);
    this.jump(works, named, answer);
    if (!answer.hits.length && works.length) this.say(say(named ? "provisionBelow" : "titlesBelow"));
    else if (!answer.hits.length) this.nothing(text, answer);
    const list = make("ol", { class: "found" });
    this.answers.appendChild(list);
    this.more(list, answer, 0);
  }

  countWords(answer) {
    const when = answer.day === null ? say("inAll") :
      answer.day === today(this.engine.directory) ? say("inForce") : say("inForceOn", dayWords(answer.day));
    return answer.hits.length ? say("found", when, answer.groups.length, answer.hits.length) : say("none", when);
  }

  /** Works that pinyin or its initials name, or that words are short for; other titles are found as such. */
  named(text, answer) {
    const directory = this.engine.directory;
    return /^[a-z]{2,}$/i.test(text) ? worksNamed(text, directory) : worksMeant(answer.leaves, directory);
  }

  /** A way straight to a regulation or provision that the query names. */
  jump(works, named, answer) {
    if (!works.length) return;
    const list = make("ul", {}, works.slice(0, 5).map(work => {
      const version = this.versionOn(work, answer.day);
      const item = make("li", {}, [this.link(version, "", version.title)]);
      if (named) this.provision(version, named, item);
      return item;
    }));
    this.answers.appendChild(make("section", { class: "jump", "aria-label": say(named ? "provision" : "name") }, [
      make("h2", {}, say(named ? "straight" : "named")), list]));
  }

  versionOn(work, day) {
    const on = day === null ? today(this.engine.directory) : day;
    return work.versions.filter(version => version.language === 0 && version.holdsOn(on, -1))[0] || work.versions[work.shown];
  }

  /** Find a cited provision among the texts of a version, and show it. */
  provision(version, named, item) {
    const work = version.work, jobs = [];
    version.units.forEach((unit, order) => {
      if (work.parts[unit] === "P") jobs.push({ unit: unit, order: order });
    });
    this.seek(version, jobs, named.article, 0, jobs.length).then(found => {
      empty(item);
      if (!found) {
        item.appendChild(this.link(version, "", version.title));
        item.appendChild(make("p", { class: "where" }, say("lacks")));
        return;
      }
      const link = this.link(version, named.eid, version.title + " " + found.label);
      link.classList.add("cited");
      item.appendChild(link);
      item.appendChild(make("p", { class: "text", lang: languageOf(found.text) }, found.text));
    });
  }

  /** Articles stand in the order of their numbers, so a cited one is near where its number points. */
  seek(version, jobs, eid, low, high) {
    if (low >= high) return Promise.resolve(null);
    const wanted = Number(/\d+/.exec(eid)[0]);
    const guess = Math.min(Math.max(low === 0 && high === jobs.length ? wanted - 1 : (low + high) >> 1, low), high - 1);
    const job = jobs[guess];
    return this.engine.index.unit(version.work, job.unit).then(unit => {
      const place = placeIn(unit, version);
      if (place[0] === eid) return { label: place[1], text: unit.text };
      const number = Number((/art_(\d+)/.exec(place[0]) || [0, 0])[1]);
      const before = number > wanted || (number === wanted && place[0].length > eid.length);
      return before ? this.seek(version, jobs, eid, low, guess) : this.seek(version, jobs, eid, guess + 1, high);
    });
  }

  /** What to say when nothing is found: which of the words is missing, and titles that look alike. */
  nothing(text, answer) {
    const hints = [];
    const counted = answer.leaves.filter(leaf => answer.stands.has(leaf));
    if (counted.length > 1) {
      const words = counted.map(leaf => {
        const sought = leaf.text ? say("quoted", leaf.text) : say("near", leaf.first, leaf.second);
        const size = answer.stands.get(leaf).size;
        return size ? say("stands", sought, size) : say("never", sought);
      });
      hints.push(make("p", {}, say("apart", words.join(say("between")))));
    }
    if (counted.length === 1 && (counted[0].text || "").length > 4) {
      hints.push(make("p", {}, say("whole")));
    }
    if (Object.keys(this.filters()).length) hints.push(make("p", {}, say("filtered")));
    if (answer.day !== null) {
      hints.push(make("p", {}, [make("button", { type: "button", click: () => this.choose("when", "all") }, say("tryAll"))]));
    }
    const alike = titlesLike(text, this.engine.directory, 5);
    if (alike.length) {
      hints.push(make("p", {}, say("alike")));
      hints.push(make("ul", {}, alike.map(work => make("li", {}, [this.link(this.versionOn(work, answer.day), "", "")]))));
    }
    this.answers.appendChild(make("div", { class: "nothing" }, hints));
  }

  filters() {
    const out = {};
    FACETS.forEach(facet => this.field(facet).value && (out[facet] = this.field(facet).value));
    return out;
  }

  choose(name, value) {
    this.field(name).value = value;
    this.go();
    this.field("q").focus();
  }

  /** Show so many regulations more. */
  more(list, answer, from) {
    const groups = answer.groups.slice(from, from + GROUPS);
    groups.forEach(group => list.appendChild(this.group(group, answer)));
    const left = answer.groups.length - from - groups.length;
    if (left > 0) {
      const button = make("button", { type: "button", class: "further", click: () => {
        button.remove();
        this.more(list, answer, from + GROUPS);
        list.children[from + GROUPS].querySelector("a").focus();
      } }, say("more", Math.min(left, GROUPS), left));
      this.answers.appendChild(button);
    }
  }

  group(group, answer) {
    const version = group.version, directory = this.engine.directory;
    const status = directory.statuses[version.statusOn(answer.day === null ? today(directory) : answer.day)];
    const heading = this.link(version, "", "");
    empty(heading);
    marked(version.title, marksOf(answer.leaves.filter(isAny), version.title)).forEach(part =>
      heading.appendChild(typeof part === "string" ? document.createTextNode(part) : part));
    const about = [make("span", { class: "tag" }, this.translated(directory.kinds[group.work.kind][1])), make("span", {}, this.translated(status)),
      make("span", {}, version.date === NO_DAY ? say("undated") : say("version", version.date))].concat(
      version.docNumber ? make("span", { lang: languageOf(version.docNumber) }, version.docNumber) : []);
    const shown = group.hits.filter(hit => group.work.parts[hit.unit] !== "T");
    const list = make("ol", { class: "hits" });
    const add = (from, to) => shown.slice(from, to).forEach(hit => list.appendChild(this.hit(hit)));
    add(0, HITS);
    const left = shown.length - HITS;
    const rest = left > 0 && make("button", { type: "button", class: "rest", click: () => {
      rest.remove();
      add(HITS, shown.length);
      list.children[HITS].querySelector("a").focus();
    } }, say("rest", left));
    return make("li", {}, [make("h2", {}, heading), make("p", { class: "about" }, about), shown.length ? list : null, rest]);
  }

  /** A hit; its text is fetched when it is shown. */
  hit(hit) {
    const item = make("li", { class: "waiting" });
    const version = hit.version;
    this.engine.index.unit(version.work, hit.unit).then(unit => {
      const place = placeIn(unit, version);
      const label = place[1] || say("wholeText");
      const cut = withoutLabel(snippet(unit.text, marksOf(hit.evidence, unit.text), WIDTH), label);
      const body = [cut.before ? "…" : ""].concat(marked(cut.text.replace(/\n/g, "　"), cut.marks), cut.after ? "…" : "");
      const headings = unit.headings[place[2]].join(" › ");
      const others = hit.versions.length > 1 ? say("also", hit.versions.slice(0, -1).map(each => each.date === NO_DAY ? say("undated") : each.date).join(say("comma"))) : "";
      item.className = "";
      item.appendChild(make("p", { class: "place" }, [this.link(version, place[0], label),
        headings ? make("span", { class: "where", lang: languageOf(headings) }, headings) : null, others ? make("span", { class: "where" }, others) : null]));
      item.appendChild(make("p", { class: "text", lang: languageOf(cut.text) }, body));
    }).catch(error => this.failed(error));
    return item;
  }

  /** A link to a provision of a version, which stays what it is; or to a whole, on the page of what holds now. */
  link(version, eid, words) {
    const work = version.work;
    const own = work.folder + "/" + (version.date === NO_DAY ? "undated" : version.date) + (version.language ? "/en" : "");
    const href = this.root + (version.number === work.shown && !eid ? work.folder : own) + "/index.html" + (eid ? "#" + eid : "");
    return make("a", { href: href, lang: version.language ? "en" : languageOf(words || version.title) }, words || version.title);
  }

  /** Give the filters the values that the answers have, with their numbers. */
  facets(answer) {
    for (const facet of FACETS) {
      const select = this.field(facet), chosen = select.value, counts = answer.counts[facet];
      const values = this.ordered(facet, counts);
      if (chosen && values.indexOf(chosen) < 0) values.push(chosen);
      empty(select).appendChild(make("option", { value: "" }, say("every")));
      for (const value of values) {
        select.appendChild(make("option", { value: value }, say("counted", this.nameOf(facet, value), counts.get(value) || 0)));
      }
      select.value = chosen;
      select.parentNode.hidden = values.length < 2 && !chosen;
    }
    const options = this.form.querySelector(".filters");
    options.hidden = !Array.from(options.querySelectorAll("label")).some(label => !label.hidden);
  }

  ordered(facet, counts) {
    const values = Array.from(counts.keys());
    const known = { kind: this.engine.directory.kinds, class: this.engine.directory.classes }[facet];
    if (known) return known.map(row => row[0]).filter(id => counts.has(id));
    return facet === "year" ? values.sort().reverse() : values.sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
  }

  nameOf(facet, value) {
    const known = { kind: this.engine.directory.kinds, class: this.engine.directory.classes }[facet];
    const row = known && known.filter(each => each[0] === value)[0];
    return row ? "　".repeat(facet === "class" ? row[2] : 0) + this.translated(row[1]) : this.translated(value);
  }

  /** A name of ours, such as a status, in the language of the page. */
  translated(name) {
    return this.names[name] || name;
  }
}

function isAny(leaf) {
  return leaf.field === "any" || leaf.field === "title";
}

/** A snippet without the number that stands over it anyway, unless that is marked. */
function withoutLabel(cut, label) {
  const length = label.length + 1;
  const repeats = !cut.before && cut.text.length > length && /^\s$/.test(cut.text[length - 1]);
  if (!repeats || cut.text.indexOf(label) !== 0 || cut.marks.some(mark => mark[0] < length)) return cut;
  const marks = cut.marks.map(mark => [mark[0] - length, mark[1] - length]);
  return { text: cut.text.slice(length), marks: marks, before: false, after: cut.after };
}

/** Where a version has a unit: [eId, label, number of its headings]. */
function placeIn(unit, version) {
  return unit.places.filter(place => !place[3] || place[3].indexOf(version.number) >= 0)[0];
}

function dayWords(day) {
  const parts = dayText(day).split("-").map(Number);
  return IN_ENGLISH ? dayText(day) : parts[0] + "年" + parts[1] + "月" + parts[2] + "日";
}

function parametersOf(text) {
  const out = {};
  for (const pair of text.replace(/^\?/, "").split("&")) {
    const at = pair.indexOf("=");
    if (at > 0) out[pair.slice(0, at)] = decode(pair.slice(at + 1).replace(/\+/g, " "));
  }
  return out;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

/** Promise the engine over the index in a folder; `fresh` passes by what a cache holds of the directory. */
function openIndex(root, fresh) {
  const files = new Files(root);
  return files.load("directory", "", fresh).then(raw => {
    if (raw.format !== FORMAT) throw new Stale("directory");
    return new Engine(new Directory(raw), files);
  });
}

/* For other scripts, and for tests. */
window.CompendiumSearch = { open: openIndex, parse: parseQuery, fold: fold, marks: marksOf, snippet: snippet,
  citation: citationOf, unpack: unpack, shard: shardOf, named: worksNamed, dayNumber: dayNumber, refusal: refusal };

const main = document.querySelector("main[data-search], .search-page");
if (main) {
  const start = main.getAttribute("data-index");
  openIndex(start).then(engine => new Page(main, engine)).catch(() => {
    main.querySelector("[role=status]").textContent = say("notOpened");
  });
}

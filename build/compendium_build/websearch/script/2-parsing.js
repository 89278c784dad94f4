/* The query language: from what a person types to a tree; the same as compendium/querying/. */

const MAX_LENGTH = 1000, MAX_WORDS = 32, MAX_DEPTH = 16, MAX_DISTANCE = 200;
const FIELDS = { "标题": "title", "条文": "body", "发布机关": "issuer", "文号": "number",
  title: "title", body: "body", issuer: "issuer", number: "number" };
const OPERATORS = { "或": "or", OR: "or", "非": "not", NOT: "not", AND: "and" };
const CLOSING = { '"': '"', "＂": "＂", "“": "”", "”": "”" };
const FIELD = new RegExp("(" + Object.keys(FIELDS).join("|") + ")[:：]", "iy");
const OPERATOR = new RegExp("(" + Object.keys(OPERATORS).join("|") + ")(?=[" + SPACE + "（(\"＂“]|$)", "y");
const NEAR = new RegExp("(?:近|NEAR)[/／]([0-9０-９]+)(?=[" + SPACE + "]|$)", "y");
const PREFIX = /^([A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+)[*＊]$/;
const STARRED = new RegExp("^([^]*[^" + SPACE + "*＊])[*＊]$");
const STARTS = ["word", "phrase", "prefix", "field", "open", "not"];

/** A query that can't be understood; `message` says why. */
class QueryError extends Error {
  constructor(reason) {
    super(reason);
    this.name = "QueryError";
  }
}

/** Read a query into a tree. */
function parseQuery(text) {
  const length = Array.from(text).length;
  if (length > MAX_LENGTH) throw new QueryError("检索词过长：共 " + length + " 字，最多 " + MAX_LENGTH + " 字。");
  const tokens = tokensOf(text);
  const words = tokens.filter(token => ["word", "phrase", "prefix"].indexOf(token.kind) >= 0).length;
  if (words > MAX_WORDS) {
    throw new QueryError("检索词过多：共 " + words + " 个，最多 " + MAX_WORDS + " 个。要查整句，请去掉其中的空格。");
  }
  const parser = new Parser(tokens);
  const root = parser.next().kind === "end" ? null : parser.either("any");
  if (!root) throw new QueryError("请输入要查找的词。");
  return root;
}

function tokensOf(text) {
  const tokens = [];
  let position = 0, depth = 0;
  while (position < text.length) {
    if (SPACES.test(text[position])) {
      position += 1;
      continue;
    }
    const token = tokenAt(text, position, depth);
    depth += (token.kind === "open") - (token.kind === "close");
    tokens.push(token);
    position = token.end;
  }
  tokens.push({ kind: "end", end: position });
  return tokens;
}

function tokenAt(text, start, depth) {
  const char = text[start];
  if ("（(".indexOf(char) >= 0 && groups(text, start)) return { kind: "open", end: start + 1 };
  if ("）)".indexOf(char) >= 0 && depth) return { kind: "close", end: start + 1 };
  if ("-－".indexOf(char) >= 0 && !ends(text, start + 1)) return { kind: "not", end: start + 1 };
  if (CLOSING[char]) {
    const end = closing(text, start);
    return { kind: "phrase", end: end + 1, text: text.slice(start + 1, end) };
  }
  const operator = matchAt(OPERATOR, text, start);
  if (operator) return { kind: OPERATORS[operator[1]], end: start + operator[0].length };
  const near = matchAt(NEAR, text, start);
  if (near) return nearToken(near, start);
  const field = matchAt(FIELD, text, start);
  if (field) {
    const end = start + field[0].length;
    if (ends(text, end)) throw new QueryError("“" + field[0] + "”的后面要紧接检索词，中间不留空格。");
    return { kind: "field", end: end, field: FIELDS[field[1].toLowerCase()] };
  }
  return wordAt(text, start, depth);
}

function matchAt(pattern, text, start) {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

function nearToken(match, start) {
  const distance = Number(match[1].slice(0, 9).normalize("NFKC"));
  if (distance < 1 || distance > MAX_DISTANCE) {
    throw new QueryError("“近/”之后的字数应当是 1 到 " + MAX_DISTANCE + "。");
  }
  return { kind: "near", end: start + match[0].length, distance: distance };
}

/** A run up to white space, or to the bracket that closes the group it stands in. */
function wordAt(text, start, depth) {
  let end = start, own = 0;
  while (!ends(text, end)) {
    if ("）)".indexOf(text[end]) >= 0) {
      if (depth && !own) break;
      own = Math.max(own - 1, 0);
    }
    own += "（(".indexOf(text[end]) >= 0;
    end += 1;
  }
  const word = text.slice(start, end);
  const latin = PREFIX.exec(word);
  if (latin) return { kind: "prefix", end: end, text: latin[1] };
  const starred = STARRED.exec(word);
  return { kind: "word", end: end, text: starred ? starred[1] : word };
}

/** Whether an opening bracket opens a group: （一）项 is text, （甲 乙） and （甲） alone are not. */
function groups(text, start) {
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    depth += ("（(".indexOf(text[position]) >= 0) - ("）)".indexOf(text[position]) >= 0);
    if (!depth) {
      const after = position + 1;
      const joined = !ends(text, after) && "）)".indexOf(text[after]) < 0;
      return SPACES.test(text.slice(start + 1, position)) || !joined;
    }
  }
  throw new QueryError("左括号没有对应的右括号。要查括号本身，请加引号。");
}

function ends(text, position) {
  return position >= text.length || SPACES.test(text[position]);
}

/** Where the quotation that opens at `start` closes; any mark will do when its own is missing. */
function closing(text, start) {
  let end = text.indexOf(CLOSING[text[start]], start + 1);
  if (end < 0) {
    const others = Object.keys(CLOSING).map(mark => text.indexOf(mark, start + 1)).filter(at => at >= 0);
    if (!others.length) {
      const words = Array.from(text.slice(start)).slice(0, 12).join("");
      throw new QueryError("引号没有成对：“" + words + "”之后缺少后一个引号。");
    }
    end = Math.min.apply(null, others);
  }
  return end;
}

/** Reads tokens from left to right; every method reads one rule of the grammar. */
class Parser {
  constructor(tokens) {
    this.tokens = tokens;
    this.at = 0;
    this.depth = 0;
  }

  next() {
    return this.tokens[this.at];
  }

  take() {
    return this.tokens[this.at++];
  }

  starts() {
    return STARTS.indexOf(this.next().kind) >= 0;
  }

  either(field) {
    const sides = [this.all(field)];
    while (this.next().kind === "or") {
      this.take();
      if (!this.starts()) throw lonely("或");
      sides.push(this.all(field));
    }
    if (sides.length === 1) return sides[0];
    if (sides.some(side => !side)) throw lonely("或");
    return { op: "or", parts: [].concat.apply([], sides.map(side => (side.op === "or" ? side.parts : [side]))) };
  }

  all(field) {
    const kind = this.next().kind;
    if (kind === "or" || kind === "and" || kind === "near") throw lonely({ or: "或", and: "AND", near: "近" }[kind]);
    let parts = [];
    while (this.starts()) {
      parts = parts.concat(this.one(field));
      if (this.next().kind === "and") {
        this.take();
        if (!this.starts()) throw lonely("AND");
      }
    }
    parts = distinct(parts);
    if (parts.length && parts.every(part => part.op === "not")) {
      throw new QueryError("只有要排除的词，请再给出要查找的词。");
    }
    return parts.length < 2 ? parts[0] || null : { op: "and", parts: parts };
  }

  /** Parts of an And: one, or several that hold together, or none for a word of nothing. */
  one(field) {
    if (this.next().kind !== "not") return this.chain(field);
    this.take();
    if (!this.starts()) throw lonely("非");
    if (this.next().kind === "not") throw new QueryError("“非”的后面要有检索词，不能再跟“非”。");
    const parts = this.chain(field);
    if (!parts.length) return [];
    return [{ op: "not", part: parts.length === 1 ? parts[0] : { op: "and", parts: parts } }];
  }

  /** A unit, or units joined by 近; 甲 近/5 乙 近/5 丙 asks for both pairs. */
  chain(field) {
    let node = this.unit(field);
    const pairs = [];
    while (this.next().kind === "near") {
      const operator = this.take();
      if (!this.starts() || this.next().kind === "not") throw lonely("近");
      const other = this.unit(node && node.op === "text" ? node.field : field);
      if (!node || node.op !== "text" || !other || other.op !== "text" || node.field !== other.field) {
        throw new QueryError("“近”的两边都应当是词或者短语，并且在同一字段。");
      }
      pairs.push({ op: "near", field: node.field, first: node.text, second: other.text, distance: operator.distance });
      node = other;
    }
    return pairs.length ? pairs : node ? [node] : [];
  }

  unit(field) {
    const token = this.take();
    if (token.kind === "field") {
      if (["word", "phrase", "prefix", "open"].indexOf(this.next().kind) < 0) {
        throw new QueryError("字段名的后面要紧接检索词。");
      }
      const node = this.unit(token.field);
      if (!node) throw new QueryError("引号或字段里没有可以查找的文字。");
      return node;
    }
    if (token.kind === "open") return this.group(field);
    const text = fold(token.text);
    if (!text) {
      if (token.kind === "phrase") throw new QueryError("引号或字段里没有可以查找的文字。");
      return null;
    }
    if (token.kind === "prefix") return { op: "prefix", field: field, text: text };
    return { op: "text", field: field, text: text, exact: token.kind === "phrase" };
  }

  group(field) {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new QueryError("括号套得过深，最多 " + MAX_DEPTH + " 层。");
    const node = this.either(field);
    if (this.take().kind !== "close") throw new QueryError("左括号没有对应的右括号。要查括号本身，请加引号。");
    if (!node) throw new QueryError("括号里没有检索词。");
    this.depth -= 1;
    return node;
  }
}

function lonely(operator) {
  const where = operator === "非" ? "后面" : "两边";
  return new QueryError("“" + operator + "”的" + where + "要有检索词。要查这几个字本身，请加引号。");
}

function distinct(nodes) {
  const seen = new Set();
  return nodes.filter(node => {
    const key = JSON.stringify(node);
    return !seen.has(key) && seen.add(key);
  });
}

/** The leaves of a tree; with `asked`, those under a Not are left out. */
function leavesOf(node, asked) {
  if (node.op === "and" || node.op === "or") {
    return [].concat.apply([], node.parts.map(part => leavesOf(part, asked)));
  }
  if (node.op === "synonyms") return [node.main].concat(node.others);
  if (node.op === "not") return asked ? [] : leavesOf(node.part, asked);
  return [node];
}

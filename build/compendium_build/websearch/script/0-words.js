/* What the page says, in Chinese and English; the page's own language decides. */

const IN_ENGLISH = document.documentElement.lang.slice(0, 2) === "en";

const WORDS = {
  badDay: ["日期应当写成 2026-01-31 的样子。", "Write the day like 2026-01-31."],
  asking: ["正在检索……", "Searching…"],
  renewed: ["本站刚刚更新，正在重新检索……", "This site has just been updated; searching again…"],
  renewing: ["检索用的文件正在更新，请稍后重新打开本页。", "The search files are being updated. Please open this page again later."],
  notFetched: ["检索用的文件没有取到（{0}），请检查网络后再试。", "A search file could not be fetched ({0}). Check the network and try again."],
  notOpened: ["检索用的文件没有取到，请检查网络后重新打开本页。",
    "The search files could not be fetched. Check the network and open this page again."],
  provisionBelow: ["下面是所写的条文。", "The provision you named is below."],
  titlesBelow: ["下面是名称相符的法规。", "The texts with that name are below."],
  inAll: ["各个版本", "all versions"],
  inForce: ["现行有效的文本", "the law in force today"],
  inForceOn: ["{0}有效的文本", "the law in force on {0}"],
  none: ["在{0}中没有找到。", "Nothing was found in {0}."],
  found: ["在{0}中找到 {1} 部法规的 {2} 处。", "Found in {0}: texts {1}, places {2}."],
  provision: ["条文", "Provision"],
  name: ["名称", "Title"],
  straight: ["直接查看", "Go to"],
  named: ["名称相符", "Titles that match"],
  lacks: ["这一版本没有所写的条文。", "This version has no such provision."],
  apart: ["分开来看：{0}。", "By themselves: {0}."],
  between: ["；", "; "],
  near: ["“{0}”近“{1}”", "“{0}” near “{1}”"],
  quoted: ["“{0}”", "“{0}”"],
  stands: ["{0}在全部版本中有 {1} 处", "{0} stands in {1} places in all versions"],
  never: ["{0}没有出现过", "{0} does not occur"],
  whole: ["检索词要原样连在一起才找得到。长的可以分成几个词，中间留空格。",
    "Words are found as they are written, in one piece. Try a long one as several words with spaces between."],
  filtered: ["现在有筛选条件，放宽后再试。", "Filters are set. Try with fewer."],
  tryAll: ["在全部版本中检索", "Search all versions"],
  alike: ["名称相近的法规：", "Texts with a similar title:"],
  more: ["再显示 {0} 部（还有 {1} 部）", "Show {0} more texts ({1} left)"],
  version: ["{0} 的版本", "version of {0}"],
  undated: ["日期不明的版本", "undated version"],
  rest: ["本法规另有 {0} 处", "{0} more places in this text"],
  wholeText: ["全文", "Whole text"],
  also: ["另见于 {0} 的版本", "also in the versions of {0}"],
  every: ["全部", "All"],
  counted: ["{0}（{1}）", "{0} ({1})"],
  comma: ["、", ", "],
};

/** What the parser says of a query that it can't read, in English. */
const REFUSALS = [
  [/^检索词过长：共 (\d+) 字，最多 (\d+) 字。$/, "The query is too long: $1 characters, at most $2."],
  [/^检索词过多：共 (\d+) 个，最多 (\d+) 个。.*$/, "Too many words: $1, at most $2. For a whole sentence take the spaces out."],
  [/^请输入要查找的词。$/, "Enter the words to look for."],
  [/^“(.+)”的后面要紧接检索词，中间不留空格。$/, "“$1” must be followed by its words without a space."],
  [/^“近\/”之后的字数应当是 1 到 (\d+)。$/, "The number after “近/” (NEAR/) must be from 1 to $1."],
  [/^左括号没有对应的右括号。.*$/, "A bracket is not closed. To look for the bracket itself put it in quotation marks."],
  [/^引号没有成对：“(.*)”之后缺少后一个引号。$/, "A quotation mark is missing after “$1”."],
  [/^只有要排除的词，请再给出要查找的词。$/, "There are only words to leave out. Give words to look for too."],
  [/^“非”的后面要有检索词，不能再跟“非”。$/, "“非” (NOT) must be followed by words, not by another “非”."],
  [/^“近”的两边都应当是词或者短语，并且在同一字段。$/, "“近” (NEAR) needs words or phrases in the same field on both sides."],
  [/^字段名的后面要紧接检索词。$/, "The name of a field must be followed by its words."],
  [/^引号或字段里没有可以查找的文字。$/, "There is nothing to look for in the quotation marks or the field."],
  [/^括号套得过深，最多 (\d+) 层。$/, "Brackets are nested too deep, at most $1."],
  [/^括号里没有检索词。$/, "There are no words in the brackets."],
  [/^“(.+)”的(?:后面|两边)要有检索词。.*$/, "“$1” needs words beside it. To look for it as text put it in quotation marks."],
];

/** Words by their name, with values for {0}, {1}. */
function say(name) {
  const values = Array.prototype.slice.call(arguments, 1);
  return WORDS[name][IN_ENGLISH ? 1 : 0].replace(/\{(\d)\}/g, (_, n) => String(values[Number(n)]));
}

/** The parser's words in the language of the page. */
function refusal(message) {
  if (!IN_ENGLISH) return message;
  const rule = REFUSALS.filter(each => each[0].test(message))[0];
  return rule ? message.replace(rule[0], rule[1]) : message;
}

/** The language that a text must be marked with on this page. */
function languageOf(text) {
  return IN_ENGLISH && /[\u3400-\u9fff]/.test(text) ? "zh-CN" : undefined;
}

/* What a page does beyond being read. Nothing depends on it: without it every link, date and text is there. */
(function () {
  "use strict";

  var law = document.querySelector("article.law");
  var open = null;
  var english = document.documentElement.lang === "en";

  /* What is said in the language of the page. */
  function say(chinese, other) {
    return english ? other : chinese;
  }

  function make(name, parent, text) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }

  /* One box at a time; Escape, a click elsewhere or the next box closes it. */
  function close(back) {
    if (!open) return;
    var was = open;
    open = null;
    was.box.remove();
    was.from.removeAttribute("aria-expanded");
    if (back) was.from.focus();
  }

  function show(from, label) {
    close();
    var box = make("div", document.body);
    box.className = "popover";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", label);
    box.tabIndex = -1;
    from.setAttribute("aria-expanded", "true");
    open = { box: box, from: from };
    return box;
  }

  function place(box, row, from) {
    var button = make("button", row, say("关闭", "Close"));
    button.type = "button";
    button.addEventListener("click", function () { close(true); });
    var at = from.getClientRects()[0] || from.getBoundingClientRect();
    var left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 16);
    var below = at.bottom + 6;
    var fits = below + box.offsetHeight < window.innerHeight || at.top < box.offsetHeight;
    box.style.left = Math.max(left, 16) + window.scrollX + "px";
    box.style.top = (fits ? below : at.top - box.offsetHeight - 6) + window.scrollY + "px";
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && open) close(true);
  });
  document.addEventListener("click", function (event) {
    if (open && !open.box.contains(event.target) && !open.from.contains(event.target)) close();
  });

  /* The words of a provision as printed: what we add (.mark, .self, marks of notes) is no part of them. */
  function words(element) {
    var out = "";
    var blocks = { P: 1, DIV: 1, SECTION: 1, TR: 1, H2: 1, H3: 1, H4: 1, H5: 1, H6: 1 };
    (function walk(node) {
      node.childNodes.forEach(function (child) {
        if (child.nodeType === 3) out += child.data;
        if (child.nodeType !== 1 || child.matches(".mark, .self, .note-ref")) return;
        if (child.nodeName === "TD" || child.nodeName === "TH") out += out.slice(-1) === "\n" ? "" : "\t";
        var block = blocks[child.nodeName] && !child.closest("td, th") && !child.matches(".run-in, .run-in > p");
        if (block && out && out.slice(-1) !== "\n") out += "\n";
        if (child.matches(".heading")) out += "　";
        walk(child);
        if (child.matches("b.num")) out += "　";
      });
    })(element);
    return out.replace(/　+/g, "　").trim();
  }

  function copy(text, said) {
    function done() { said.textContent = say("已复制", "Copied"); }
    function old() {
      var field = make("textarea", said.parentNode);
      field.value = text;
      field.select();
      var worked = document.execCommand("copy");
      field.remove();
      if (worked) done(); else {
        said.textContent = say(
          "浏览器不允许复制，请选中文字后复制",
          "The browser does not allow this; select the words and copy them"
        );
      }
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, old);
    else old();
  }

  function address(path, id) {
    var url = new URL(path, location.href);
    url.hash = id;
    return url.href;
  }

  function citation(id, label) {
    if (english) {
      var told = law.dataset.version ? " (" + law.dataset.version + ")" : "";
      return law.dataset.title + told + ", " + label + ":\n" + words(document.getElementById(id)) + "\n" +
        address(law.dataset.fixed, id);
    }
    var version = law.dataset.version ? "（" + law.dataset.version + "）" : "";
    var title = "《" + law.dataset.title.replace(/《/g, "〈").replace(/》/g, "〉") + "》";
    var text = words(document.getElementById(id));
    return title + version + label + "：\n" + text + "\n" + address(law.dataset.fixed, id);
  }

  /* The # of a provision: its address is in the address line at once, and a box offers to copy. */
  function offer(link) {
    var id = decodeURIComponent(link.hash.slice(1));
    var label = link.getAttribute("aria-label");
    var box = show(link, label);
    make("p", box, label).className = "what";
    var row = make("div", box);
    row.className = "doing";
    var said = make("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    [
      [say("复制条文和出处", "Copy the text and its source"), function () { return citation(id, label); }],
      [say("复制固定链接（本文本）", "Copy the link to this version"), function () { return address(law.dataset.fixed, id); }],
      [say("复制链接（随修改更新）", "Copy the link that follows amendments (in Chinese)"), function () { return address(law.dataset.living, id); }],
    ].forEach(function (item) {
      var button = make("button", row, item[0]);
      button.type = "button";
      button.addEventListener("click", function () { copy(item[1](), said); });
    });
    box.appendChild(said);
    place(box, row, link);
    // The browser goes to the provision only now, and takes the focus with it.
    setTimeout(function () { row.firstChild.focus({ preventScroll: true }); });
  }

  /* A term shows the words that define it. */
  function explain(link) {
    var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    var self = target.querySelector(".self") || target.closest(".article, .level").querySelector(".self");
    var box = show(link, say(link.textContent + "的含义", "Meaning of " + link.textContent));
    make("p", box, words(target)).className = "words";
    var row = make("div", box);
    row.className = "doing";
    var go = make("a", row, say("见", "See ") + (self ? self.getAttribute("aria-label") : say("定义处", "the definition")));
    go.href = link.hash;
    go.className = "button";
    go.addEventListener("click", function () { close(); });
    place(box, row, link);
    box.focus({ preventScroll: true });
  }

  if (law && law.dataset.fixed) {
    law.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a.self, a.term");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (link.matches(".term")) { event.preventDefault(); explain(link); return; }
      offer(link);
    });
  }

  /* The contents tell where the reader is. */
  var lines = {};
  document.querySelectorAll("nav.contents a[href^='#']").forEach(function (line) {
    lines[decodeURIComponent(line.hash.slice(1))] = line;
  });
  var places = Object.keys(lines).map(function (id) { return document.getElementById(id); }).filter(Boolean);
  function follow() {
    var here = null;
    places.forEach(function (element) {
      if (element.getBoundingClientRect().top < window.innerHeight / 3) here = lines[element.id];
    });
    if (follow.line === here) return;
    if (follow.line) follow.line.removeAttribute("aria-current");
    follow.line = here;
    if (!here) return;
    here.setAttribute("aria-current", "true");
    var list = here.closest("nav");
    if (list.scrollHeight > list.clientHeight) {
      list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;
    }
  }
  if (places.length && "requestAnimationFrame" in window) {
    var waiting = false;
    addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () { waiting = false; follow(); });
    }, { passive: true });
    follow();
  }

  /* …/dates/index.html?date=2020-05-01#art_3 leads to the text of that day, and to that provision. */
  var form = document.querySelector("form[data-resolve]");
  function resolve(day, anchor) {
    var answer = form.querySelector("[data-answer]");
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) { answer.textContent = say("日期应写成 2020-05-01 这样。", "A day is written as 2020-05-01."); return; }
    var rows = document.querySelectorAll("tr[data-from]");
    for (var i = 0; i < rows.length; i++) {
      var from = rows[i].dataset.from, to = rows[i].dataset.to;
      if ((from && day < from) || (to && day > to)) continue;
      if (!rows[i].hasAttribute("data-holds")) {
        var status = rows[i].cells[1].textContent;
        answer.textContent = say(day + "：" + status + "，没有施行的文本。", day + ": " + status + "; no text was in force.");
        return;
      }
      location.replace(rows[i].querySelector("a").href + anchor);
      return;
    }
    answer.textContent = say("没有这一天的文本。", "There is no text of this day.");
  }
  if (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      resolve(form.elements.date.value, location.hash);
    });
    var asked = new URLSearchParams(location.search).get("date");
    if (asked) {
      form.elements.date.value = asked;
      resolve(asked, location.hash);
    }
  }

  /* …/latest/index.html keeps the provision that was asked for. */
  var forward = document.querySelector("a[data-forward]");
  if (forward) location.replace(forward.href + location.hash);
})();

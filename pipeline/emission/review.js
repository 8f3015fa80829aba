"use strict";
// The page works on two names: data-fragment (a frame and its words) and data-seam (two ids).
// All text from the newspaper reaches the page as text nodes, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("issue-data").textContent);
  const language = data.issue.language || "und";
  const source = document.getElementById("source");
  const articles = document.getElementById("articles");
  const inspector = document.getElementById("inspector");
  const position = document.getElementById("position");
  const hint = [...inspector.childNodes];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const grouped = (selector, key) => {
    const found = new Map();
    for (const element of all(selector)) {
      const name = element.dataset[key];
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(element);
    }
    return found;
  };
  const frames = grouped(".frame", "fragment");
  const runs = grouped(".run", "fragment");
  const seams = grouped("button.seam", "seam");

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const quote = (text) => make("q", { lang: language }, text);
  const percent = (value) =>
    value === null ? "" : value >= 1 ? "100\u00a0%" : `${Math.min(Math.round(100 * value), 99)}\u00a0%`;
  const kinds = {
    join: "The sentence goes on",
    link: "The next paragraph",
    jump: "The article goes on elsewhere",
  };

  // --- what is selected, on both sides

  let current = null;
  const clear = () => {
    for (const element of all(".selected")) element.classList.remove("selected");
    for (const element of all("[aria-expanded]")) element.removeAttribute("aria-expanded");
    current = null;
  };
  const close = () => {
    clear();
    inspector.replaceChildren(...hint);
  };
  const show = (element, block = "center") => {
    if (!element) return;
    const hidden = element.closest("details:not([open])");
    if (hidden) hidden.open = true;
    element.scrollIntoView({ block, inline: "nearest" });
  };
  const mark = (ids) => {
    for (const id of ids) {
      for (const element of [...(frames.get(id) || []), ...(runs.get(id) || [])]) {
        element.classList.add("selected");
      }
    }
  };
  const selectSeam = (key, from) => {
    const seam = data.seams[key];
    if (!seam) return;
    clear();
    current = key;
    const ends = [seam.before, seam.after].filter(Boolean);
    mark(ends);
    for (const element of seams.get(key) || []) {
      element.classList.add("selected");
      element.setAttribute("aria-expanded", "true");
    }
    inspector.replaceChildren(...seamDetails(key, seam));
    inspector.scrollTop = 0;
    // The inspector takes room from the articles: the seam that was clicked must not hide below.
    show((seams.get(key) || [])[0], from === "articles" ? "nearest" : "center");
    show((frames.get(ends[0]) || [])[0]);
    tell();
  };
  // A printed jump line is no text of the article: its words stand on the seam that it announces.
  const announced = (id, fragment) => {
    if (fragment.role !== "jump") return [];
    const printed = (frames.get(id) || []).map((f) => (f.querySelector(".words") || f).textContent);
    const words = printed.join("").trim();
    return Object.entries(data.seams)
      .filter(([, seam]) => seam.article === fragment.owner && seam.text.includes(words))
      .flatMap(([key]) => seams.get(key) || []);
  };
  const selectFragment = (id, from) => {
    const fragment = data.fragments[id];
    if (!fragment) return;
    clear();
    mark([id]);
    inspector.replaceChildren(...fragmentDetails(id, fragment));
    inspector.scrollTop = 0;
    if (from !== "source") show((frames.get(id) || [])[0]);
    const here = runs.get(id) || announced(id, fragment);
    for (const element of here) element.classList.add("selected");
    show(here[0], from === "articles" ? "nearest" : "center");
    tell();
  };

  // --- why

  const title = (...words) => {
    const button = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
    button.addEventListener("click", close);
    return make("header", {}, make("h2", {}, ...words), button);
  };
  const words = (id) => (runs.get(id) || []).map((run) => run.textContent).join("");
  const end = (id) => (words(id).length > 16 ? "…" : "") + words(id).slice(-16);
  const start = (id) => words(id).slice(0, 16) + (words(id).length > 16 ? "…" : "");
  const look = (id, text) => {
    const button = make("button", { type: "button", title: "Show it in the source" }, text);
    button.addEventListener("click", () => show((frames.get(id) || [])[0]));
    return button;
  };
  const bar = (weight, scale) => {
    const side = weight >= 0 ? "for" : "against";
    const width = Math.max(1, (50 * Math.abs(weight)) / scale);
    const fill = make("i", { class: side });
    fill.style.width = `${width}%`;
    return make("span", { class: "scale", "aria-hidden": "true" }, fill);
  };
  const reasonRow = (reason, scale) => {
    const sentence = make("span", {}, reason.head);
    if (reason.quoted) sentence.append(quote(reason.quoted), reason.tail);
    sentence.title = reason.rule;
    const sign = reason.weight > 0 ? "+" : "";
    const value = make("output", {}, sign + reason.weight.toFixed(1).replace("-", "−"));
    value.title = "nats of log-odds";
    return make("li", { class: "reason" }, sentence, bar(reason.weight, scale), value);
  };
  const alternatives = (seam) => {
    const others = data.articles[seam.article].alternatives.filter((o) => o.of === seam.before);
    return others.map((other) => {
      const button = make("button", { type: "button" }, start(other.to) || other.to);
      button.lang = language;
      button.addEventListener("click", () => selectFragment(other.to, "inspector"));
      return make("li", {}, "Nearly as good: ", button, ` ${percent(other.confidence)}`);
    });
  };
  const seamDetails = (key, seam) => {
    const sure = seam.confidence === null ? "the other page is missing" : percent(seam.confidence);
    const parts = [title(kinds[seam.kind] || seam.kind, " ", make("small", {}, sure))];
    const around = make("p", { class: "around", lang: language });
    if (seam.before) around.append(look(seam.before, end(seam.before)));
    around.append(make("span", { class: "cut", "aria-hidden": "true" }, "┊"));
    if (seam.after) around.append(look(seam.after, start(seam.after)));
    parts.push(around);
    if (seam.text) parts.push(make("p", {}, "Printed at the break: ", quote(seam.text)));
    if (seam.reasons.length) {
      const scale = Math.max(1, ...seam.reasons.map((reason) => Math.abs(reason.weight)));
      const against = make("span", {}, make("span", {}, "against"), make("span", {}, "for"));
      parts.push(make("div", { class: "legend" }, make("span", {}, "Why"), against));
      parts.push(make("ol", {}, ...seam.reasons.map((reason) => reasonRow(reason, scale))));
    } else {
      parts.push(make("p", {}, make("small", {}, "No evidence is recorded for this seam.")));
    }
    const others = alternatives(seam);
    if (others.length) parts.push(make("ul", {}, ...others));
    return parts;
  };
  const owners = {
    furniture: "It belongs to the page and to no article.",
    unplaced: "No article would have this text.",
  };
  const fragmentDetails = (id, fragment) => {
    const page = data.pages[fragment.page];
    const lines = fragment.lines.replace(/\b(\d+)-\1\b/g, "$1"); // one line is no range
    const place = `page ${page ? page.number : fragment.page}, line ${lines}`;
    const parts = [title(fragment.role, " ", make("small", {}, `${place} · ${id}`))];
    const article = data.articles[fragment.owner];
    if (article) {
      const named = article.headline ? quote(article.headline) : fragment.owner;
      parts.push(make("p", {}, "Part of ", named, ` (${percent(article.confidence)})`));
    } else {
      parts.push(make("p", {}, owners[fragment.owner] || "Head of a series of articles."));
    }
    if (fragment.rule) {
      parts.push(make("p", {}, make("small", {}, `Role given by the rule “${fragment.rule}”`)));
    }
    const list = make("ul");
    for (const [key, seam] of Object.entries(data.seams)) {
      if (seam.before !== id && seam.after !== id) continue;
      const text =
        seam.before === id
          ? `goes on: ${start(seam.after) || "elsewhere"}`
          : `comes after: ${end(seam.before) || "something elsewhere"}`;
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", () => selectSeam(key, "inspector"));
      list.append(make("li", {}, button, ` ${percent(seam.confidence)}`));
    }
    parts.push(list);
    return parts;
  };

  // --- doubtful seams, one after the other

  const doubts = () => all("button.seam.doubt", articles).filter((b) => !b.closest("[hidden]"));
  const tell = () => {
    const found = doubts();
    const at = found.findIndex((button) => button.dataset.seam === current);
    const names = found.length === 1 ? "doubtful seam" : "doubtful seams";
    position.textContent = at < 0 ? `${found.length} ${names}` : `${at + 1} of ${found.length}`;
  };
  let last = -1;
  const step = (by) => {
    const found = doubts();
    if (!found.length) return;
    const at = found.findIndex((button) => button.dataset.seam === current);
    last = at >= 0 ? at + by : by > 0 ? Math.min(last, found.length - 2) + 1 : found.length - 1;
    last = (last + found.length) % found.length;
    selectSeam(found[last].dataset.seam, "keys");
    found[last].focus({ preventScroll: true });
  };

  // --- filter and search

  const search = document.getElementById("search");
  const hits = document.getElementById("hits");
  const nothing = document.getElementById("nothing");
  const fold = (text) => text.toLowerCase();
  const ranges = (block, term) => {
    const nodes = [];
    let text = "";
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      nodes.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    const folded = fold(text);
    if (folded.length !== text.length) return [];
    const spot = (offset) => {
      const [begin, node] = nodes.findLast(([first]) => first <= offset);
      return [node, offset - begin];
    };
    const found = [];
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      const range = document.createRange();
      range.setStart(...spot(at));
      const [node, offset] = spot(at + term.length - 1);
      range.setEnd(node, offset + 1);
      found.push(range);
    }
    return found;
  };
  const refresh = () => {
    const term = fold(search.value.trim());
    const onlyReview = document.querySelector("input[name=show]:checked").value === "review";
    let shown = 0;
    for (const card of all(".card", articles)) {
      const text = card.querySelector(".text");
      const passes = !onlyReview || card.dataset.review === "yes";
      card.hidden = !passes || (term !== "" && !fold(text.textContent).includes(term));
      shown += card.hidden ? 0 : 1;
    }
    if (nothing) nothing.hidden = shown > 0 || !articles.querySelector(".card");
    const blocks = all(".text .block, .members", articles).filter((b) => !b.closest("[hidden]"));
    const found = term ? blocks.flatMap((block) => ranges(block, term)) : [];
    const left = term ? all(".words, .frame.piece", source).flatMap((b) => ranges(b, term)) : [];
    hits.textContent = term ? String(found.length) : "";
    if (window.CSS && CSS.highlights) {
      CSS.highlights.delete("found");
      if (term) CSS.highlights.set("found", new Highlight(...found, ...left));
    }
    tell();
    return found;
  };
  search.addEventListener("input", refresh);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const [first] = refresh();
    if (first) show(first.startContainer.parentElement);
  });
  for (const input of all("input[name=show]")) input.addEventListener("change", refresh);

  // --- mouse and keys

  document.addEventListener("click", (event) => {
    const seam = event.target.closest("button.seam");
    if (seam) return selectSeam(seam.dataset.seam, "articles");
    if (String(window.getSelection())) return; // somebody is copying text
    const part = event.target.closest("[data-fragment]");
    if (!part) return;
    const side = source.contains(part) ? "source" : part.closest(".others") ? "list" : "articles";
    selectFragment(part.dataset.fragment, side);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (event.target === search && search.value) search.value = "";
      else if (event.target === search) search.blur();
      else close();
      refresh();
      return;
    }
    if (event.target.matches("input[type=search]")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "/") {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Enter" && event.target.matches(".frame")) {
      selectFragment(event.target.dataset.fragment, "source");
    }
  });
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme || (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });
  refresh();
})();

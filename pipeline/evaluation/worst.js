"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const cards = all(".card");
  const filters = all(".filter");
  const search = byId("search");
  const nothing = byId("nothing");
  const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));

  // --- filters: an article is shown that has all faults that are pressed, and the words

  let current = null;
  const shown = () => cards.filter((card) => !card.hidden);
  const tell = () => {
    const found = shown();
    const at = found.indexOf(current);
    const count = `${found.length} ${found.length === 1 ? "article" : "articles"}`;
    byId("position").textContent = at < 0 ? count : `${at + 1} of ${found.length}`;
  };
  const refresh = () => {
    const wanted = filters
      .filter((one) => one.getAttribute("aria-pressed") === "true")
      .map((one) => one.dataset.kind);
    const term = search.value.trim().toLowerCase();
    for (const card of cards) {
      const kinds = card.dataset.kinds.split(" ");
      const passes = wanted.every((kind) => kinds.includes(kind));
      card.hidden = !passes || !texts.get(card).includes(term);
    }
    if (nothing) nothing.hidden = shown().length > 0;
    tell();
  };
  for (const one of filters) {
    one.addEventListener("click", () => {
      one.setAttribute("aria-pressed", String(one.getAttribute("aria-pressed") !== "true"));
      refresh();
    });
  }
  search.addEventListener("input", refresh);

  // --- from article to article

  const step = (by) => {
    const found = shown();
    if (!found.length) return;
    const at = found.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : found.length - 1) : at + by;
    current = found[Math.min(Math.max(next, 0), found.length - 1)];
    current.scrollIntoView({ block: "start" });
    current.focus({ preventScroll: true });
    tell();
  };
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));

  // --- the same text on both sides, and what is folded away

  const light = (event, on) => {
    const part = event.target.closest?.("[data-run]");
    if (!part) return;
    for (const other of all(`[data-run="${part.dataset.run}"]`, part.closest(".card"))) {
      other.classList.toggle("lit", on);
    }
  };
  document.addEventListener("mouseover", (event) => light(event, true));
  document.addEventListener("mouseout", (event) => light(event, false));
  document.addEventListener("click", (event) => {
    const gap = event.target.closest(".gap");
    if (gap) gap.closest(".card").classList.add("open");
    current = event.target.closest(".card") ?? current;
    tell();
  });
  byId("whole").addEventListener("change", (event) => {
    document.body.classList.toggle("whole", event.target.checked);
    for (const card of all(".card.open")) card.classList.remove("open");
  });

  // --- keys, theme, room for the bar

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === search) {
      if (event.key !== "Escape") return;
      search.value = "";
      search.blur();
      refresh();
    } else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "/") {
      event.preventDefault();
      search.focus();
    }
  });
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme || (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });
  const measure = () => {
    const bar = document.querySelector(".bar");
    const room = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight + 10 : 10;
    document.documentElement.style.setProperty("--bar", `${room}px`);
  };
  refresh();
  new ResizeObserver(measure).observe(document.querySelector(".bar"));
})();

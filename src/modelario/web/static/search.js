// Search while one types: suggestions under every search field, arrows and Enter to go there.

import { modelPath, segment } from "./addresses.js";

const { pages, kept } = document.body.dataset;
const then = [...new URLSearchParams(kept)];
const folders = { model: "models", lab: "labs", provider: "providers", family: "families", list: "lists" };
const shown = 8;
const pause = 60;

const address = ({ kind, id }) =>
  `${pages}${kind === "model" ? modelPath(id) : `${folders[kind]}/${segment(id)}`}${kept ? `?${kept}` : ""}`;

// Where no server answers, the browser looks for itself.
async function found(q, signal) {
  if (document.body.dataset.exported) return (await import("./exported_lookup.js")).find(q);
  const answer = await fetch(`${pages}search.json?${new URLSearchParams([["q", q], ...then])}`, { signal });
  return answer.json();
}

function option(hit, id) {
  const item = document.createElement("a");
  item.href = address(hit);
  item.id = id;
  item.setAttribute("role", "option");
  item.tabIndex = -1;
  const note = document.createElement("small");
  const ids = hit.further_id ? `${hit.id} = ${hit.further_id}` : hit.id;
  note.textContent = hit.kind === "model" ? ids : hit.note || folders[hit.kind];
  item.append(hit.name, note);
  return item;
}

function everything(q, id) {
  const item = document.createElement("a");
  item.href = `${pages}search?${new URLSearchParams([["q", q], ["all", 1], ...then])}`;
  item.id = id;
  item.setAttribute("role", "option");
  item.tabIndex = -1;
  item.append(document.body.dataset.all);
  return item;
}

function combobox(input, number) {
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `suggestions-${number}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  input.form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer;
  let current = -1;
  let asking;

  const open = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) choose(-1);
  };
  const choose = (place) => {
    current = place;
    [...list.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === place)));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[place].id);
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const q = input.value.trim();
    if (!q) { list.replaceChildren(); open(false); return; }
    try {
      const { hits, model } = await found(q, asking.signal);
      const options = hits.slice(0, shown).map((hit, at) => option(hit, `${list.id}-${at}`));
      // A certain answer leads straight there: the rest is to be had from here.
      if (model && hits.length > 1) options.push(everything(q, `${list.id}-all`));
      list.replaceChildren(...options);
      open(hits.length > 0);
    } catch (error) {
      if (error.name !== "AbortError") open(false);
    }
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, pause); });
  input.addEventListener("focus", () => { if (list.children.length && input.value) open(true); });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); open(false); }
    if (list.hidden || last < 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((current + step + last + 1) % (last + 1));
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      location.assign(list.children[current].href);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("blur", () => open(false));
}

document.querySelectorAll('form[role="search"] input[type="search"]').forEach(combobox);

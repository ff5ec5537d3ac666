// The table of models at a keystroke: every model is fetched once, and the form, the table and
// the address are kept in step. Without this script the form asks the server for the same.

import { cell, heads, number } from "./cells.js";
import { counts, select, sort, unpacked } from "./filtering.js";

const page = JSON.parse(document.getElementById("table-data").textContent);
const form = document.getElementById("filters");
const results = document.querySelector(".results");
const shownAtOnce = 100;

let models;
let order = page.order;
let number_ = 1;
let running;

const ready = fetch(page.data).then((answer) => answer.json()).then(unpack);

function unpack(data) {
  models = unpacked(data, page);
  page.words.provider = data.provider_names;
  page.words.what = page.words.kind;
  page.words.lab = Object.fromEntries(models.map((m) => [m.lab, m.lab_name]));
}

// What the form says, without what says nothing.
function wanted() {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = value.trim();
    // What is not yet a range says nothing.
    if (form.elements[name].validity?.patternMismatch) continue;
    if (text && name !== "columns" && name !== "sort") said.append(name, text);
  }
  if (!said.has("min_score")) said.delete("score");
  if (!said.has("min_result")) said.delete("result");
  const columns = new FormData(form).getAll("columns");
  if (columns.join() !== page.default_columns.join()) columns.forEach((each) => said.append("columns", each));
  if (order !== page.default_order) said.set("sort", order);
  said.sort();
  return said;
}

const address = (said, at = 1) => {
  const query = new URLSearchParams(said);
  if (at > 1) query.set("page", at);
  return query.size ? `${page.address}?${query}` : page.address;
};

function drawTable(found, said) {
  const chosen = new Set([...page.fixed, ...new FormData(form).getAll("columns")]);
  const columns = page.columns.filter((column) => chosen.has(column.key));
  const sorted = sort(found, order, page.sort_keys);
  const first = (number_ - 1) * shownAtOnce;
  const row = (m) => {
    const made = document.createElement("tr");
    made.append(...columns.map((column) => cell(column, m, page.words)));
    return made;
  };
  const sortedBy = (key) => { const other = new URLSearchParams(said); other.set("sort", key); return address(other); };
  const table = document.getElementById("models");
  table.tHead.rows[0].replaceChildren(...heads(columns, order, sortedBy));
  table.tBodies[0].replaceChildren(...sorted.slice(first, first + shownAtOnce).map(row));
  results.classList.toggle("none", found.length === 0);
  document.dispatchEvent(new Event("results"));
}

// The conditions that are set, each with a link that drops it, as the server draws them.
function drawChips(said) {
  const chips = results.querySelector(".chips");
  const made = [];
  for (const [name, value] of said) {
    const field = [...form.elements].find((each) => each.name === name && (each.type === "hidden" || each.type === "text" || each.type === "search" || each.type === "number" || each.value === value));
    if (!field || !(name in page.conditions)) continue;
    const other = new URLSearchParams(said);
    other.delete(name, value);
    const link = document.createElement("a");
    link.href = address(other);
    Object.assign(link.dataset, { name, value });
    const what = document.createElement("span");
    what.className = "muted";
    what.textContent = named(field);
    const cross = document.createElement("span");
    cross.setAttribute("aria-hidden", "true");
    cross.textContent = "×";
    const remove = document.createElement("span");
    remove.className = "vh";
    remove.textContent = page.words.remove;
    const told = field.type === "checkbox" || field.type === "radio"
      ? field.nextElementSibling.textContent : value;
    link.append(what, ` ${told} `, cross, remove);
    const item = document.createElement("li");
    item.append(link);
    made.push(item);
  }
  chips.replaceChildren(...made);
}

// How many share the best score, where one sorts.
function drawTied(found) {
  const note = results.querySelector(".tied");
  const first = page.scores.includes(order) ? sort(found, order, page.sort_keys)[0]?.[order] : undefined;
  const count = first === undefined || first === null ? 0 : found.filter((m) => m[order] === first).length;
  note.hidden = count === 0;
  note.textContent = (count === 1 ? page.words.tied_one : page.words.tied_other).replace("{shown}", number(count));
}

function drawViews(said) {
  const chosen = new Set(new FormData(form).getAll("columns"));
  for (const link of results.querySelectorAll(".views a[data-columns]")) {
    const columns = link.dataset.columns.split(" ");
    const other = new URLSearchParams(said);
    other.delete("columns");
    other.delete("sort");
    if (link.dataset.order !== page.default_order) other.set("sort", link.dataset.order);
    if (!same(new Set(page.default_columns), columns)) for (const each of columns) other.append("columns", each);
    link.href = address(other);
    if (same(chosen, columns)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
const same = (some, others) => some.size === others.length && others.every((each) => some.has(each));

// What a field is called: by its facet, its label, or the server where it has no place in the form.
function named(field) {
  if (field.type === "hidden") return field.dataset.told;
  if (field.type === "checkbox" || field.type === "radio") {
    return field.closest(".facet").querySelector("summary").textContent;
  }
  return field.labels[0].querySelector("span")?.textContent ?? field.labels[0].textContent;
}

function drawPager(found, said) {
  const pager = results.querySelector(".pager");
  const last = Math.max(1, Math.ceil(found.length / shownAtOnce));
  pager.hidden = last < 2;
  const [previous, here, next] = pager.children;
  previous.hidden = number_ < 2;
  next.hidden = number_ >= last;
  previous.href = address(said, number_ - 1);
  next.href = address(said, number_ + 1);
  here.textContent = page.words.page.replace("{number}", number(number_)).replace("{last}", number(last));
}

function drawFacets(countedOf) {
  for (const facet of form.querySelectorAll(".facet[data-facet]")) {
    const name = facet.dataset.facet;
    const counted = countedOf(name);
    const options = facet.querySelector(".options");
    const there = new Map([...options.querySelectorAll("input")].map((input) => [input.value, input]));
    for (const value of counted.keys()) if (!there.has(value)) there.set(value, addOption(options, name, value));
    for (const [value, input] of there) {
      const label = input.parentElement;
      const count = counted.get(value) ?? 0;
      label.hidden = count === 0 && !input.checked;
      const text = number(count);
      if (label.lastElementChild.textContent !== text) label.lastElementChild.textContent = text;
    }
  }
}

function addOption(options, name, value) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "checkbox", name, value });
  const text = document.createElement("span");
  const kind = { input: "modality", output: "modality" }[name] ?? name;
  text.textContent = page.words[kind]?.[value] ?? value;
  label.append(input, text, document.createElement("small"));
  options.append(label);
  return input;
}

// Links that lead to the same view elsewhere: other forms, other languages.
function drawLinks(said) {
  for (const link of document.querySelectorAll('a[rel="alternate"], a.switch')) {
    const [path] = link.getAttribute("href").split("?");
    link.href = said.size ? `${path}?${said}` : path;
  }
}

// Where no server answers, what models ask at some offerings is worked out of all listings.
const exported = document.body.dataset.exported;
const ofOfferings = (said) => page.of_offerings.some((name) => said.has(name));
let narrow = (all) => all;
let listings;
function listed() {
  listings ??= Promise.all([import("./exported_listings.js"), fetch(`${exported}listings.json`).then((answer) => answer.json())])
    .then(([module, data]) => {
      const found = module.listed(data);
      narrow = (all, wanted, except) => (ofOfferings(wanted) ? module.narrowed(all, found, wanted, except) : all);
    });
  return listings;
}

const plurals = new Intl.PluralRules(document.documentElement.lang);

function draw({ turned = false } = {}) {
  const start = performance.now();
  if (!turned) number_ = 1;
  const said = wanted();
  const there = narrow(models, said);
  const found = select(there, page.conditions, said);
  drawTable(found, said);
  drawPager(found, said);
  drawChips(said);
  drawTied(found);
  drawViews(said);
  const among = (facet) => (page.of_offerings.includes(facet) ? narrow(models, said, facet) : there);
  drawFacets((name) => counts(name, among(name), found, page.conditions, said));
  drawLinks(said);
  const one = plurals.select(found.length) === "one";
  const words = one ? page.words.found_one : page.words.found_other;
  document.getElementById("found").textContent = words
    .replace("{shown}", number(found.length)).replace("{total}", number(models.length));
  history.replaceState(null, "", address(said, number_));
  drawn(start);
}

const drawn = (start) => performance.measure("modelario:filter", { start, end: performance.now() });

// What the models cost at some offerings the server alone knows: its answer is put in place.
async function ask({ turned = false } = {}) {
  const start = performance.now();
  if (!turned) number_ = 1;
  const said = wanted();
  running = new AbortController();
  const here = address(said, number_);
  const answer = await fetch(here, { signal: running.signal });
  // What cannot be meant the server says best, on a page of its own.
  if (!answer.ok) return location.assign(here);
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#models", "#found", ".results .pager", ".results .chips"]) {
    document.querySelector(part).replaceWith(document.importNode(other.querySelector(part), true));
  }
  results.className = other.querySelector(".results").className;
  document.dispatchEvent(new Event("results"));
  drawFacets((name) => new Map([...other.querySelectorAll(`[data-facet="${name}"] input`)]
    .map((input) => [input.value, Number(input.parentElement.lastElementChild.textContent.replace(/\D/g, ""))])));
  drawLinks(said);
  history.replaceState(null, "", here);
  drawn(start);
}

async function update(options) {
  await ready;
  running?.abort();
  const said = wanted();
  if (exported && ofOfferings(said)) await listed();
  if (exported || !ofOfferings(said)) return draw(options);
  try {
    await ask(options);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

function drop(name, value) {
  for (const field of [...form.elements].filter((each) => each.name === name)) {
    if (field.type === "checkbox") field.checked &&= field.value !== value;
    else if (field.type === "radio") field.checked = field.value === "";
    else if (field.type === "hidden") { if (field.value === value) field.remove(); }
    else field.value = "";
  }
  update();
}

form.addEventListener("input", () => update());
form.addEventListener("submit", (event) => {
  // Another day is another page.
  if (event.submitter?.matches(".other-day")) return;
  event.preventDefault();
  update();
});
form.querySelector(".clear").addEventListener("click", (event) => {
  event.preventDefault();
  for (const input of form.querySelectorAll(".carried")) input.remove();
  for (const input of form.elements) {
    if (input.name === "columns") input.checked = page.default_columns.includes(input.value);
    else if (input.type === "checkbox" && input.name) input.checked = false;
    else if (input.type === "radio") input.checked = input.value === "";
    else if (input.name && input.tagName === "INPUT" && input.type !== "hidden") input.value = "";
  }
  order = page.default_order;
  update();
});
results.addEventListener("click", (event) => {
  const view = event.target.closest(".views a[data-columns]");
  if (view && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const columns = view.dataset.columns.split(" ");
    for (const box of form.querySelectorAll('[name="columns"]')) box.checked = columns.includes(box.value);
    order = view.dataset.order;
    update();
    return;
  }
  const chip = event.target.closest(".chips a");
  if (chip && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    drop(chip.dataset.name, chip.dataset.value);
    return;
  }
  const link = event.target.closest("a[data-sort], .pager a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.sort) {
    order = link.dataset.sort === order ? `-${order}` : link.dataset.sort;
    update().then(() => results.querySelector(`th[aria-sort] a`)?.focus());
  } else {
    number_ += link.rel === "next" ? 1 : -1;
    update({ turned: true }).then(() => results.scrollIntoView());
  }
});
document.documentElement.classList.add("live");

// Every model with its offers, and the marks of tables, for what is worked out where no server answers.

import { modelPath, segment } from "./addresses.js";
import { listed, means, narrowed } from "./exported_listings.js";
import { element, link } from "./exported_marks.js";
import { select, unpacked } from "./filtering.js";

const { pages, exported } = document.body.dataset;
const language = document.documentElement.lang;
export const words = JSON.parse(document.getElementById("exported-words").textContent);
const get = (name) => fetch(`${exported}${name}`).then((answer) => answer.json());

// Read once: the models as their table has them, and their offers.
export const ready = Promise.all([get("models.json"), get("offers.json")]).then(([table, data]) => ({
  data,
  models: unpacked(table, data),
  providers: table.provider_names,
}));

// The listings of models, where a filter means some of them alone.
let fetched;
export const listingsFor = async (said) => (means(said) ? (fetched ??= get("listings.json").then(listed)) : undefined);

export { element, link };
export const usd = (amount) => {
  const format = new Intl.NumberFormat(language, { style: "currency", currency: "USD" });
  return amount > 0 && amount < 0.01 ? `< ${format.format(0.01)}` : format.format(amount);
};
export const mtok = (amount) => amount === undefined ? ""
  : new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 6 }).format(amount);
export const number = (value) => new Intl.NumberFormat(language).format(value);
export const tokens = (value) => value >= 1e6 ? `${number(Math.round(value / 1e4) / 100)}M`
  : value >= 1e3 ? `${number(Math.round(value / 1e3))}K` : number(value);

// "{n} models" in the form that a number wants; words has the one for 1 and the one for others.
const plurals = new Intl.PluralRules(language);
export const counted = ([one, other], count) =>
  (plurals.select(count) === "one" ? one : other).replace("{n}", number(count));

export const modelLink = ({ id, name }) => link(`${pages}${modelPath(id)}`, name);
export const providerLink = (id, name) => link(`${pages}providers/${segment(id)}`, name);
export const cells = (...texts) => texts.map((text) => element("td", { className: "n" }, text));

// A model's name in a table, to be ticked for a comparison.
export function heading(row) {
  const box = element("input", { type: "checkbox", name: "model", value: row.id });
  box.setAttribute("form", "tray");
  const tick = element("label", { className: "tick" }, box, element("span", { className: "vh" }, `${words.compare} ${row.name}`));
  return element("th", { scope: "row" }, tick, modelLink(row));
}

// A whole number as people write it: 5000, 200k, 1e6, 1,000,000.
const units = { "": 1, k: 1e3, m: 1e6, b: 1e9 };
export function count(text) {
  const found = /^(\d{1,15}|\d{1,3}(?:[,_\u00a0\u202f' ]\d{3})+)(\.\d+)?(?:e\+?(\d{1,2}))?\s?([kmb]?)$/i.exec(text.trim());
  if (!found || /^\d{1,3}\.\d{3}$/.test(text.trim())) return undefined;
  const [, whole, part = "", power = 0, unit] = found;
  const value = Math.round(Number(whole.replace(/\D/g, "") + part) * units[unit.toLowerCase()] * 10 ** Number(power));
  return value <= 1e12 ? value : undefined;
}

// What the form says: conditions on models, and the work; nothing where a number cannot be meant.
export function asked(form) {
  const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim() !== ""));
  if (!said.has("min_score")) said.delete("score");
  const work = Object.fromEntries(words.amounts.map((name) => [name, count(said.get(name) ?? "")]));
  const shares = ["cached_percent", "cache_write_percent", "cache_write_1h_percent"].map((name) => work[name]);
  if (Object.values(work).includes(undefined) || shares.reduce((a, b) => a + b) > 100) return undefined;
  for (const name of ["mode", "region"]) work[name] = said.get(name) ?? undefined;
  // A moment without a zone is of UTC.
  if (said.has("at")) work.at = new Date(`${said.get("at")}Z`);
  return { said, work, providers: said.getAll("provider") };
}

// The models that meet every condition, at the offerings that are meant; like is ranked with like.
export function selected(models, data, said, listings) {
  const wanted = new URLSearchParams(said);
  if (!wanted.has("kind")) wanted.set("kind", words.kind);
  return select(listings ? narrowed(models, listings, wanted) : models, data.conditions, wanted);
}

// Answer the form as one types, and keep the address in step.
export function follow(form, draw) {
  const show = async () => {
    const found = asked(form);
    const results = document.getElementById("results");
    if (!found || !form.checkValidity()) return;
    results.setAttribute("aria-busy", "true");
    draw({ ...await ready, listings: await listingsFor(found.said) }, found, results);
    results.setAttribute("aria-busy", "false");
    history.replaceState(null, "", `${form.action.split("?")[0]}?${found.said}`);
    document.dispatchEvent(new Event("results"));
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); if (form.reportValidity()) show(); });
  document.querySelector(".presets").addEventListener("click", (event) => {
    const preset = event.target.closest("a");
    if (!preset || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const [name, value] of new URL(preset.href).searchParams) {
      const field = form.elements[name];
      if (field && "value" in field && !(field instanceof RadioNodeList)) field.value = value;
    }
    show();
  });
  document.documentElement.classList.add("follows");
}

// Models side by side where no server answers: each at its recommended offer, or at another one.

import { find } from "./exported_lookup.js";
import { bill, fits, holding, recommended } from "./exported_offers.js";
import { element, modelLink, mtok, number, ready, tokens, usd, words } from "./exported_models.js";

const said = new URLSearchParams(location.search);
const texts = said.getAll("model").map((text) => text.trim()).filter(Boolean).slice(0, 4);
const form = document.querySelector("form.choose");
texts.forEach((text, at) => { form.querySelectorAll('[name="model"]')[at].value = text; });

const flag = (value) => (value === null || value === undefined ? words.unknown : value ? words.yes : words.no);
const list = (value, kind) => (value ? value.map((each) => words[kind][each] ?? each).join(", ") : words.unknown);
const writers = {
  mtok: (value) => mtok(value ?? undefined) || words.unknown,
  tokens: (value) => (value ? tokens(value) : words.unknown),
  flag,
  list: (value) => list(value, "modality"),
  text: (value) => value ?? words.unknown,
  score: (value) => (value === null || value === undefined ? words.unknown : number(value)),
};

// The places of the best of several known values that differ.
function best(values, better) {
  const known = values.filter((value) => typeof value === "number");
  if (!better || known.length < 2 || new Set(known).size < 2) return [];
  const top = better > 0 ? Math.max(...known) : Math.min(...known);
  return values.flatMap((value, at) => (value === top ? [at] : []));
}

function line(name, values, write, better = 0) {
  const differs = new Set(values.map((value) => JSON.stringify(value ?? null))).size > 1;
  const head = element("th", { scope: "row" }, name, differs ? element("span", { className: "sign", title: words.differs }, " ≠") : null);
  const tops = best(values, better);
  return element("tr", { className: differs ? "" : "same" }, head, ...values.map((value, at) =>
    element("td", {}, write(value), tops.includes(at) ? element("span", { className: "best" }, ` ${words.best}`) : null)));
}

const group = (name, count) => element("tr", { className: "group" },
  element("th", { scope: "rowgroup", colSpan: count + 1 }, name));

function choice(side, providers, draw) {
  const made = element("select", { ariaLabel: `${words.provider} ${side.row.name}` }, ...side.model.offers.map((offer, at) =>
    element("option", { value: String(at), selected: offer === side.offer }, providers[offer.provider])));
  made.addEventListener("change", () => { side.offer = side.model.offers[Number(made.value)]; draw(); });
  return side.model.offers.length ? made : words.unpriced;
}

function table(sides, data, providers, draw) {
  const prices = sides.map(({ offer }) => offer
    ? { ...Object.assign({}, ...holding(offer, 0, {}).toReversed().map((rule) => rule.price)), blended_mtok: offer.blended_mtok } : {});
  const cost = (scenario) => sides.map(({ model, offer }) => {
    const work = { ...scenario, reasoning_tokens: 0 };
    if (!offer || !fits(model, offer, work)) return null;
    const found = bill(offer, { uncached: work.input_tokens, cache_read: 0, cache_write: 0, cache_write_1h: 0, output: work.output_tokens, reasoning: 0 }, {});
    return found ? found.amount * scenario.requests : null;
  });
  const rows = words.groups.flatMap(({ name, fields }) => [
    group(name, sides.length),
    ...fields.map(({ key, text, kind, better }) =>
      line(text, sides.map(({ row }, at) => (kind === "mtok" ? prices[at][key] : row[key])), writers[kind], better)),
  ]);
  rows.push(group(words.work, sides.length), ...data.scenarios.map((scenario) =>
    line(words.scenarios[scenario.key], cost(scenario), (value) => (value === null ? words.unknown : usd(value)), -1)));
  const head = element("thead", {}, element("tr", {}, element("td"), ...sides.map(({ row }) =>
    element("th", { scope: "col" }, modelLink(row), element("br"), row.lab_name))));
  const at = element("tr", { className: "at" }, element("th", { scope: "row" }, words.provider),
    ...sides.map((side) => element("td", {}, choice(side, providers, draw))));
  return element("table", { className: `comparison sides-${sides.length}` }, head, element("tbody", {}, at, ...rows));
}

if (texts.length) {
  const { models, data, providers } = await ready;
  const known = new Map(models.map((row) => [row.id, row]));
  const found = await Promise.all(texts.map(async (text) => known.get(text) ?? known.get((await find(text)).model)));
  const results = element("div", { className: "scroll sides", id: "results", tabIndex: 0 });
  form.after(results);
  const unknown = texts.filter((_, at) => !found[at]);
  const rows = [...new Set(found.filter(Boolean))];
  for (const text of unknown) results.before(element("p", { className: "note" }, words.which.replace("{text}", text)));
  if (rows.length > 1) {
    const sides = rows.map((row) => ({ row, model: data.models[row.id], offer: recommended(data.models[row.id], []) }));
    const draw = () => results.replaceChildren(table(sides, data, providers, draw));
    draw();
  }
}

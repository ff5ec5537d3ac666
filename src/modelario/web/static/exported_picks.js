// Picks where no server answers.

import { picked } from "./exported_ranking.js";
import {
  cells, counted, element, follow, heading, modelLink, mtok, number, providerLink, selected, tokens, usd, words,
} from "./exported_models.js";

const most = 10;
const form = document.getElementById("filters");

function weightsOf(said) {
  const found = {};
  for (const [name, value] of said) {
    if (name.startsWith("weight_") && Number(value) > 0) found[name.slice("weight_".length)] = Number(value);
  }
  delete found.benchmark;
  if (said.has("benchmark")) found.benchmark = Number(said.get("weight_benchmark")) || 1;
  return Object.keys(found).length ? found : { total_cost: 1 };
}

const section = (name, ...content) => element("section", {}, element("h2", {}, name), ...content);
const head = (texts) => element("thead", {}, element("tr", {}, ...texts.map(([text, numeric]) =>
  element("th", { scope: "col", className: numeric ? "n" : "" }, text))));
const framed = (table) => element("div", { className: "scroll", tabIndex: 0 }, table);

function best({ row, offer, found, total }, providers) {
  const fact = (name, ...value) => element("div", {}, element("dt", {}, name), element("dd", {}, ...value));
  const made = section("", element("dl", { className: "facts" },
    fact(words.month, element("b", {}, usd(total))),
    fact(words.provider, providerLink(offer.provider, providers[offer.provider])),
    fact(words.prices, `${mtok(found.price.input_mtok)} / ${mtok(found.price.output_mtok)}`),
    fact(words.context, row.context_window ? tokens(row.context_window) : words.unknown)));
  made.className = "best";
  made.querySelector("h2").append(modelLink(row), " ", element("span", { className: "count" }, row.lab_name));
  return made;
}

const next = (each, providers) => element("tr", {},
  element("td", { className: "n rank" }, number(each.rank)), heading(each.row),
  element("td", { className: "n total" }, usd(each.total)),
  ...cells(number(Math.round(10 * each.fit) / 10)),
  element("td", {}, providerLink(each.offer.provider, providers[each.offer.provider])),
  ...cells(mtok(each.found.price.input_mtok), mtok(each.found.price.output_mtok),
    each.row.context_window ? tokens(each.row.context_window) : ""));

const way = ({ requirement, more, best: { row, total }, place }) => element("tr", {},
  element("th", { scope: "row" }, words.requirements[requirement.name] ?? requirement.name),
  element("td", {}, requirement.wanted.join(", ")), ...cells(number(more)),
  element("td", {}, modelLink(row)), ...cells(usd(total), number(place)));

follow(form, ({ models, data, providers, listings }, asked, results) => {
  // Models are compared with their own kind.
  const kinds = new URLSearchParams(asked.said.getAll("kind").map((each) => ["kind", each]));
  const among = selected(models, data, kinds);
  const found = picked(among, data, { ...asked, listings }, weightsOf(asked.said), asked.said.get("benchmark"));
  const told = element("p", { className: "found" }, counted(words.found, found.rows.length).replace("{all}", number(among.length)));
  told.setAttribute("role", "status");
  results.replaceChildren(told);
  const rows = found.rows.slice(0, most);
  if (rows.length) results.append(best(rows[0], providers));
  else results.append(element("p", { className: "note" }, words.none));
  if (rows.length > 1) {
    results.append(section(words.next, framed(element("table", { className: "costs picks" }, head(words.heads),
      element("tbody", {}, ...rows.slice(1).map((each) => next(each, providers)))))));
  }
  if (found.ways.length) {
    results.append(section(words.ways, framed(element("table", { className: "ways" }, head(words.way_heads),
      element("tbody", {}, ...found.ways.map(way))))));
  }
});

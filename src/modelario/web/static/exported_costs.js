// The calculator where no server answers.

import { costTable } from "./exported_offers.js";
import {
  cells, counted, element, follow, heading, mtok, number, providerLink, selected, tokens, usd, words,
} from "./exported_models.js";

const form = document.getElementById("filters");

function line(found, providers, mine) {
  const { row, offer, price } = found;
  const made = element("tr", { className: mine ? "mine" : "" });
  made.append(
    element("td", { className: "n rank" }, number(found.rank)),
    heading(row),
    element("td", { className: "n total" }, usd(found.total)),
    element("td", {}, providerLink(offer.provider, providers[offer.provider] ?? offer.provider)),
    ...cells(mtok(price.input_mtok), mtok(price.cache_read_mtok), mtok(price.output_mtok)),
    element("td", {}, found.above === undefined ? "" : words.above.replace("{n}", tokens(found.above))),
    element("td", { className: "small" }, found.assumed.map((code) => words.assumed[code]).join(", ")),
  );
  return made;
}

follow(form, ({ models, data, providers, listings }, { said, work, providers: wanted }, results) => {
  const table = costTable(selected(models, data, said, listings), data, work, wanted);
  const mine = table.rows.find(({ row }) => row.id === said.get("model") || row.id.endsWith(`/${said.get("model")}`));
  const told = [counted(words.found, table.rows.length)];
  if (table.unpriced) told.push(counted(words.unpriced, table.unpriced));
  if (table.unfit) told.push(counted(words.unfit, table.unfit));
  const found = element("p", { className: "found" }, told.join(" · "));
  found.setAttribute("role", "status");
  if (!table.rows.length) { results.replaceChildren(found, element("p", {}, words.none)); return; }
  const head = element("tr", {}, ...words.heads.map(([text, numeric]) => {
    const made = element("th", { scope: "col", className: numeric ? "n" : "" }, text);
    return made;
  }));
  const made = element("table", { className: "costs" }, element("thead", {}, head));
  if (mine) made.append(element("tbody", {}, line(mine, providers, true)));
  made.append(element("tbody", {}, ...table.rows.map((row) => line(row, providers))));
  results.replaceChildren(found, element("div", { className: "scroll tall", tabIndex: 0 }, made));
});

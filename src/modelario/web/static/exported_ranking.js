// Which model fits a job, where no server answers: requirements hold at the very offer that is named,
// as queries/pick.py and queries/requirements.py tell it.

import { narrowed } from "./exported_listings.js";
import { bill, fits, holding, recommended, usageOf } from "./exported_offers.js";
import { select } from "./filtering.js";

const offered = ["context_window", "max_output_tokens", "input_modalities", "output_modalities"];

// A model as it is at an offer: its own values, the offer's price, and what the offer states.
function atOffer(row, offer, capabilities) {
  const price = Object.assign({}, ...holding(offer, 0, {}).toReversed().map((rule) => rule.price));
  const priced = {
    ...row, blended_mtok: offer.blended_mtok, input_mtok: price.input_mtok ?? null,
    output_mtok: price.output_mtok ?? null, cache_read_mtok: price.cache_read_mtok ?? null,
    // It may end there, and live on elsewhere.
    ends_in: offer.ends_in ?? null,
  };
  const stated = Object.fromEntries(offered.filter((name) => offer[name] !== undefined).map((name) => [name, offer[name]]));
  const can = capabilities.filter((name) => !(offer.denied ?? []).includes(name));
  const own = { price_states: ["published"], variants: offer.variants ?? [], capabilities: can };
  return { priced, there: { ...priced, ...stated, ...own } };
}

// What is wanted, one by one: of several capabilities, each is a requirement.
function requirements(data, { said, work }) {
  const found = [];
  for (const condition of Object.values(data.conditions)) {
    const { name, operation } = condition;
    const values = said.getAll(name);
    if (!values.length || name === "kind") continue;
    if (name === "provider") {
      found.push({ name, wanted: values, holds: (_, offer) => values.includes(offer.provider) });
      continue;
    }
    for (const wanted of operation === "all_of" ? values.map((each) => [each]) : [values]) {
      const asked = new URLSearchParams([...wanted.map((each) => [name, each]),
        ...["score", "result"].filter((each) => said.has(each)).map((each) => [each, said.get(each)])]);
      const meets = (row) => select([row], { [name]: condition }, asked).length === 1;
      found.push({ name, wanted, holds: (_, __, { priced, there }) => meets(priced) && meets(there) });
    }
  }
  found.push({ name: "request", wanted: [], holds: (model, offer) => fits(model, offer, work) });
  const regions = said.getAll("served_in");
  if (regions.length) found.push({ name: "served_in", wanted: regions, holds: (_, offer) => regions.includes(offer.region) });
  if (said.get("deprecated") !== "true") {
    found.push({ name: "deprecated", wanted: [], holds: (model, offer) => !model.deprecated && !offer.deprecated });
  }
  return found;
}

// The first offer that fails nothing, else those that fail one thing, each another. At the
// providers that are asked for a model is as it is there.
function* tried(everywhere, there, model, wanted, providers, capabilities) {
  const first = providers.length ? recommended(model, providers) : undefined;
  const offers = [...new Set([...(first ? [first] : []), ...model.offers])];
  const alone = new Map();
  for (const offer of offers) {
    const row = providers.includes(offer.provider) ? there ?? everywhere : everywhere;
    const values = atOffer(row, offer, capabilities);
    const failed = wanted.filter((each) => !each.holds(model, offer, values));
    if (!failed.length) { yield { row, offer, failed }; return; }
    if (failed.length === 1 && !alone.has(failed[0])) alone.set(failed[0], { row, offer, failed });
  }
  yield* alone.values();
}

// The models that meet everything, the best first, and what kept others out. Weights are by name:
// total_cost, a fit score, or benchmark, which `benchmark` names.
export function picked(models, data, asked, weights, benchmark) {
  const { work, providers, listings } = asked;
  const only = new URLSearchParams(providers.map((each) => ["provider", each]));
  const there = new Map((listings ? narrowed(models, listings, only) : []).map((row) => [row.id, row]));
  const marks = data.benchmarks[benchmark] ?? {};
  const wanted = requirements(data, asked);
  const points = (row, name) => (name === "benchmark" ? marks[row.id]?.[1] : row[name]);
  const scored = Object.keys(weights).filter((name) => name !== "total_cost");
  const among = models.filter((row) => scored.every((name) => (points(row, name) ?? null) !== null));
  const usage = usageOf(work);
  const costed = among.flatMap((row) => [...tried(row, there.get(row.id), data.models[row.id], wanted, providers, data.capabilities)])
    .map((each) => ({ ...each, found: bill(each.offer, usage, work) })).filter(({ found }) => found);
  const lowest = Math.min(...costed.filter(({ failed }) => !failed.length).map(({ found }) => found.amount));
  const sum = Object.values(weights).reduce((a, b) => a + b, 0);
  for (const each of costed) {
    const { amount } = each.found;
    const base = Number.isFinite(lowest) && lowest ? lowest : amount;
    each.total = amount * work.requests;
    each.fit = Object.entries(weights).reduce((total, [name, weight]) => {
      const earned = name !== "total_cost" ? points(each.row, name) : amount ? (100 * base) / amount : 100;
      return total + weight * earned;
    }, 0) / sum;
  }
  // Sums of binary numbers that are equal may differ in their last digits.
  const near = (a, b) => (Math.abs(a - b) < 1e-12 ? 0 : a - b);
  const order = (a, b) => near(b.fit, a.fit) || near(a.total, b.total) || (a.row.id < b.row.id ? -1 : 1);
  const rows = costed.filter(({ failed }) => !failed.length).sort(order);
  rows.forEach((row, at) => { row.rank = at + 1; });
  const ways = wanted.map((requirement) => {
    const others = costed.filter(({ failed }) => failed.includes(requirement)).sort(order);
    return { requirement, more: others.length, best: others[0] };
  }).filter(({ more }) => more).sort((a, b) => order(a.best, b.best));
  for (const way of ways) way.place = 1 + rows.filter((row) => order(row, way.best) < 0).length;
  return { rows, ways, considered: models.length };
}

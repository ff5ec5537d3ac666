// Which models a filter selects and in which order: the same rules as the server's.

const holds = (wanted, has) => wanted.every((each) => has?.includes(each));
const least = (value, bound) => value !== null && value !== undefined && value >= bound;
const most = (value, bound) => value !== null && value !== undefined && value <= bound;
// Dates may lack their day: what both have is compared.
const since = (date, first) => Boolean(date) && date.slice(0, first.length) >= first.slice(0, date.length);
const until = (date, last) => Boolean(date) && date.slice(0, last.length) <= last.slice(0, date.length);

// What each condition asks of a model; `all` has every value that is wanted, `one` the first.
const conditions = {
  q: (m, all) => all[0].toLowerCase().split(/\s+/).every((word) => m.text.includes(word)),
  lab: (m, all) => all.includes(m.lab),
  family: (m, all) => all.includes(m.family),
  provider: (m, all) => m.provider.some((each) => all.includes(each)),
  capability: (m, all) => all.every((name) => m[name]),
  input: (m, all) => holds(all, m.input_modalities),
  output: (m, all) => holds(all, m.output_modalities),
  min_context: (m, [one]) => least(m.context_window, Number(one)),
  max_context: (m, [one]) => most(m.context_window, Number(one)),
  min_output_tokens: (m, [one]) => least(m.max_output_tokens, Number(one)),
  min_price: (m, [one]) => least(m.blended_mtok, Number(one)),
  max_price: (m, [one]) => most(m.blended_mtok, Number(one)),
  max_input_price: (m, [one]) => most(m.input_mtok, Number(one)),
  max_output_price: (m, [one]) => most(m.output_mtok, Number(one)),
  open_weights: (m, [one]) => m.open_weights === (one === "true"),
  official: (m, [one]) => m.official === (one === "true"),
  prompt_caching: (m, [one]) => (m.cache_read_mtok !== null) === (one === "true"),
  released_since: (m, [one]) => since(m.release_date, one),
  released_until: (m, [one]) => until(m.release_date, one),
  status: (m, all) => all.includes(m.status),
  price_state: (m, all) => m.price_states.some((each) => all.includes(each)),
  variant: (m, all) => holds(all, m.variants),
  min_score: (m, [one], wanted) => m[wanted.get("score") ?? "production"] >= Number(one),
};

// Facets of which a model needs one of the chosen values; of the others it needs all.
const alternative = new Set(["lab", "family", "status", "price_state", "provider"]);

const values = {
  capability: (m, names) => names.filter((name) => m[name]),
  input: (m) => m.input_modalities ?? [],
  output: (m) => m.output_modalities ?? [],
  lab: (m) => [m.lab],
  family: (m) => (m.family ? [m.family] : []),
  status: (m) => [m.status],
  price_state: (m) => m.price_states,
  variant: (m) => m.variants,
  provider: (m) => m.provider,
};

export function select(models, wanted, except) {
  const set = Object.keys(conditions)
    .filter((name) => name !== except && wanted.get(name))
    .map((name) => [conditions[name], wanted.getAll(name)]);
  return models.filter((m) => set.every(([condition, all]) => condition(m, all, wanted)));
}

export function sort(models, order, columns) {
  const key = order.replace(/^-/, "");
  const column = columns.find((each) => each.sort === key);
  if (!column) return models;
  const turn = column.descending !== order.startsWith("-") ? -1 : 1;
  const value = (m) => {
    const found = m[column.key];
    return typeof found === "string" ? found.toLowerCase() : found;
  };
  const known = models.filter((m) => value(m) !== null && value(m) !== undefined);
  const unknown = models.filter((m) => value(m) === null || value(m) === undefined);
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  known.sort((a, b) => turn * compare(value(a), value(b)) || compare(a.id, b.id));
  return [...known, ...unknown];
}

export function counts(facet, models, found, wanted, capabilities) {
  const among = alternative.has(facet) && wanted.get(facet) ? select(models, wanted, facet) : found;
  const counted = new Map();
  for (const m of among) {
    for (const value of values[facet](m, capabilities)) counted.set(value, (counted.get(value) ?? 0) + 1);
  }
  return counted;
}

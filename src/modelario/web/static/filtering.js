// Which models a filter selects and in which order. What each condition asks of a model, and by
// what each column sorts, the server sends with the page; here is how that is evaluated.

const some = (has) => (Array.isArray(has) ? has : has === null || has === undefined ? [] : [has]);
const there = (has) => has !== null && has !== undefined;

// A span of numbers as people write it: <0.5, >=200k, 0.1-2, 1M. What is none selects nothing.
const units = { "": 1, k: 1e3, m: 1e6, b: 1e9 };
const digits = "(?:\\d{1,3}(?:[,_\u00a0\u202f' ]\\d{3}){1,4}|\\d{0,15})(?:\\.\\d{1,12})?";
const amount = `\\$?\\s*((?=\\.?\\d)${digits}(?:e\\+?\\d{1,2})?\\s?[kmb]?)`;
const bounded = new RegExp(`^(<=|>=|<|>|=|≤|≥)?\\s*${amount}(\\+?)$`, "i");
const between = new RegExp(`^${amount}\\s*(?:-|–|\\.\\.|…)\\s*${amount}$`, "i");
function size(text) {
  const [, plain, power, unit] = /^([^ekmb]*)(?:e\+?(\d+))?\s?([kmb]?)$/i.exec(text);
  return Number(plain.replace(/[^\d.]/g, "")) * 10 ** (power ?? 0) * units[unit.toLowerCase()];
}
// One number, however it is written: 200k, 1e6, 1,000,000.
function number(text) {
  const found = bounded.exec(text.trim());
  return found && !found[1] && !found[3] ? size(found[2]) : Number(text);
}
export function isSpan(text) { return bounded.test(text.trim()) || between.test(text.trim()); }
function within(text, upwards) {
  const both = between.exec(text.trim());
  if (both) {
    const [low, high] = [size(both[1]), size(both[2])].sort((a, b) => a - b);
    return (has) => there(has) && low <= has && has <= high;
  }
  const found = bounded.exec(text.trim());
  if (!found) return () => false;
  const sign = { "≤": "<=", "≥": ">=" }[found[1]] ?? found[1] ?? (upwards || found[3] ? ">=" : "<=");
  const bound = size(found[2]);
  const meets = {
    "<": (has) => has < bound, "<=": (has) => has <= bound, "=": (has) => has === bound,
    ">": (has) => has > bound, ">=": (has) => has >= bound,
  }[sign];
  return (has) => there(has) && meets(has);
}

// Whether what a model has meets what is wanted of it, for each operation of the server's
// table. Each makes a test of the wanted values once; most operations want one.
const operations = {
  words: ([one]) => {
    const words = one.toLowerCase().split(/\s+/).filter(Boolean);
    return (has) => words.every((word) => has.includes(word));
  },
  one_of: (all) => (has) => (Array.isArray(has) ? has.some((each) => all.includes(each)) : all.includes(has)),
  all_of: (all) => (has) => all.every((each) => has?.includes(each)),
  span_up: ([one]) => within(one, true),
  span_down: ([one]) => within(one, false),
  least: ([one], wanted = number(one)) => (has) => there(has) && has >= wanted,
  most: ([one], wanted = number(one)) => (has) => there(has) && has <= wanted,
  is: ([one]) => (has) => has === (one === "true"),
  known: ([one]) => (has) => there(has) === (one === "true"),
  // Dates may lack their day: what both have is compared.
  since: ([one]) => (has) => there(has) && has.slice(0, one.length) >= one.slice(0, has.length),
  until: ([one]) => (has) => there(has) && has.slice(0, one.length) <= one.slice(0, has.length),
  within: ([one], wanted = number(one)) => (has) => there(has) && has >= 0 && has <= wanted,
  lasts: ([one], wanted = number(one)) => (has) => !there(has) || has > wanted,
};

export function select(models, conditions, wanted, except) {
  const set = Object.values(conditions)
    .filter(({ name }) => name !== except && wanted.get(name))
    .map(({ name, field, operation, field_from }) => [
      (field_from && wanted.get(field_from)) || field,
      operations[operation](wanted.getAll(name)),
    ]);
  return models.filter((m) => set.every(([field, meets]) => meets(m[field])));
}

export function sort(models, order, keys) {
  const { field, descending } = keys[order.replace(/^-/, "")];
  const turn = descending !== order.startsWith("-") ? -1 : 1;
  const value = (m) => (typeof m[field] === "string" ? m[field].toLowerCase() : m[field]);
  const known = models.filter((m) => there(m[field]));
  const unknown = models.filter((m) => !there(m[field]));
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  // Of equals the cheaper first.
  const of = (name) => (a, b) => compare(a[name] ?? Infinity, b[name] ?? Infinity);
  const [cost, price] = [of("monthly_cost"), of("blended_mtok")];
  const amongEquals = (a, b) => cost(a, b) || price(a, b) || compare(a.id, b.id);
  known.sort((a, b) => turn * compare(value(a), value(b)) || amongEquals(a, b));
  return [...known, ...unknown.sort(amongEquals)];
}

// The models of models.json by the names of their fields, with what conditions ask of them.
export function unpacked({ fields, rows, providers }, { capabilities, searched }) {
  return rows.map((row) => {
    const m = Object.fromEntries(fields.map((name, at) => [name, row[at]]));
    m.served_by = m.served_by.map((place) => providers[place]);
    m.what = m.kind;
    m.monthly_cost = m.month?.[0];
    m.measured = Object.keys(m.benchmarks);
    for (const [name, [score]] of Object.entries(m.benchmarks)) m[name] = score;
    m.capabilities = capabilities.filter((name) => m[name]);
    m.text = searched.map((name) => m[name]).filter(Boolean).join(" ").toLowerCase();
    return m;
  });
}

// How many models have each value of a facet: where one value is enough, of those that the
// other conditions select; else of those that are found.
export function counts(facet, models, found, conditions, wanted) {
  const { field, operation } = conditions[facet];
  const enough = operation === "one_of" && wanted.get(facet);
  const counted = new Map();
  for (const m of enough ? select(models, conditions, wanted, facet) : found) {
    for (const value of some(m[field])) counted.set(value, (counted.get(value) ?? 0) + 1);
  }
  return counted;
}

// Models as they are at the offerings that a filter means, where no server answers: as
// catalogue/entries.py tells it.

const meant = ["provider", "price_state", "variant"];
// What stands in place of a price: the first of these that an offering has.
const states = ["free", "subscription", "local", "unknown"];
const distinct = (values) => [...new Set(values)].sort();

// Whether a filter means some offerings, and not all of them.
export const means = (said) => meant.some((name) => said.has(name));

// The listings of every model by the names of their fields; those with a believed price have offer.
export function listed({ fields, providers, models, scores }) {
  const found = new Map();
  for (const [id, { unpriced, rows }] of Object.entries(models)) {
    const listings = rows.map((row) => {
      const each = Object.fromEntries(row.map((value, at) => [fields[at], value]));
      return { ...each, provider: providers[each.provider], offer: "place" in each };
    });
    found.set(id, { listings, unpriced: Object.fromEntries(scores.map((name, at) => [name, unpriced[at]])) });
  }
  return { found, scores };
}

const cheapest = (offers) => {
  const standing = offers.filter((each) => !each.deprecated);
  return standing.length ? standing.reduce((a, b) => (b.place < a.place ? b : a)) : undefined;
};

// The lab's own offer, else the cheapest for the whole context, else the cheapest.
function recommended(offers) {
  const own = offers.filter((each) => each.own !== null);
  if (own.length) return own.reduce((a, b) => (b.own < a.own ? b : a));
  return cheapest(offers.filter((each) => each.full)) ?? cheapest(offers);
}

function priced(model, at, { unpriced }, scores) {
  const offers = at.filter((each) => each.offer);
  const chosen = recommended(offers);
  const prices = ["input_mtok", "output_mtok", "cache_read_mtok", "blended_mtok"];
  return {
    ...model,
    ...Object.fromEntries(prices.map((name) => [name, chosen?.[name] ?? null])),
    ...Object.fromEntries(scores.map((name) => [name, (chosen ?? unpriced)[name]])),
    cheapest_mtok: cheapest(offers)?.blended_mtok ?? null,
    recommended: Boolean(chosen),
  };
}

// What follows from the offerings that are meant, whatever they ask.
function told(model, at) {
  const there = distinct(at.map((each) => each.price_state));
  const state = states.find((each) => there.includes(each)) ?? "unknown";
  return {
    ...model,
    price_states: there,
    price_state: model.recommended ? "published" : state,
    variants: distinct(at.flatMap((each) => each.variants)),
    served_by: distinct(at.map((each) => each.provider)),
  };
}

// When the last of the listings ends, if all of them do.
function ending(model, at) {
  const last = at.every((each) => each.ends) ? at.reduce((a, b) => (b.ends > a.ends ? b : a)) : undefined;
  return { ...model, ends: last?.ends ?? null, ends_in: last?.ends_in ?? null };
}

// Models at the offerings that are meant; those without any are left out. What is said of one name
// may be left aside.
export function narrowed(models, { found, scores }, said, except) {
  const [providers, priceStates, variants] = meant.map((name) => (name === except ? [] : said.getAll(name)));
  let there = models.map((model) => {
    const own = found.get(model.id);
    return { model: { ...model, recommended: model.price_state === "published" }, own, at: own.listings };
  });
  const part = (holds) => there.map((each) => ({ ...each, at: each.at.filter(holds), others: each.at.filter((one) => !holds(one)) }));
  const repriced = () => there.map((each) => ({ ...each, model: priced(each.model, each.at, each.own, scores) }));
  if (providers.length) {
    there = part((each) => providers.includes(each.provider)).filter(({ at }) => at.length);
    there = repriced().map((each) => ({ ...each, model: ending(each.model, each.at) }));
  }
  if (priceStates.length || variants.length) {
    const parted = part((each) => (!priceStates.length || priceStates.includes(each.price_state))
      && variants.every((variant) => each.variants.includes(variant)));
    there = parted.filter(({ at }) => at.length);
    // Without its prices left out a model costs what it did.
    if (parted.some(({ others }) => others.some((each) => each.price_state === "published"))) there = repriced();
  }
  return there.map(({ model, at }) => told(model, at));
}

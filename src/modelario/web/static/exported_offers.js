// What a request costs at an offer, and who can take it: as catalogue/billing.py tells it, for where
// no server answers.

// Each part of a request: its price, and those that it costs where it has none of its own.
const parts = [
  ["uncached", "input_mtok"],
  ["cache_read", "cache_read_mtok", "input_mtok"],
  ["cache_write", "cache_write_mtok", "input_mtok"],
  ["cache_write_1h", "cache_write_1h_mtok", "cache_write_mtok", "input_mtok"],
  ["output", "output_mtok"],
  ["reasoning", "reasoning_mtok", "output_mtok"],
];
const read = 4;
// One mode under two names.
const sameMode = { fast: "priority" };

// The tokens of one request, each in its part; shares are in percent of the input.
export function usageOf(work) {
  const share = (name) => Math.floor((work.input_tokens * work[name]) / 100);
  const [cacheRead, written, hour] = ["cached_percent", "cache_write_percent", "cache_write_1h_percent"].map(share);
  return {
    uncached: work.input_tokens - cacheRead - written - hour,
    cache_read: cacheRead, cache_write: written, cache_write_1h: hour,
    output: work.output_tokens, reasoning: work.reasoning_tokens,
  };
}

const any = (rules, name, value) => rules.some((rule) => rule[name] === value);

function modeAt(rules, mode) {
  const other = sameMode[mode];
  return other && any(rules, "mode", other) && !any(rules, "mode", mode) ? other : mode;
}

// Spans of the day in UTC, in minutes; one that wraps midnight began the day before.
function within(hours, at) {
  const minute = 60 * at.getUTCHours() + at.getUTCMinutes();
  const day = at.getUTCDay() || 7;
  return hours.some(([start, end, weekdays]) => {
    const inside = start < end ? start <= minute && minute < end : minute >= start || minute < end;
    if (!inside || !weekdays.length) return inside;
    const began = start < end || minute >= start ? day : ((day + 5) % 7) + 1;
    return weekdays.includes(began);
  });
}

// The rules that hold, the one that goes first at the front.
export function holding(offer, prompt, when) {
  const asked = modeAt(offer.rules, when.mode);
  const mode = offer.speed && offer.speed === asked ? undefined : asked;
  const region = offer.region ? undefined : when.region;
  const long = ([tokens, inclusive]) => (inclusive ? prompt >= tokens : prompt > tokens);
  return offer.rules.filter((rule) =>
    (!rule.mode || rule.mode === mode) && (!rule.region || rule.region === region)
    && (!rule.prompt || long(rule.prompt)) && (!rule.hours || (when.at && within(rule.hours, when.at)))).reverse();
}

// What was asked for and made no difference, for nothing is known of it.
function assumed(offer, held, when) {
  const mode = modeAt(offer.rules, when.mode);
  const found = [];
  if (mode && mode !== "standard" && mode !== offer.speed && !any(held, "mode", mode)) found.push("assumed_standard");
  if (when.region && when.region !== offer.region) {
    if (offer.region) found.push("assumed_own_region");
    else if (!any(held, "region", when.region)) found.push("assumed_any_region");
  }
  const byHour = (rule) => rule.hours && (!rule.mode || rule.mode === mode);
  if (!when.at && offer.rules.some(byHour)) found.push("assumed_usual_hours");
  return found;
}

// USD of one request; null where a price that it needs is unknown.
export function bill(offer, usage, when) {
  const prompt = parts.slice(0, read).reduce((sum, [part]) => sum + usage[part], 0);
  const held = holding(offer, prompt, when);
  const said = [];
  let amount = 0;
  for (const [part, ...ways] of parts) {
    if (!usage[part]) continue;
    const unit = ways.find((way) => held.some((rule) => rule.price?.[way] !== undefined));
    if (!unit) return null;
    if (unit !== ways[0]) said.push("assumed_price");
    amount += held.find((rule) => rule.price?.[unit] !== undefined).price[unit] * usage[part];
  }
  const request = held.find((rule) => rule.pieces?.request !== undefined);
  const tier = held.find((rule) => rule.prompt);
  return {
    amount: amount / 1e6 + (request ? request.pieces.request : 0),
    above: tier ? tier.prompt[0] - Number(tier.prompt[1]) : undefined,
    price: Object.assign({}, ...held.toReversed().map((rule) => rule.price)),
    assumed: [...new Set([...said, ...assumed(offer, held, when)])],
  };
}

function holds(limits, input, output) {
  const { input_modalities: takes, output_modalities: gives } = limits;
  const most = (limit, count) => limit === undefined || count <= limit;
  return (!takes || takes.includes("text")) && (!output || !gives || gives.includes("text"))
    && most(limits.context_window, input + output) && most(limits.max_input_tokens, input)
    && most(limits.max_output_tokens, output);
}

// Whether a request can be taken, as far as limits are known: the model's, and the offer's.
export function fits(model, offer, work) {
  const output = work.output_tokens + work.reasoning_tokens;
  return holds(model, work.input_tokens, output) && (!offer || holds(offer, work.input_tokens, output));
}

// The recommended offer: the lab's own, else the cheapest for the whole context that stays.
export function recommended(model, providers) {
  if (!providers.length) return model.recommended ? model.offers[0] : undefined;
  const there = model.offers.filter((offer) => providers.includes(offer.provider));
  const own = there.filter((offer) => offer.own !== undefined).sort((a, b) => a.own - b.own);
  const staying = there.filter((offer) => !offer.deprecated).sort((a, b) => a.place - b.place);
  return own[0] ?? staying.find((offer) => offer.full) ?? staying[0];
}

// Number from 1; equal ones share a place.
export function ranked(rows, cost) {
  rows.forEach((row, at) => {
    row.rank = at && cost(rows[at - 1]) === cost(row) ? rows[at - 1].rank : at + 1;
  });
  return rows;
}

// What each selected model costs at its recommended offer, the cheapest first.
export function costTable(models, data, work, providers) {
  const usage = usageOf(work);
  const able = models.map((row) => ({ row, offer: recommended(data.models[row.id], providers) }))
    .filter(({ row, offer }) => fits(data.models[row.id], offer, work));
  const rows = [];
  for (const { row, offer } of able) {
    const found = offer && bill(offer, usage, work);
    if (found) rows.push({ ...found, row, offer, total: found.amount * work.requests });
  }
  rows.sort((a, b) => a.total - b.total || (a.row.id < b.row.id ? -1 : 1));
  return { rows: ranked(rows, (row) => row.total), unpriced: able.length - rows.length, unfit: models.length - able.length };
}

// How a value stands in a cell: the same marks and formats as the server's.

import { modelPath } from "./addresses.js";

const { pages, kept } = document.body.dataset;
// Links keep to a past day, and to the reader's providers.
const then = kept ? `?${kept}` : "";
const language = document.documentElement.lang;
const plain = new Intl.NumberFormat(language);
const short = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const exact = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 6 });

const money = new Intl.NumberFormat(language, { style: "currency", currency: "USD" });

export const number = (value) => plain.format(value);

function tokens(value) {
  if (value >= 1e6) return `${short.format(value / 1e6)}M`;
  return value >= 1e3 ? `${plain.format(Math.round(value / 1e3))}K` : String(value);
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function amount(value) {
  const parts = exact.formatToParts(value);
  const point = parts.findIndex((part) => part.type === "decimal");
  const text = (some) => some.map((part) => part.value).join("");
  return [text(parts.slice(0, point)), element("i", "", text(parts.slice(point)))];
}

function flag(value, words) {
  const state = value === null ? "unknown" : value ? "yes" : "no";
  const mark = { unknown: "?", yes: "✓", no: "–" }[state];
  return element("span", `flag ${state}`, mark, element("span", "vh", ` ${words[state]}`));
}

// A result leads to who tells it; how it was measured stands on pointing.
function result(found, words) {
  if (!found) return [flag(null, words), element("i")];
  const [score, told, source] = found;
  const parts = plain.formatToParts(score);
  const point = parts.findIndex((part) => part.type === "decimal");
  const text = (some) => some.map((part) => part.value).join("");
  const whole = point < 0 ? parts : parts.slice(0, point);
  const rest = point < 0 ? "" : text(parts.slice(point));
  const made = element(source ? "a" : "span", "", text(whole), element("i", "", rest));
  made.title = told;
  if (source) Object.assign(made, { href: source, rel: "noopener noreferrer nofollow" });
  return [made];
}

// What the reader's work costs a month; what that assumes stands on pointing.
function cost(month, words) {
  if (!month) return [element("span", "state", words.unknown)];
  const [amount_, ...assumed] = month;
  const written = amount_ > 0 && amount_ < 0.01 ? `< ${money.format(0.01)}` : money.format(amount_);
  if (!assumed.length) return [written];
  const made = element("span", "assumed", `≈ ${written}`);
  made.title = assumed.map((code) => words.assumed[code]).join(", ");
  return [made];
}

const link = (href, text) => {
  const made = element("a", "", text);
  made.href = href;
  return made;
};

const numeric = new Set(["tokens", "count", "mtok", "usd", "score", "result", "percent"]);

export function cell(column, model, words) {
  const value = model[column.key];
  if (column.key === "name") {
    const box = element("input");
    Object.assign(box, { type: "checkbox", name: "model", value: model.id });
    box.setAttribute("form", "tray");
    const tick = element("label", "tick", box, element("span", "vh", `${words.compare} ${value}`));
    const head = element("th", "", tick, link(`${pages}${modelPath(model.id)}${then}`, value));
    head.scope = "row";
    return head;
  }
  const made = element("td", numeric.has(column.kind) ? "n" : "");
  if (column.kind === "result") {
    made.append(...result(model.benchmarks[column.key], words));
    return made;
  }
  if (column.key === "monthly_cost") {
    made.append(...cost(model.month, words));
    return made;
  }
  const missing = value === null || value === undefined || value.length === 0;
  if (missing && column.key === "input_mtok") {
    made.append(element("span", "state", words.price_state[model.price_state]));
  } else if (missing && column.kind !== "flag") {
    return made;
  } else if (column.key === "lab") {
    made.className = "d";
    made.append(link(`${pages}labs/${encodeURIComponent(value)}${then}`, model.lab_name));
  } else if (column.kind === "flag") {
    made.append(flag(value, words));
  } else if (column.kind === "mtok") {
    made.append(...amount(value));
  } else if (column.kind === "tokens") {
    made.title = number(value);
    made.append(tokens(value));
  } else if (column.kind === "id") {
    made.className = "id";
    made.append(element("code", "id", value));
  } else if (column.kind === "date") {
    made.className = "d";
    made.append(value);
  } else if (numeric.has(column.kind)) {
    made.append(number(value));
  } else if (Array.isArray(value)) {
    const kind = column.key === "price_states" ? "price_state" : "modality";
    made.append(value.map((each) => words[kind][each] ?? each).join(", "));
  } else {
    made.append(words[column.key]?.[value] ?? String(value));
  }
  return made;
}

export function heads(columns, order, address) {
  return columns.map((column) => {
    const head = element("th", numeric.has(column.kind) ? "n" : "");
    head.scope = "col";
    if (!column.sort) { head.append(column.label); return head; }
    const sorted = order.replace(/^-/, "") === column.sort;
    const down = column.descending !== order.startsWith("-");
    const made = link(address(order === column.sort ? `-${column.sort}` : column.sort), column.label);
    made.dataset.sort = order === column.sort ? `-${column.sort}` : column.sort;
    if (sorted) {
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const arrow = element("span", "", down ? " ↓" : " ↑");
      arrow.setAttribute("aria-hidden", "true");
      made.append(arrow);
    }
    head.append(made);
    return head;
  });
}

// What a server would make of an address's question, where there are only files: forms are filled
// in, tables sorted; of what has no answer the page says so.

const said = new URLSearchParams(location.search);
const note = document.getElementById("unanswered");
const works = document.body.dataset.works;
const form = document.getElementById("filters");

// Fields of the form take what the address says; what has no field is carried along unseen.
function fill() {
  for (const name of new Set(said.keys())) {
    const values = said.getAll(name);
    const fields = [...form.elements].filter((each) => each.name === name);
    const boxes = fields.filter((each) => each.type === "checkbox" || each.type === "radio");
    for (const box of boxes) box.checked = values.includes(box.value);
    const known = new Set(boxes.map((box) => box.value));
    const field = fields.find((each) => !boxes.includes(each));
    if (field) { field.value = values[0]; continue; }
    for (const value of values.filter((each) => !known.has(each))) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", className: "carried", name, value });
      input.dataset.told = name;
      form.append(input);
    }
  }
}

// The order is among what the table of models is told with the page.
function order() {
  const told = document.getElementById("table-data");
  if (!told || !said.has("sort")) return;
  told.textContent = JSON.stringify({ ...JSON.parse(told.textContent), order: said.get("sort") });
}

// A line of CSV for each row, its cells by the names of the columns.
function csv(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    const row = rows.at(-1);
    if (char === '"' && quoted && text[at + 1] === '"') { row[row.length - 1] += char; at += 1; }
    else if (char === '"') quoted = !quoted;
    else if (char === "," && !quoted) row.push("");
    else if (char === "\n" && !quoted) rows.push([""]);
    else if (char !== "\r" || quoted) row[row.length - 1] += char;
  }
  const [keys, ...cells] = rows.filter((row) => row.length > 1 || row[0]);
  return cells.map((row) => Object.fromEntries(keys.map((key, at) => [key, row[at].replace(/^'/, "")])));
}

// The table of a page has the rows of its CSV: what that says of a column puts them in order.
async function sort(key) {
  const bodies = [...document.querySelectorAll("table.sortable tbody")];
  const twin = document.querySelector('link[rel="alternate"][type="text/csv"]');
  const name = key.replace(/^-/, "");
  if (!bodies.length || !twin) return false;
  const rows = csv(await (await fetch(twin.href)).text());
  const own = bodies.map((body) => [...body.rows].filter((line) => !line.matches(".turn")));
  if (rows.length !== own.flat().length || !(name in (rows[0] ?? {}))) return false;
  const turn = key.startsWith("-") ? -1 : 1;
  const numbers = rows.every((row) => row[name] === "" || !Number.isNaN(Number(row[name])));
  const value = (row) => (numbers ? Number(row[name]) : row[name].toLowerCase());
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const lines = own.flat().map((line, at) => ({ line, row: rows[at] }));
  lines.sort((a, b) => (a.row[name] === "") - (b.row[name] === "") || turn * compare(value(a.row), value(b.row)));
  // Each body of a long table keeps its number of rows.
  bodies.forEach((body, at) => body.prepend(...lines.splice(0, own[at].length).map(({ line }) => line)));
  for (const link of document.querySelectorAll("table.sortable thead a")) {
    const turned = new URL(link.href);
    const column = turned.searchParams.get("sort").replace(/^-/, "");
    turned.searchParams.set("sort", column === name && turn > 0 ? `-${column}` : column);
    link.href = turned;
    if (column === name) link.closest("th").setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
    else link.closest("th").removeAttribute("aria-sort");
  }
  return true;
}

const unsaid = new Set();
if (form && works && said.size) { fill(); order(); }
if (!works) {
  for (const name of said.keys()) {
    // Its own script narrows a table by what its rows are called.
    if (name === "q" && document.querySelector("form.called")) continue;
    if (name !== "sort" || !(await sort(said.get(name)).catch(() => false))) unsaid.add(name);
  }
}
note.hidden = unsaid.size === 0;
// The page's own script is there by now, and answers what the form says.
if (form && works && said.size) addEventListener("load", () => form.dispatchEvent(new Event("input", { bubbles: true })));

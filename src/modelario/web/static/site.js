// What every page gains from a script: copy buttons, the search key, the section in view.

const { copy, copied } = document.body.dataset;

function addCopy(after, id) {
  const button = document.createElement("button");
  Object.assign(button, { className: "copy", type: "button", textContent: copy });
  button.dataset.id = id;
  const whose = document.createElement("span");
  Object.assign(whose, { className: "vh", textContent: ` ${after.ariaLabel ?? id}` });
  button.append(whose);
  after.after(button);
}
// Ids can be copied where they stand, and those of a table's models beside their names.
function addCopies() {
  for (const told of document.querySelectorAll(":is(code.id, .code > pre):not(:has(+ .copy))")) {
    addCopy(told, told.textContent);
  }
  for (const box of document.querySelectorAll("th > .tick:not(:has(~ .copy)) input")) {
    addCopy(box.closest(".tick").nextElementSibling, box.value);
  }
}
// What only scripts draw has a style sheet of its own, which pages need not carry.
const dress = document.createElement("link");
Object.assign(dress, { rel: "stylesheet", href: new URL("scripted.css", import.meta.url) });
dress.addEventListener("load", () => {
  addCopies();
  document.addEventListener("results", addCopies);
});
document.head.append(dress);

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.id);
  const text = button.firstChild;
  const before = text.data;
  text.data = copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { text.data = before; }, 1500);
});

// What the page's own address says by now goes along to other days and other languages.
function follow(link) {
  const to = new URL(link.href);
  const said = new URLSearchParams(location.search);
  const day = link.closest(".past") ? to.searchParams.get("as_of") : said.get("as_of");
  const against = link.matches(".beside") ? to.searchParams.get("against") : said.get("against");
  for (const [name, value] of [["as_of", day], ["against", against]]) {
    if (value) said.set(name, value); else said.delete(name);
  }
  to.search = said;
  link.href = to;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.switch, .past a:not([data-own]), .twins a");
  if (link && location.search) follow(link);
}, true);

const field = document.querySelector(".find input");
const key = Object.assign(document.createElement("kbd"), { textContent: "/", ariaHidden: "true" });
dress.addEventListener("load", () => field.after(key));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (slash || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// The list of languages gives way to whatever else is wanted.
const others = document.querySelector(".languages");
document.addEventListener("click", (event) => { if (!others.contains(event.target)) others.open = false; });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") others.open = false; });

// A table that fits needs no frame to scroll in: its head then stays at the top of the window.
const fitting = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const frame = target.closest(".tall");
    frame?.classList.toggle("fits", target.offsetWidth <= frame.clientWidth);
  }
});
function watch() {
  for (const table of document.querySelectorAll(".tall > table")) fitting.observe(table);
}
watch();
document.addEventListener("results", watch);

const contents = new Map(
  [...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]),
);
// The last section that began in the upper part of the window is the one being read.
function mark() {
  const ids = [...contents.keys()];
  const upper = window.innerHeight / 3;
  const begun = (id) => document.getElementById(id).getBoundingClientRect().top < upper;
  const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
  const now = end ? ids.at(-1) : ids.filter(begun).at(-1);
  for (const [id, link] of contents) {
    if (id === now) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
if (contents.size) {
  let waiting = false;
  document.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}

// What an address leads to is open, and stays so.
function unfold() {
  const led = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = led?.matches("details") ? led : led?.parentElement.querySelector(":scope > .fold:not([id])");
  if (folded) folded.open = true;
}
addEventListener("hashchange", unfold);
unfold();

// What is folded on the screen stands open on paper.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(":is(.score, .finding, .fold):not([open])")];
  for (const each of unfolded) each.open = true;
});
addEventListener("afterprint", () => { for (const each of unfolded) each.open = false; });

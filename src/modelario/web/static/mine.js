// What is the reader's own, providers and workload: kept on this device where the reader says so,
// and then asked for on every page that does not say for itself how it is.

const NAMES = ["mine", "work"];
const said = new URLSearchParams(location.search);
const given = said.size;
const [without, keep] = [(name) => `without ${name}`, (name) => `keep ${name}`];

for (const name of NAMES) {
  // What was chosen a page ago stands in the address of this one.
  if (sessionStorage.getItem(keep(name)) && said.has(name)) {
    localStorage.setItem(name, said.getAll(name).join(","));
    sessionStorage.removeItem(keep(name));
  }
  const kept = localStorage.getItem(name);
  // Whoever looks without it in a tab goes on so there.
  if (!kept || said.has(name) || sessionStorage.getItem(without(name))) continue;
  for (const value of kept.split(",")) said.append(name, value);
}
if (said.size > given) location.replace(`${location.pathname}?${said}${location.hash}`);

document.addEventListener("click", (event) => {
  const left = event.target.closest("a.everywhere");
  if (left) sessionStorage.setItem(without(left.dataset.own), "1");
}, true);

const form = document.querySelector("form[data-own]");
if (form) {
  const { own } = form.dataset;
  const remember = form.querySelector(".remember");
  const box = remember.querySelector("input");
  remember.hidden = false;
  box.checked = Boolean(localStorage.getItem(own));
  form.addEventListener("submit", () => {
    sessionStorage.removeItem(without(own));
    localStorage.removeItem(own);
    if (box.checked) sessionStorage.setItem(keep(own), "1");
  });
}

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

// Whoever chose on the way from a page goes on there, with what they chose.
const priced = /\/(models|compare|calculator|explore|lists|pick|labs|families|providers)(\/|$)/;
const before = document.referrer && new URL(document.referrer);
const comes = before && before.origin === location.origin;
const back = sessionStorage.getItem("back");
if (back && comes && /\/(mine|workload)$/.test(before.pathname) && location.pathname.endsWith("/models")) {
  sessionStorage.removeItem("back");
  const there = new URL(back, location);
  for (const name of NAMES) there.searchParams.delete(name);
  for (const name of NAMES) for (const value of said.getAll(name)) there.searchParams.append(name, value);
  location.replace(there);
} else if (said.size > given) location.replace(`${location.pathname}?${said}${location.hash}`);

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
    if (comes && priced.test(before.pathname)) {
      sessionStorage.setItem("back", before.pathname + before.search);
    }
  });
}

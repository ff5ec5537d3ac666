// The reader's own providers: kept on this device where the reader says so, and then asked for on
// every page that does not say for itself at which providers it is.

const NAME = "mine";
const said = new URLSearchParams(location.search);
const kept = localStorage.getItem(NAME);

// Whoever looks at all providers in a tab goes on with these there.
if (kept && !said.has(NAME) && !sessionStorage.getItem("everywhere")) {
  for (const id of kept.split(",")) said.append(NAME, id);
  location.replace(`${location.pathname}?${said}${location.hash}`);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("a.everywhere")) sessionStorage.setItem("everywhere", "1");
}, true);

const form = document.querySelector("form.mine");
if (form) {
  const remember = form.querySelector(".remember");
  const box = remember.querySelector("input");
  remember.hidden = false;
  box.checked = Boolean(kept);
  form.addEventListener("submit", () => {
    const ids = new FormData(form).getAll(NAME);
    sessionStorage.removeItem("everywhere");
    if (box.checked && ids.length) localStorage.setItem(NAME, ids.join(","));
    else localStorage.removeItem(NAME);
  });
}

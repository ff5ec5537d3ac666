// Models ticked in any table gather in a tray, on this device, until they are compared. Without
// this script the ticks of one page are compared.

const tray = document.getElementById("tray");
const list = tray.querySelector("ul");
const most = 4;
const place = "modelario.tray";
const boxes = () => [...document.querySelectorAll(".tick input")];

// What stands in storage others may have written, and it may be closed to us.
function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(place));
    return Array.isArray(found) ? found.filter((each) => each?.id && each?.name).slice(0, most) : [];
  } catch {
    return [];
  }
}

let ticked = stored();

function keep(models) {
  ticked = models;
  try {
    localStorage.setItem(place, JSON.stringify(ticked));
  } catch { /* Then it lasts as long as the page. */ }
  draw();
}

const without = (id) => ticked.filter((each) => each.id !== id);

function item({ id, name }, here) {
  const made = document.createElement("li");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: `${name} ×`, title: `${document.body.dataset.remove} ${name}` });
  button.dataset.id = id;
  made.append(button);
  if (!here.has(id)) {
    const input = document.createElement("input");
    made.append(Object.assign(input, { type: "hidden", name: "model", value: id }));
  }
  return made;
}

function draw() {
  const ids = new Set(ticked.map((each) => each.id));
  const here = new Set();
  for (const box of boxes()) {
    box.checked = ids.has(box.value) && !here.has(box.value);
    box.disabled = ticked.length >= most && !ids.has(box.value);
    here.add(box.value);
  }
  list.replaceChildren(...ticked.map((each) => item(each, here)));
  tray.classList.toggle("holds", ticked.length > 0);
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".tick input")) return;
  const name = target.dataset.name ?? target.closest(".tick").nextElementSibling.textContent;
  keep(target.checked ? [...without(target.value), { id: target.value, name }] : without(target.value));
});
list.addEventListener("click", ({ target }) => {
  if (target.dataset.id) keep(without(target.dataset.id));
});
tray.addEventListener("submit", () => {
  // The fields are read after this.
  setTimeout(() => keep([]));
});
addEventListener("pageshow", () => { ticked = stored(); draw(); });
addEventListener("storage", ({ key }) => { if (key === place) { ticked = stored(); draw(); } });
document.addEventListener("results", draw);
draw();

// Results follow the form as one types: the same page is asked for, and its results put in place.

const form = document.querySelector("form.live");
const wait = 150;
let timer;
let running;

async function show() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = `${form.action.split("?")[0]}?${query}`;
  // Another day is another page: everything on it is of that day.
  if ((query.get("as_of") ?? "") !== document.body.dataset.day) { location.assign(address); return; }
  const results = document.getElementById("results");
  running?.abort();
  running = new AbortController();
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: running.signal });
    // A page that says what cannot be meant is a page, too.
    if (!answer.ok && answer.status !== 400) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("#results, .presets, .mistakes")) {
      part.replaceWith(page.querySelector(part.id ? `#${part.id}` : `.${part.className}`));
    }
    recount(page);
    history.replaceState(null, "", address);
    document.dispatchEvent(new Event("results"));
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  } finally {
    document.getElementById("results").setAttribute("aria-busy", "false");
  }
}

// The numbers beside the filters follow too; the fields themselves stay, and with them the focus.
function recount(page) {
  const key = (input) => `${input.name}=${input.value}`;
  const numbers = new Map([...page.querySelectorAll(".options input")]
    .map((input) => [key(input), input.parentElement.lastElementChild.textContent]));
  for (const input of form.querySelectorAll(".options input")) {
    input.parentElement.lastElementChild.textContent = numbers.get(key(input)) ?? "0";
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  if (form.checkValidity()) timer = setTimeout(show, wait);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  if (form.reportValidity()) show();
});
document.documentElement.classList.add("follows");

// Results follow the form as one types: the same page is asked for, and its results put in place.

const form = document.querySelector("form.live");
const wait = 150;
let timer;
let running;

async function show() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = `${form.action.split("?")[0]}?${query}`;
  const results = document.getElementById("results");
  running?.abort();
  running = new AbortController();
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: running.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("#results, .presets")) {
      part.replaceWith(page.querySelector(part.id ? `#${part.id}` : `.${part.className}`));
    }
    history.replaceState(null, "", address);
    document.dispatchEvent(new Event("results"));
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  } finally {
    document.getElementById("results").setAttribute("aria-busy", "false");
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

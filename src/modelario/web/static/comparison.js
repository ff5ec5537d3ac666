// A choice of provider shows in place, and what is chosen keeps the focus and stands in the address.

const main = document.getElementById("main");
let running;

const address = () => {
  const form = document.getElementById("providers");
  const said = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(said);
  query.sort();
  return query.size ? `${form.action.split("?")[0]}?${query}` : form.action.split("?")[0];
};

function script() {
  document.querySelector("table.comparison").classList.add("scripted");
}

async function show(place) {
  running?.abort();
  running = new AbortController();
  const asked = address();
  // Another day is another page: everything on it is of that day.
  if ((new URLSearchParams(asked.split("?")[1]).get("as_of") ?? "") !== document.body.dataset.day) {
    location.assign(asked);
    return;
  }
  try {
    const answer = await fetch(asked, { signal: running.signal });
    if (!answer.ok) { location.assign(asked); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    main.replaceChildren(...page.getElementById("main").childNodes);
    script();
    history.replaceState(null, "", asked);
    main.querySelectorAll(".at select")[place].focus();
    document.dispatchEvent(new Event("results"));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(asked);
  }
}

main.addEventListener("change", (event) => {
  const selects = [...main.querySelectorAll(".at select")];
  if (selects.includes(event.target)) show(selects.indexOf(event.target));
  else if (event.target.id === "only-differences") history.replaceState(null, "", address());
});
script();

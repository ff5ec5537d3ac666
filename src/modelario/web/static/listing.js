// A long table, or a list of choices, is narrowed as one types by what its lines are called. The
// server does the same without this; it sends all lines, and hides those that are not meant.

const field = document.querySelector(".called input[name=q]");
const table = document.querySelector(".long");
const lines = new Map(
  [...document.querySelectorAll(".long tbody tr:not(.turn), .ticks li")].map((line) => [line, called(line)]),
);

// Names and ids of a line, without its buttons.
function called(line) {
  const names = line.querySelectorAll("th > a, th > code, td.d > a, bdi, label > code");
  const plain = [...(line.cells?.[0].childNodes ?? [])].filter((each) => each.nodeType === Node.TEXT_NODE);
  const id = line.querySelector(".tick input")?.value ?? "";
  return [...names, ...plain].map((each) => each.textContent).concat(id).join(" ").toLowerCase();
}

function narrow() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const [line, text] of lines) {
    // What is chosen already stays in view.
    const kept = line.matches("li") && line.querySelector(":checked");
    line.hidden = !kept && !words.every((word) => text.includes(word));
    if (!line.hidden) shown += 1;
  }
  table?.classList.toggle("narrowed", words.length > 0);
  const told = field.form.querySelector("output");
  told.textContent = words.length ? told.dataset.told.replace("{shown}", shown.toLocaleString(document.documentElement.lang)) : "";
}

if (field) {
  // In an export nobody has read the address yet.
  const said = new URLSearchParams(location.search).get("q");
  if (said && document.body.dataset.exported) { field.value = said; narrow(); }
  field.addEventListener("input", () => {
    narrow();
    const address = new URL(location);
    if (field.value) address.searchParams.set("q", field.value); else address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

// What every page gains from a script: copy buttons, the search key, the section in view.

const { copy, copied } = document.body.dataset;

for (const id of document.querySelectorAll("code.id")) {
  const button = document.createElement("button");
  Object.assign(button, { className: "copy", type: "button", textContent: copy });
  const whose = document.createElement("span");
  Object.assign(whose, { className: "vh", textContent: ` ${id.textContent}` });
  button.append(whose);
  id.after(button);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.previousElementSibling.textContent);
  const text = button.firstChild;
  const before = text.data;
  text.data = copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { text.data = before; }, 1500);
});

document.addEventListener("keydown", (event) => {
  const field = document.querySelector(".find input");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (slash || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

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
if (contents.size) {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of contents.values()) link.removeAttribute("aria-current");
      contents.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  for (const id of contents.keys()) seen.observe(document.getElementById(id));
}

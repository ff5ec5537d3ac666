// What every page gains from a script: copy buttons, the search key, the section in view.

const { copied } = document.body.dataset;

for (const button of document.querySelectorAll(".copy")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
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

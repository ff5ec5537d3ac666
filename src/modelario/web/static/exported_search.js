// The page of what a search found, where no server answers.

import { modelPath, segment } from "./addresses.js";
import { find } from "./exported_lookup.js";
import { element, link } from "./exported_marks.js";

const { pages } = document.body.dataset;
const words = JSON.parse(document.getElementById("exported-words").textContent);
const said = new URLSearchParams(location.search);
const q = said.get("q")?.trim();
const folders = { lab: "labs", provider: "providers", family: "families", list: "lists" };
const address = ({ kind, id }) => `${pages}${kind === "model" ? modelPath(id) : `${folders[kind]}/${segment(id)}`}`;

if (q) {
  document.querySelector("form.ask input").value = q;
  const { hits, model } = await find(q);
  if (model && !said.has("all")) location.replace(address({ kind: "model", id: model }));
  else {
    const items = hits.map((hit) => element("li", {}, link(address(hit), hit.name), " ",
      element("span", { className: "muted" }, [words.kinds[hit.kind], hit.note].filter(Boolean).join(" · ")),
      ...(hit.kind === "model" ? [" ", element("code", {}, hit.id)] : [])));
    const found = items.length ? element("ol", { className: "hits" }, ...items) : element("p", {}, words.none);
    document.querySelector("form.ask").after(found);
  }
}

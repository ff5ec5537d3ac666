// A choice of provider shows at once.

const form = document.getElementById("providers");
document.querySelector("table.comparison").classList.add("scripted");
for (const select of form.elements) {
  if (select.tagName === "SELECT") select.addEventListener("change", () => form.requestSubmit());
}

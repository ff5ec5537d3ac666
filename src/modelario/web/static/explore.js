// The point nearest to the pointer, or in focus, says what it is; arrow keys lead on.

const reach = 24;
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");
let shown;

const points = () => [...document.querySelectorAll(".plot .points a")];
const centre = (point) => {
  const circle = point.querySelector("circle");
  return { x: circle.cx.baseVal.value, y: circle.cy.baseVal.value };
};

function show(point) {
  if (point === shown) return;
  shown?.classList.remove("near");
  shown = point;
  tip.hidden = !point;
  if (!point) return;
  point.classList.add("near");
  const title = point.querySelector("title");
  // The browser's own tip would stand beside ours.
  if (title) {
    point.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  const figure = point.closest(".scatter");
  figure.append(tip);
  tip.textContent = point.getAttribute("aria-label");
  const mark = point.getBoundingClientRect();
  const frame = figure.getBoundingClientRect();
  const left = mark.left + mark.width / 2 - frame.left;
  const top = mark.top - frame.top;
  const room = Math.max(0, frame.width - tip.offsetWidth);
  tip.style.left = `${Math.min(room, Math.max(0, left - tip.offsetWidth / 2))}px`;
  tip.style.top = `${top > tip.offsetHeight + 8 ? top - tip.offsetHeight - 8 : top + mark.height + 8}px`;
}

function nearest(event) {
  const plot = event.target.closest?.(".plot");
  if (!plot) return undefined;
  const place = new DOMPoint(event.clientX, event.clientY)
    .matrixTransform(plot.getScreenCTM().inverse());
  let best;
  let least = reach;
  for (const point of points()) {
    const { x, y } = centre(point);
    const distance = Math.hypot(x - place.x, y - place.y);
    if (distance <= least) [best, least] = [point, distance];
  }
  return best;
}

document.addEventListener("pointermove", (event) => show(nearest(event)));
document.addEventListener("focusin", (event) => {
  const point = event.target.closest(".plot .points a") ?? undefined;
  show(point);
  if (point) stop(point);
});

// One point at a time can be tabbed to: the last one in focus, at first the reader's model.
function stop(point) {
  for (const each of points()) each.tabIndex = each === point ? 0 : -1;
}
function rove() {
  const first = document.querySelector(".plot .points .mine, .plot .points .best");
  if (first) stop(first);
}
rove();
document.addEventListener("results", rove);

const orders = {
  ArrowRight: [(a, b) => a.x - b.x || b.y - a.y, 1],
  ArrowLeft: [(a, b) => a.x - b.x || b.y - a.y, -1],
  ArrowUp: [(a, b) => b.y - a.y || a.x - b.x, 1],
  ArrowDown: [(a, b) => b.y - a.y || a.x - b.x, -1],
  Home: [(a, b) => a.x - b.x || b.y - a.y, -Infinity],
  End: [(a, b) => a.x - b.x || b.y - a.y, Infinity],
};

document.addEventListener("keydown", (event) => {
  const point = event.target.closest(".plot .points a");
  if (event.key === "Escape") show(undefined);
  if (!point || !(event.key in orders)) return;
  event.preventDefault();
  const [order, step] = orders[event.key];
  const sorted = points().map((each) => ({ each, ...centre(each) })).sort(order);
  const place = sorted.findIndex(({ each }) => each === point) + step;
  sorted[Math.max(0, Math.min(sorted.length - 1, place))].each.focus();
});

// On a narrow screen the reader's model is brought into view.
function reveal() {
  const mine = document.querySelector(".plot .mine circle");
  const frame = document.querySelector(".scatter .scroll");
  if (!mine || frame.scrollWidth <= frame.clientWidth) return;
  const mark = mine.getBoundingClientRect();
  frame.scrollLeft += mark.left - frame.getBoundingClientRect().left - frame.clientWidth / 2;
}
reveal();
document.addEventListener("results", reveal);

// What a page does when it is opened. The scripts before this one are libraries.

for (const chart of document.querySelectorAll(".chart")) {
  const spec = JSON.parse(chart.nextElementSibling.textContent);
  vegaEmbed(chart, spec)
    .then(({ view }) => turnByDragging(chart, view))
    .catch((error) => console.error(error));
}

/** Lets a chart that sliders turn be turned by hand, too. */
function turnByDragging(chart, view) {
  const { azimuth, elevation } = view.getState().signals;
  if (azimuth === undefined || elevation === undefined) return;
  const within = (limit, degrees) =>
    Math.max(-limit, Math.min(limit, Math.round(degrees)));
  chart.addEventListener("pointermove", ({ buttons, movementX, movementY }) => {
    if (buttons !== 1) return;
    view.signal("azimuth", within(180, view.signal("azimuth") + movementX / 2))
      .signal("elevation", within(90, view.signal("elevation") + movementY / 2))
      .runAsync();
  });
}

const folds = document.querySelectorAll("details.code");
if (folds.length > 1) {
  const button = document.createElement("button");
  const unfold = (open) => {
    for (const fold of folds) fold.open = open;
    button.textContent = open ? "Fold all code" : "Show all code";
  };
  unfold(true);
  button.className = "fold-all";
  button.addEventListener("click", () => unfold(!folds[0].open));
  document.querySelector("main h1").after(button);
  addEventListener("beforeprint", () => unfold(true));
}

// Beside the text the contents list is open; above it, it would push it down.
const isWide = matchMedia("(min-width: 80rem)");
const openWhereWide = () =>
  document.querySelector(".contents details").open = isWide.matches;
openWhereWide();
isWide.addEventListener("change", openWhereWide);

tocbot.init({
  tocSelector: ".toc",
  contentSelector: "main",
  headingSelector: "h2, h3",
  collapseDepth: 6,
  scrollSmooth: false,
  disableTocScrollSync: true,
  headingsOffset: 40,
});

// What scrolls must be within reach of the keyboard, and nothing else.
function setStops() {
  const boxes = document.querySelectorAll(
    "table, mjx-container, main [tabindex], .jp-OutputArea-output",
  );
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

// Only a page with formulas has MathJax.
Promise.resolve(globalThis.MathJax?.startup.promise).then(() => {
  setStops();
  addEventListener("resize", setStops);
  document.addEventListener("toggle", setStops, true);
  document.documentElement.dataset.typeset = "done";
});

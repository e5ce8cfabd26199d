// What a page does when it is opened. The scripts before this one are libraries.

for (const chart of document.querySelectorAll(".chart")) {
  const spec = JSON.parse(chart.nextElementSibling.textContent);
  vegaEmbed(chart, spec).catch((error) => console.error(error));
}

tocbot.init({
  tocSelector: ".contents",
  contentSelector: "main",
  headingSelector: "h2, h3",
  collapseDepth: 6,
  scrollSmooth: false,
  disableTocScrollSync: true,
  headingsOffset: 40,
});

MathJax.startup.promise
  .then(() => document.documentElement.dataset.typeset = "done");

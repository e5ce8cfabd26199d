// Searches all pages as the reader types. The library stands before this, and
// so do PARTS.

const form = document.querySelector("form[role=search]");
const input = form.querySelector("input");
const results = form.querySelector("ol");
let index;
form.hidden = false; // without scripts there is no search

input.addEventListener("input", () => {
  index ??= indexOf(PARTS);
  const found = index.search(input.value).slice(0, 12);
  results.replaceChildren(...found.map(({ id, title, heading }) => {
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    link.href = id;
    link.textContent = heading === title ? title : `${title}: ${heading}`;
    return item;
  }));
  if (found.length === 0 && input.value.trim()) {
    results.appendChild(document.createElement("li")).textContent =
      "Nothing found";
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("a")?.click();
});

form.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const places = [input, ...results.querySelectorAll("a")];
    places[places.indexOf(document.activeElement) + step]?.focus();
  }
  if (event.key !== "Escape") return;
  input.value = "";
  results.replaceChildren();
  input.focus();
});

function indexOf(parts) {
  const index = new MiniSearch({
    fields: ["heading", "text"],
    storeFields: ["title", "heading"],
    searchOptions: {
      prefix: true,
      fuzzy: 0.2,
      combineWith: "AND",
      boost: { heading: 4 },
      // What explains stands before what lists names.
      boostDocument: (id) => id.startsWith("api_") ? 0.3 : 1,
    },
  });
  index.addAll(parts);
  return index;
}

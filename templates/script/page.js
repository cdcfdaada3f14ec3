// Without this script the page is complete; it only shows one view at a time, folds and filters. It never writes markup.
const views = [...document.querySelectorAll(".view")];
const findings = [...document.querySelectorAll(".finding")];
const filters = document.getElementById("filters");
const search = document.getElementById("search");
const node = document.getElementById("node");
const choices = document.getElementById("choices");
const chosen = document.getElementById("chosen");
const shown = document.getElementById("shown");
const clear = document.getElementById("clear");
const unfold = document.getElementById("unfold");
const buttons = [...filters.querySelectorAll("[data-filter]")];
const filterNames = [...new Set(buttons.map((button) => button.dataset.filter))];

const isPressed = (button) => button.getAttribute("aria-pressed") === "true";
const press = (button, on) => button.setAttribute("aria-pressed", String(on));
const pressed = (filter) =>
  buttons
    .filter((button) => button.dataset.filter === filter && isPressed(button))
    .map((button) => button.dataset.value);
const visibleFindings = () => findings.filter((finding) => !finding.hidden);

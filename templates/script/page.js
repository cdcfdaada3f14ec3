// Without this script the page is complete; it only shows one view at a time, folds and filters. It never writes markup.
const views = [...document.querySelectorAll(".view")];
const findings = [...document.querySelectorAll(".finding")];
const filters = document.getElementById("filters");
const search = document.getElementById("search");
const node = document.getElementById("node");
const choices = document.getElementById("choices");
const choicesMade = document.getElementById("choices-made");
const shown = document.getElementById("shown");
const clear = document.getElementById("clear");
const unfold = document.getElementById("unfold");
const buttons = [...filters.querySelectorAll("button[data-filter]")];
const selects = [...filters.querySelectorAll("select[data-filter]")];
const filterNames = [...new Set([...buttons, ...selects].map((control) => control.dataset.filter))];

const isPressed = (button) => button.getAttribute("aria-pressed") === "true";
const press = (button, on) => button.setAttribute("aria-pressed", String(on));
/** The first choice stands for all, and for a value that is not there. */
const select = (control, value) => {
  control.value = value;
  if (control.selectedIndex < 0) control.selectedIndex = 0;
};
/** The values of a filter that were chosen; none stands for all. */
const chosen = (filter) => [
  ...buttons
    .filter((button) => button.dataset.filter === filter && isPressed(button))
    .map((button) => button.dataset.value),
  ...selects
    .filter((control) => control.dataset.filter === filter && control.value !== "")
    .map((control) => control.value),
];
const visibleFindings = () => findings.filter((finding) => !finding.hidden);

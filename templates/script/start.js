const change = () => {
  apply();
  keep();
};

for (const button of buttons) {
  button.addEventListener("click", () => {
    press(button, !isPressed(button));
    change();
  });
}
for (const control of selects) control.addEventListener("change", change);
for (const link of document.querySelectorAll(".counts a")) {
  link.addEventListener("click", () => {
    reset();
    for (const button of buttons) press(button, link.dataset[button.dataset.filter] === button.dataset.value);
    for (const control of selects) select(control, link.dataset[control.dataset.filter] ?? "");
    apply();
  });
}
filters.addEventListener("submit", (event) => event.preventDefault());
search.addEventListener("input", change);
node.addEventListener("input", change);
node.addEventListener("focus", () => {
  const list = document.getElementById("node-names");
  if (list.childElementCount > 0) return;
  for (const name of nodes().keys()) list.append(new Option("", name));
});
clear.addEventListener("click", () => {
  reset();
  change();
});
unfold.addEventListener("click", () => {
  const open = visibleFindings().some((finding) => !finding.open);
  for (const finding of visibleFindings()) finding.open = open;
  relabel();
});
document.addEventListener("toggle", relabel, true);
// A phone has no room for all of them over the rules. The width is that of narrow.css.
const phone = matchMedia("(max-width: 36rem)");
const foldChoices = () => {
  choices.open = !phone.matches;
};
phone.addEventListener("change", foldChoices);
foldChoices();
new ResizeObserver(keepClearOfFilters).observe(filters);
window.addEventListener("hashchange", follow);
// Once it has read the page the browser goes to the anchor by itself, and leaves the focus nowhere.
window.addEventListener("load", focusAnchor);
window.addEventListener("beforeprint", unfoldForPaper);
window.addEventListener("afterprint", foldAgain);
follow();

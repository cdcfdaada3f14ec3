const relabel = () => {
  unfold.hidden = view.id !== "rules";
  unfold.textContent = visibleFindings().every((finding) => finding.open) ? "Fold all" : "Unfold all";
};

let folded = [];
/** On paper everything is there, whatever the screen shows. */
const unfoldForPaper = () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const details of folded) details.open = true;
};
const foldAgain = () => {
  for (const details of folded) details.open = false;
};

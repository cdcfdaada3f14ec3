// Without this script the page is complete; it only folds and filters. It never writes markup.
(() => {
  const filters = document.getElementById("filters");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const clear = document.getElementById("clear");
  const unfold = document.getElementById("unfold");
  const buttons = [...filters.querySelectorAll("[data-filter]")];
  const findings = [...document.querySelectorAll(".finding")];
  const texts = new Map();

  const textOf = (finding) => {
    if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
    return texts.get(finding);
  };
  const pressed = (filter) =>
    buttons
      .filter((button) => button.dataset.filter === filter && isPressed(button))
      .map((button) => button.dataset.value);
  const isPressed = (button) => button.getAttribute("aria-pressed") === "true";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  const apply = () => {
    const wanted = ["status", "level", "benchmark", "who", "differs"].map((filter) => [filter, pressed(filter)]);
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const chosen = wanted.every(
        ([filter, values]) => values.length === 0 || values.includes(finding.dataset[filter]),
      );
      const visible = chosen && words.every((word) => textOf(finding).includes(word));
      finding.hidden = !visible;
      if (visible) count += 1;
    }
    for (const section of document.querySelectorAll("[data-section]")) {
      section.hidden = !section.querySelector(".finding:not([hidden])");
    }
    const all = count === findings.length;
    shown.textContent = all
      ? `All ${count} rules`
      : `${count} of ${findings.length} rules; the others are filtered out`;
    clear.hidden = !buttons.some(isPressed) && search.value === "";
    relabel();
  };
  const reset = () => {
    for (const button of buttons) press(button, false);
    search.value = "";
    apply();
  };

  const visibleFindings = () => findings.filter((finding) => !finding.hidden);
  const relabel = () => {
    unfold.textContent = visibleFindings().every((finding) => finding.open) ? "Fold all" : "Unfold all";
  };
  const follow = () => {
    const finding = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!finding?.matches(".finding")) return;
    if (finding.hidden) reset();
    finding.open = true;
    finding.scrollIntoView();
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      press(button, !isPressed(button));
      apply();
    });
  }
  for (const link of document.querySelectorAll(".counts a[data-status]")) {
    link.addEventListener("click", () => {
      for (const button of buttons) press(button, link.dataset[button.dataset.filter] === button.dataset.value);
      search.value = "";
      apply();
    });
  }
  filters.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", apply);
  clear.addEventListener("click", reset);
  unfold.addEventListener("click", () => {
    const open = visibleFindings().some((finding) => !finding.open);
    for (const finding of visibleFindings()) finding.open = open;
    relabel();
  });
  document.addEventListener("toggle", relabel, true);
  window.addEventListener("hashchange", follow);

  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const details of folded) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  filters.hidden = false;
  apply();
  follow();
})();

// What is shown stands in the fragment, `#rules?status=open&node=w1`, so that a link shows the same to somebody else.
let view = views[0];
let anchor = view.id;

const show = (wanted) => {
  view = wanted;
  for (const each of views) each.hidden = each !== view;
  filters.hidden = !view.classList.contains("filtered");
  document.body.dataset.view = view.id;
  for (const link of document.querySelectorAll("#views a")) {
    if (link.hash === `#${view.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};

/** What is scrolled to shall not lie below the filters, which stay at the top of a wide window. */
const keepClearOfFilters = () => {
  const stays = !filters.hidden && getComputedStyle(filters).position === "sticky";
  document.documentElement.style.scrollPaddingTop = stays ? `${filters.offsetHeight + 8}px` : "";
};

const fragment = () => {
  const state = new URLSearchParams();
  for (const filter of filterNames) if (chosen(filter).length > 0) state.set(filter, chosen(filter).join(","));
  if (node.value !== "") state.set("node", node.value);
  if (search.value !== "") state.set("text", search.value);
  const query = state.toString();
  return `#${encodeURIComponent(anchor)}${query === "" ? "" : `?${query}`}`;
};
const keep = () => history.replaceState("kept", "", fragment());

const restore = (query) => {
  const state = new URLSearchParams(query);
  for (const button of buttons) {
    press(button, (state.get(button.dataset.filter) ?? "").split(",").includes(button.dataset.value));
  }
  for (const control of selects) select(control, state.get(control.dataset.filter) ?? "");
  node.value = state.get("node") ?? "";
  search.value = state.get("text") ?? "";
};

/** The element that a fragment names; what is no fragment of ours, or none at all, names nothing. */
const named = (name) => {
  try {
    return document.getElementById(decodeURIComponent(name));
  } catch {
    return null;
  }
};

/**
 * Goes where the fragment leads. A link within the page has no query and leaves the filters as they are; a page of the
 * history, which `keep` has marked, gets back those that it had.
 */
const follow = () => {
  const [name, query] = location.hash.slice(1).split("?");
  const target = named(name);
  if (query !== undefined || history.state !== null) restore(query ?? "");
  const within = target?.closest(".view");
  show(within ?? views[0]);
  if (target?.matches(".finding") && isFilteredOut(target)) reset();
  apply();
  anchor = within ? target.id : view.id;
  if (target?.matches(".finding")) target.open = true;
  focusAnchor();
  keepClearOfFilters();
  if (within && target !== view) target.scrollIntoView();
  else scrollTo(0, 0);
  keep();
};
/** The keyboard goes on from the rule that a link led to. */
const focusAnchor = () =>
  document.getElementById(anchor).querySelector(":scope > summary")?.focus({ preventScroll: true });
const isFilteredOut = (finding) => {
  apply();
  return finding.hidden;
};

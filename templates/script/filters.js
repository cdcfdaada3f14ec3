const statusOfLetter = { o: "open", r: "not_reviewed", f: "not_a_finding", n: "not_applicable" };
const texts = new Map();
const textOf = (finding) => {
  if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
  return texts.get(finding);
};

/** Names of nodes by the row of their configuration; read once, when somebody asks for a node. */
let rowOfNode;
const nodes = () => {
  if (rowOfNode === undefined) {
    rowOfNode = new Map();
    for (const row of document.querySelectorAll("[data-statuses]")) {
      for (const name of row.querySelectorAll(".members b")) rowOfNode.set(name.textContent, row);
    }
  }
  return rowOfNode;
};

/** Whether a number is in one of the ranges, `0 3-5`. */
const isWithin = (number, ranges) =>
  ranges !== "" &&
  ranges.split(" ").some((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return first <= number && number <= last;
  });

/** A finding as one node has it: its status there, and only the groups that it is in. */
const narrow = (row) => {
  for (const [index, finding] of findings.entries()) {
    const letter = row?.dataset.statuses[index];
    finding.dataset.here = row === undefined ? finding.dataset.status : (statusOfLetter[letter] ?? "");
    for (const group of finding.querySelectorAll(".affects")) {
      group.hidden = row !== undefined && !isWithin(Number(row.dataset.number), group.dataset.of ?? "");
    }
  }
};
let narrowedTo = null; // nothing yet, not even all of them

const apply = () => {
  const row = node.value === "" ? undefined : nodes().get(node.value);
  if (row !== narrowedTo) narrow(row);
  narrowedTo = row;
  const wanted = filterNames.map((filter) => [filter === "status" ? "here" : filter, chosen(filter)]);
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kept = new Set();
  for (const finding of findings) {
    const wantedHere = wanted.every(([name, values]) => values.length === 0 || values.includes(finding.dataset[name]));
    const here = finding.dataset.here !== "";
    finding.hidden = !(wantedHere && here && words.every((word) => textOf(finding).includes(word)));
    if (!finding.hidden) kept.add(finding.id);
  }
  for (const line of document.querySelectorAll("[data-rule]")) line.hidden = !kept.has(line.dataset.rule);
  for (const section of document.querySelectorAll("[data-section]")) {
    section.hidden = !section.querySelector(".finding:not([hidden]), [data-rule]:not([hidden])");
  }
  say(kept.size);
  relabel();
};

const say = (count) => {
  const unknown = node.value !== "" && !narrowedTo ? `; no node is called ${node.value}` : "";
  const all = count === findings.length;
  shown.textContent =
    (all ? `All ${count} rules` : `${count} of ${findings.length} rules; the others are filtered out`) + unknown;
  const made = filterNames.flatMap(chosen).length;
  choicesMade.textContent = made === 0 ? "" : `: ${made} chosen`;
  clear.hidden = made === 0 && search.value === "" && node.value === "";
};

const reset = () => {
  for (const button of buttons) press(button, false);
  for (const control of selects) select(control, "");
  search.value = "";
  node.value = "";
};

import { components } from "../../benchmark/component.ts";
import type { Assessment } from "../../findings/assessment.ts";
import { componentWords } from "../component-words.ts";
import { type RowSection, rowSection } from "./row-sections.ts";

/** Rules by the part of the cluster that they are about; of both benchmarks together. */
export type ComponentsView = { readonly sections: readonly RowSection[] };

/** What the page shows by component. */
export const componentsView = ({ findings }: Assessment): ComponentsView => ({
  sections: components.flatMap((value) =>
    rowSection(
      { filter: "component", value, title: componentWords[value] },
      findings.filter(({ component }) => component === value),
    ),
  ),
});

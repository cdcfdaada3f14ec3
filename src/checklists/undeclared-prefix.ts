import type { XmlElement } from "../xml/xml-tree.ts";

/**
 * A namespace prefix that an element or something in it has, and none of them declares: out of its document it would be no
 * XML. Declarations are looked for anywhere in it, which is more than XML allows and enough for what tools write.
 */
export function undeclaredPrefix(element: XmlElement): string | undefined {
  const used = new Set<string>();
  const declared = new Set(["xml", "xmlns"]);
  const look = ({ name, attributes, children }: XmlElement): void => {
    for (const one of [name, ...Object.keys(attributes)]) {
      const [prefix = "", local] = one.split(":");
      if (local === undefined) continue;
      if (prefix === "xmlns") declared.add(local);
      else used.add(prefix);
    }
    for (const child of children) if (typeof child !== "string") look(child);
  };
  look(element);
  return [...used].find((prefix) => !declared.has(prefix));
}

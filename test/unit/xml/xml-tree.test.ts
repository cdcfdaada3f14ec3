import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textWithin, type XmlElement, type XmlPlace, xmlTree } from "../../../src/xml/xml-tree.ts";

const refusal = (sentence: string) => new Error(sentence);
const tree = (text: string) => xmlTree(text, { refusal, kind: "checklist" });

/** The source of every element of a name, by the places that the tree gives. */
function sourcesOf(text: string, name: string): readonly string[] {
  const found: string[] = [];
  const take = (element: XmlElement, { start, end }: XmlPlace): boolean => {
    if (element.name === name) found.push(text.slice(start, end));
    return element.name === name;
  };
  xmlTree(text, { refusal, kind: "checklist", take });
  return found;
}

describe("the elements of an XML", () => {
  it("have their texts, every reference resolved once", () => {
    const root = tree("\r\n<a>x<!-- y -->&#65;<?pi z?><![CDATA[&lt;</a>]]>&amp;lt;&#xD;\r\n<b/></a>");
    expect(textWithin(root)).toBe("xA&lt;</a>&lt;\r\n");
  });

  it("are known by prefix and local name", () => {
    const root = tree('<c:a xmlns:c="u" id="&lt;1"><c:b/></c:a>');
    expect(root).toMatchObject({ name: "c:a", attributes: { id: "<1" }, children: [{ name: "c:b", children: [] }] });
  });

  it("are not in the tree once they are taken", () => {
    const paths: string[] = [];
    const take = ({ name }: XmlElement, { path }: XmlPlace): boolean => {
      paths.push([...path, name].join("/"));
      return name === "b";
    };
    expect(xmlTree("<a><b><c/></b><d/></a>", { refusal, kind: "x", take })).toMatchObject({
      children: [{ name: "d" }],
    });
    expect(paths).toEqual(["a/b/c", "a/b", "a/d", "a"]);
  });

  it.each([
    ["plain", "<a> <b>1</b>\n<b/></a>", ["<b>1</b>", "<b/>"]],
    [
      "with attributes and white space",
      "<a><b\r\n x='>'\n>\r\n</b\n><b\t/></a>",
      ["<b\r\n x='>'\n>\r\n</b\n>", "<b\t/>"],
    ],
    ["around a comment", "<a><b><!-- </b> --></b></a>", ["<b><!-- </b> --></b>"]],
    ["around CDATA", "<a><b><![CDATA[</b><b>]]></b></a>", ["<b><![CDATA[</b><b>]]></b>"]],
    ["around a processing instruction", "<a><b><?x </b> ?></b></a>", ["<b><?x </b> ?></b>"]],
    ["behind characters of two units", "<a>😀\r\n<b>😀</b>é</a>", ["<b>😀</b>"]],
    ["in an attribute, not at all", '<a x="&lt;b>"><c y="&lt;/b>"/></a>', []],
  ])("stand where their source is: %s", (_what, text, sources) => {
    expect(sourcesOf(text, "b")).toEqual(sources);
  });

  it("stand where their source is, whatever stands around them", () => {
    const piece = fc.constantFrom(
      "<!-- <b> -->",
      "<![CDATA[<b></b>]]>",
      "<c>x</c>",
      "<c/>",
      "\r\n",
      "\r",
      "é😀",
      "&lt;b>",
      "<?b b?>",
      '<c b="&lt;b>"/>',
    );
    const pieces = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(""));
    const element = fc
      .tuple(pieces, pieces, fc.constantFrom("<b>", "<b >", "<b\r\n>", "<b\n x='/>'>"))
      .map(([before, within, open]) => ({ before, source: `${open}${within}</b>` }));
    fc.assert(
      fc.property(fc.array(element, { maxLength: 5 }), fc.boolean(), (elements, hasHead) => {
        const text = `${hasHead ? '<?xml version="1.0"?>\r\n' : ""}<a>${elements.map(({ before, source }) => before + source).join("")}</a>`;
        expect(sourcesOf(text, "b")).toEqual(elements.map(({ source }) => source));
      }),
    );
  });

  it.each([
    ["nothing", " \n", /^is empty$/],
    [
      "no XML",
      "hello",
      /^is not well-formed XML, or is cut off \(line 1, column \d+: "text data outside of root node"\)$/,
    ],
    ["an unclosed element", "<a>\n<b></a>", /^is not well-formed XML, or is cut off \(line 2, /],
    ["two roots", "<a/><b/>", /only one root/],
    ["text behind it", "<a/>b", /outside of root/],
    ["a bare ampersand", "<a>x & y</a>", /not well-formed/],
    ["an entity that XML does not know", "<a>&nbsp;</a>", /undefined entity/],
    ["an attribute twice", '<a x="1" x="2"/>', /duplicate attribute/],
    ["a character that XML lacks", "<a>\u001b</a>", /disallowed character/],
    ["the same as a reference", "<a>&#27;</a>", /malformed character entity/],
    ["the same in XML 1.1", '<?xml version="1.1"?><a>&#27;</a>', /malformed character entity/],
    ["half a pair", "<a>\ud800</a>", /not well-formed/],
    ["]]> in text", "<a>]]></a>", /disallowed in char data/],
    ["a declaration behind white space", '\n<?xml version="1.0"?><a/>', /must be at the start/],
    [
      "an external entity",
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      /\(DOCTYPE\), which no checklist needs: refused$/,
    ],
    [
      "entities of entities",
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>',
      /DOCTYPE/,
    ],
    ["a web page", "\n<!doctype HTML><html><br></html>", /^is a web page \(HTML\), not XML$/],
    ["too many levels", `${"<a>".repeat(51)}${"</a>".repeat(51)}`, /^is nested deeper than any checklist: refused$/],
    ["too many elements", `<a>${"<b/>".repeat(500_001)}</a>`, /^has more markup than any checklist: refused$/],
    [
      "too many attributes",
      `<a ${Array.from({ length: 101 }, (_, index) => `a${index}=""`).join(" ")}/>`,
      /^has more attributes than/,
    ],
    ["too many references", `<a>${"&lt;".repeat(3_000_001)}</a>`, /^has more markup than any checklist: refused$/],
    [
      "another encoding",
      '<?xml version="1.0" encoding="ISO-8859-1"?><a>Ã©</a>',
      /^says that its encoding is "ISO-8859-1": save it as UTF-8$/,
    ],
    ["a hostile name", `<a><b\u202e></a>`, /^[ -~]+$/],
  ])("are refused: %s", (_what, text, sentence) => {
    expect(() => tree(text)).toThrow(sentence);
  });

  it.each([
    ["50 levels", `${"<a>".repeat(50)}${"</a>".repeat(50)}`],
    ["a document type in a comment and in CDATA", "<a><!-- <!DOCTYPE x> --><![CDATA[<!DOCTYPE x>]]></a>"],
    ["a wrong name of the encoding, as .NET writes it", '<?xml version="1.0" encoding="utf-16"?><a>é</a>'],
    ["another encoding where it makes no difference", '<?xml version="1.0" encoding="ISO-8859-1"?><a>e</a>'],
    ["a name of JavaScript's", "<constructor __proto__='1'><toString/></constructor>"],
  ])("are not refused for %s", (_what, text) => {
    expect(() => tree(text)).not.toThrow();
  });

  it("may be more than can be held at once, where they are taken", () => {
    const taken = xmlTree(`<a>${"<b><c/><c/></b>".repeat(300_000)}</a>`, {
      refusal,
      kind: "x",
      take: ({ name }) => name === "b",
    });
    expect(taken.children).toEqual([]);
  });
});

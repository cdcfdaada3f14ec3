import fc from "fast-check";

/** What XML, JSON and their readers may take for something else, one by one and joined. */
export const awkwardTexts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      ...["&", "<", ">", "amp;", "lt;", "#60;", "#x1b", "not", "]]>", "<!--", "-->", "<![CDATA[", "</COMMENTS>"],
      ...["\n", "\t", " ", "\r", '"', "\\", "\0", "é", "😀"],
    ),
  }),
);

import type { Page } from "playwright-core";
import { unfoldAll } from "../../support/browser.ts";

/** What nobody sees in a text, or takes for something else. */
export const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\p{M}{5}/gu;

export const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

/** What a look at the whole page finds, all views one after another and everything unfolded. */
export async function lookAt(page: Page) {
  await unfoldAll(page);
  return page.evaluate(() => {
    for (const view of document.querySelectorAll<HTMLElement>(".view")) view.hidden = false;
    const elements = [...document.querySelectorAll("*")];
    return {
      title: document.title,
      tags: elements.map(({ tagName }) => tagName).join(" "),
      // The script itself tells the root, in its style, how much the filters cover.
      handlers: elements.flatMap((each, index) =>
        each.getAttributeNames().filter((name) => (index === 0 ? /^(?:on|src)/ : /^(?:on|style|src)/).test(name)),
      ),
      links: elements.map((element) => element.getAttribute("href")).filter((href) => href?.startsWith("#") === false),
      text: document.body.innerText,
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    };
  });
}

import { describe, expect, it } from "vitest";
import { oneVoice } from "../../../src/cli/terminal/one-voice.ts";
import type { AskTerminal } from "../../../src/cli/terminal/terminal.ts";
import { recordedTerminal } from "../../support/terminal.ts";

/** A person who answers when they are told to. */
function slowPerson() {
  const open: { readonly question: string; readonly answer: (text: string | undefined) => void }[] = [];
  const ask: AskTerminal = (question) => new Promise((answer) => void open.push({ question, answer }));
  return { ask, open };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a terminal of one voice", () => {
  it("asks one question at a time, in the order of asking", async () => {
    const person = slowPerson();
    const { terminal } = recordedTerminal({ ask: person.ask });
    const { ask } = oneVoice(terminal);
    const answers = Promise.all([ask?.("one"), ask?.("two")]);
    await turn();
    expect(person.open.map(({ question }) => question)).toEqual(["one"]);
    person.open[0]?.answer("1");
    await turn();
    expect(person.open.map(({ question }) => question)).toEqual(["one", "two"]);
    person.open[1]?.answer(undefined);
    expect(await answers).toEqual(["1", undefined]);
  });

  it("says nothing over a question, and all of it afterwards", async () => {
    const person = slowPerson();
    const kept = recordedTerminal({ ask: person.ask, redraws: true });
    const { ask, talk } = oneVoice(kept.terminal);
    const answer = ask?.("one");
    await turn();
    expect(person.open[0]?.question).toBe("\r\x1b[Kone");
    talk("1/2 hosts ");
    talk("done\n");
    expect(kept.talked()).toBe("");
    person.open[0]?.answer("1");
    await answer;
    expect(kept.talked()).toBe("1/2 hosts done\n");
    talk("more");
    expect(kept.talked()).toBe("1/2 hosts done\nmore");
  });

  it("says of a line that was redrawn meanwhile how it looked last, and every line that stays", async () => {
    const clear = "\r\x1b[K";
    const person = slowPerson();
    const kept = recordedTerminal({ ask: person.ask, redraws: true });
    const { ask, talk } = oneVoice(kept.terminal);
    const answer = ask?.("one");
    await turn();
    for (let second = 0; second < 100; second += 1) talk(`${clear}0:${second}`);
    talk(`${clear}w1: refused\n`);
    for (let second = 0; second < 100; second += 1) talk(`${clear}1:${second}`);
    person.open[0]?.answer("1");
    await answer;
    expect(kept.talked()).toBe(`${clear}w1: refused\n${clear}1:99`);
  });

  it("does not ask what was taken back while it waited", async () => {
    const person = slowPerson();
    const { ask } = oneVoice(recordedTerminal({ ask: person.ask }).terminal);
    const back = new AbortController();
    const answers = Promise.all([ask?.("one"), ask?.("two", { signal: back.signal }), ask?.("three")]);
    await turn();
    back.abort();
    person.open[0]?.answer("1");
    await turn();
    person.open[1]?.answer("3");
    expect(await answers).toEqual(["1", undefined, "3"]);
    expect(person.open.map(({ question }) => question)).toEqual(["one", "three"]);
  });

  it("asks nobody where nobody sits", () => {
    expect(oneVoice(recordedTerminal().terminal).ask).toBeUndefined();
  });
});

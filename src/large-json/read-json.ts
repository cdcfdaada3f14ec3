/** Takes the bytes of a JSON text in any chunks; `end` gives what it says. Both may throw where it is damaged. */
export type JsonReader = { readonly push: (chunk: Uint8Array) => void; readonly end: () => unknown };

/** What becomes of the elements of a list, each as its JSON text, and of the list when all are there. */
export type ListReader<Element> = {
  readonly element: (text: Uint8Array) => Element;
  readonly list: (elements: readonly Element[]) => unknown;
};

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openings = { list: 0x5b, object: 0x7b };
const closings = { list: 0x5d, object: 0x7d };

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Parses one JSON text of UTF-8. @throws SyntaxError or TypeError where it is none. */
export const parseJson = (text: Uint8Array): unknown => JSON.parse(decoder.decode(text));

/**
 * Reads JSON as `JSON.parse` does, but for the lists that are `depth` brackets deep (1 is the outermost): their elements
 * go through `reader` one by one, and their texts are not kept here.
 */
export function jsonReader<Element>(depth: number, reader: ListReader<Element>): JsonReader {
  const lists: Element[][] = [];
  const rest = textOf();
  const element = textOf();
  const endElement = (isLast: boolean): void => {
    const text = element.take();
    const list = lists.at(-1);
    // Nothing between two brackets is an empty list; nothing before or after a comma is for the parser to refuse.
    if (list === undefined || (isLast && list.length === 0 && isBlank(text))) return;
    list.push(reader.element(text));
  };
  const scan = scanner(depth, {
    begin: () => lists.push([]),
    element: endElement,
    /** In place of its elements a list has its own number. */
    end: () => rest.add(Buffer.from(String(lists.length - 1))),
  });
  return {
    push: (chunk) => scan(chunk, (isInList, part) => (isInList ? element : rest).add(part)),
    end: () => withLists(parseJson(rest.take()), depth, (index) => reader.list(lists[index] ?? [])),
  };
}

/** Puts the lists where their numbers stand. */
function withLists(value: unknown, depth: number, listOf: (index: number) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return depth === 1 ? listOf(Number(value[0])) : value.map((part) => withLists(part, depth - 1, listOf));
  }
  if (depth === 1) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withLists(part, depth - 1, listOf)]));
}

const isBlank = (text: Uint8Array): boolean => text.every((byte) => byte <= 0x20);

/** Bytes that come in parts; those of one part are not copied. */
function textOf() {
  let parts: Uint8Array[] = [];
  return {
    add(part: Uint8Array): void {
      if (part.length > 0) parts.push(part);
    },
    take(): Uint8Array {
      const [only, ...others] = parts;
      const text = others.length === 0 ? (only ?? new Uint8Array()) : Buffer.concat(parts);
      parts = [];
      return text;
    },
  };
}

type ListEvents = {
  readonly begin: () => void;
  readonly element: (isLast: boolean) => void;
  readonly end: () => void;
};
type Scan = (chunk: Uint8Array, emit: (isInList: boolean, part: Uint8Array) => void) => void;

/** Follows brackets and strings only, over the borders of chunks. */
function scanner(depth: number, events: ListEvents): Scan {
  let level = 0;
  let isInString = false;
  let isEscaped = false;
  let isInList = false;
  return (chunk, emit) => {
    let from = 0;
    const upTo = (end: number): void => {
      emit(isInList, chunk.subarray(from, end));
      from = end;
    };
    const structure = (byte: number, index: number): void => {
      const isAtList = isInList && level === depth;
      if (byte === openings.list || byte === openings.object) {
        level += 1;
        if (byte !== openings.list || level !== depth) return;
        upTo(index + 1);
        isInList = true;
        events.begin();
      } else if (byte === closings.list || byte === closings.object) {
        level -= 1;
        if (!isAtList) return;
        upTo(index);
        isInList = false;
        events.element(true);
        events.end();
      } else if (byte === comma && isAtList) {
        upTo(index);
        from += 1;
        events.element(false);
      }
    };
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] as number;
      if (isEscaped) isEscaped = false;
      else if (isInString && byte === backslash) isEscaped = true;
      else if (byte === quote) isInString = !isInString;
      else if (!isInString && byte !== 0x20) structure(byte, index);
    }
    upTo(chunk.length);
  };
}

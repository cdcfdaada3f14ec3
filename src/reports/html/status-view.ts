import type { Status } from "../../findings/verdict.ts";
import { statusWords } from "../status-words.ts";

/** A status for the page: the key that styles and filters go by, and the word that people read. */
export type StatusView = { readonly key: Status; readonly word: string };

/** A status as the page has it. */
export const statusView = (key: Status): StatusView => ({ key, word: statusWords[key] });

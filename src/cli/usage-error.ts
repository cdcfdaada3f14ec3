/** A command line that cannot be carried out: one sentence. Nothing has been contacted. */
export class UsageError extends Error {}

/** A run folder that cannot be used: one sentence with the file and what is wrong with it. */
export class RunFolderError extends Error {}

/** Reasons that were typed and not stored yet, by order. */
export const drafts = new Map<string, { reason: string; index: number | undefined }>();

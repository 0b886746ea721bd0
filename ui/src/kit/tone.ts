/** What a colour means; the same everywhere. */
export type Tone = 'good' | 'info' | 'warning' | 'bad' | 'neutral';

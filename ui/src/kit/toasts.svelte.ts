/** A short word about something that just went well or ran in the background. Never an error alone. */
export interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'info' | 'warning';
  action?: { label: string; run: () => void };
  /** What it tells; by default its words. */
  kind: string;
}

let last = 0;

/** What is shown now, oldest first. */
export const toasts = $state<Toast[]>([]);

/** Shows a toast in the place of the last one of its kind. */
export function toast(
  text: string,
  { tone = 'good', action, kind = text }: Partial<Omit<Toast, 'id' | 'text'>> = {},
): number {
  const before = toasts.find((shown) => shown.kind === kind);
  if (before) dismiss(before.id);
  last += 1;
  toasts.push({ id: last, text, tone, action, kind });
  return last;
}

/** Takes a toast off the screen. */
export function dismiss(id: number): void {
  const at = toasts.findIndex((shown) => shown.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

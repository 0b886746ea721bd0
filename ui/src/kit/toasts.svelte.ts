/** A short word about something that just went well or ran in the background. Never an error alone. */
export interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'info' | 'warning';
  action?: { label: string; run: () => void };
}

const LIFE_MS = 6000;
let last = 0;

/** What is shown now, oldest first. */
export const toasts = $state<Toast[]>([]);

/** Shows a toast; one with a button stays until it is used or closed. */
export function toast(
  text: string,
  options: { tone?: Toast['tone']; action?: Toast['action'] } = {},
): number {
  last += 1;
  const id = last;
  toasts.push({ id, text, tone: options.tone ?? 'good', action: options.action });
  if (!options.action) setTimeout(() => dismiss(id), LIFE_MS);
  return id;
}

/** Takes a toast off the screen. */
export function dismiss(id: number): void {
  const at = toasts.findIndex((shown) => shown.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

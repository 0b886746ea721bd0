import { toast } from '../kit/toasts.svelte.ts';
import { appText } from '../text/app.ts';

/** Says so when something fails that no screen waits for; nothing fails unseen. Returns how to stop. */
export function watchBackground(): () => void {
  const say = () => toast(`${appText.background} ${appText.backgroundTodo}`, { tone: 'warning' });
  window.addEventListener('error', say);
  window.addEventListener('unhandledrejection', say);
  return () => {
    window.removeEventListener('error', say);
    window.removeEventListener('unhandledrejection', say);
  };
}

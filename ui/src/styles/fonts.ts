/**
 * Lets the style sheet choose its fonts by the system.
 *
 * WebKitGTK takes some 15 ms to look up each weight of `system-ui`, and each name in a list that is not
 * there; what fontconfig calls `sans-serif` is the desktop's own choice too, and comes at once.
 */
export function startFonts(): void {
  if (navigator.platform.startsWith('Linux')) document.documentElement.dataset.system = 'linux';
}

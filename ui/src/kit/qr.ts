/**
 * The edge at which a QR picture is shown: the smallest whole part of its own width that is not below
 * `size`, so that its modules stay equally wide. Before its width is known, `size`.
 */
export function wholeModules(natural: number, size: number): number {
  if (natural < size) return size;
  return natural / Math.floor(natural / size);
}

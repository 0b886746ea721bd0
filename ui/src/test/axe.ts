import axe from 'axe-core';

/**
 * What axe finds wrong, in words. Contrast needs layout and is judged in a real window; a part alone is
 * in no landmark.
 */
export async function wrongs(part: Element): Promise<string[]> {
  const { violations } = await axe.run(part, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html}`),
  );
}

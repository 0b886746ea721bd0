import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Refuses imports that go up the tiers: kit <- install, buying <- features <- app; one folder alone knows the
 * host.
 */
const tier = (files, forbidden, message) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: forbidden, message },
          { group: ['@tauri-apps/*'], message: 'Only src/ipc knows the host.' },
        ],
      },
    ],
  },
});

export default ts.config(
  { ignores: ['dist', 'src/ipc/generated'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 500 }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  tier(
    ['src/kit/**', 'src/text/**'],
    ['**/install/**', '**/buying/**', '**/features/**', '**/app/**'],
    'Kit and text stand below.',
  ),
  tier(
    ['src/install/**'],
    ['**/buying/**', '**/features/**', '**/app/**'],
    'The install kit stands below.',
  ),
  tier(
    ['src/buying/**'],
    ['**/install/**', '**/features/**', '**/app/**'],
    'A purchase stands below what shows it.',
  ),
  tier(['src/features/**'], ['**/app/**', '../../features/**'], 'A feature stands below the app.'),
  tier(['src/app/**'], ['**/dev/**'], 'The program does not know its stand-in host.'),
  ...['welcome', 'new', 'esims', 'orders', 'wallets', 'settings'].map((area) =>
    tier(
      [`src/features/${area}/**`],
      ['**/app/**', '**/features/**', ...others(area)],
      'Features do not import each other.',
    ),
  ),
);

function others(area) {
  return ['welcome', 'new', 'esims', 'orders', 'wallets', 'settings']
    .filter((other) => other !== area)
    .map((other) => `../${other}/**`);
}

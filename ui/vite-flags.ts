import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const COUNTRY = /^[a-z]{2}\.svg$/;

/**
 * Puts the country flags beside the page as `flags/<code>.svg`, under names that need no table in the
 * script: the window reads a flag when it shows one.
 */
export function countryFlags(): Plugin {
  const package_ = createRequire(import.meta.url).resolve('flag-icons/package.json');
  const folder = join(dirname(package_), 'flags', '4x3');
  return {
    name: 'country-flags',
    configureServer(server) {
      server.middlewares.use('/flags', (request, response, next) => {
        const name = (request.url ?? '').slice(1).split('?')[0] ?? '';
        const file = join(folder, name);
        if (!COUNTRY.test(name) || !existsSync(file)) return next();
        response.setHeader('Content-Type', 'image/svg+xml');
        createReadStream(file).pipe(response);
      });
    },
    generateBundle() {
      for (const name of readdirSync(folder).filter((file) => COUNTRY.test(file))) {
        this.emitFile({
          type: 'asset',
          fileName: `flags/${name}`,
          source: readFileSync(join(folder, name)),
        });
      }
    },
  };
}

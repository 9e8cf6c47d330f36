// Writes into package-lock.json the optional platform packages that npm left out because the registry it asked had no
// such version: `npm ci` refuses a lock file without them. They are told apart by their names (`<system>-<processor>[-musl]`)
// and never downloaded on another platform.
//
//     node scripts/complete-lock.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = { android: 'android', darwin: 'darwin', linux: 'linux', win32: 'win32', windows: 'win32' };
const PROCESSORS = { 64: 'x64', x64: 'x64', arm64: 'arm64' };

/** The lock entry of a platform package, or undefined when its name does not tell the platform. */
export function platformEntry(name, version, dev) {
  const match = /(android|darwin|linux|win32|windows)-(x64|arm64|64)(-musl)?$/.exec(name);
  if (!match) return undefined;
  return {
    version,
    cpu: [PROCESSORS[match[2]]],
    ...(dev ? { dev: true } : {}),
    ...(match[3] ? { libc: ['musl'] } : {}),
    optional: true,
    os: [SYSTEMS[match[1]]],
  };
}

/** Adds what is missing to `lock.packages` and returns the names added. */
export function complete(lock) {
  const added = [];
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const key = `node_modules/${name}`;
      if (key in lock.packages) continue;
      const platform = /^\d/.test(version) ? platformEntry(name, version, entry.dev) : undefined;
      if (!platform) throw new Error(`package-lock.json lacks ${name}@${version}, whose platform is unknown`);
      lock.packages[key] = platform;
      added.push(name);
    }
  }
  const byName = ([a], [b]) => a.localeCompare(b, 'en');
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(byName));
  return added;
}

if (process.argv[1] === import.meta.filename) {
  const file = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = complete(lock);
  if (added.length > 0 && process.argv.includes('--check')) {
    console.error(`package-lock.json lacks ${added.join(', ')}: run node scripts/complete-lock.mjs`);
    process.exitCode = 1;
  } else if (added.length > 0) {
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`added ${added.join(', ')}`);
  }
}

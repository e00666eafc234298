import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** @returns {string[]} every file at or below `path`, sorted */
const filesBelow = (path) => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
};

/**
 * One hash of the names and bytes of everything below `paths`. Times are left out: a checkout sets them anew
 * and a file saved during a build would look built.
 *
 * @param {readonly string[]} paths
 * @returns {string}
 */
export const fingerprint = (paths) => {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(path)) {
      const content = readFileSync(file);
      hash.update(`${relative(path, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
};

/**
 * Whether `outputs` are, byte for byte, what the last build made from `inputs`.
 *
 * @param {{ stampFile: string, inputs: string, outputs: readonly string[] }} o `inputs`: a fingerprint taken
 *   before the build; `outputs`: paths
 */
export const isFresh = ({ stampFile, inputs, outputs }) => {
  if (!existsSync(stampFile) || !outputs.every((path) => existsSync(path))) return false;
  const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
  return stamp.inputs === inputs && stamp.outputs === fingerprint(outputs);
};

/** Notes that `outputs` were just built from `inputs`. */
export const keepStamp = ({ stampFile, inputs, outputs }) => {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ inputs, outputs: fingerprint(outputs) }));
};
